import { generateKeyPair, SignJWT } from 'jose';
import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { sendHttps } from './support/https-network';
import { MovingClock } from './support/moving-clock';
import { runningCloud } from './support/running-cloud';
import { msalClient } from './support/sdk-clients';
import { signIn } from './support/sign-in';

const clock = new MovingClock();

describe('the bearer token that ARM is shown', () => {
  const cloud = runningCloud({ clock });
  const ask = (headers: Record<string, string>) =>
    sendHttps(
      cloud().caPem,
      `${cloud().apiUrl}/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01`,
      { method: 'GET', headers },
    );

  test('has to be there', async () => {
    const answer = await ask({});
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('AuthenticationFailed');
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(cloud().world.journal().at(-1)).toMatchObject({ status: 401, tenant: null, user: null });
  });

  test('has to be meant for ARM', async () => {
    const answer = await ask({ authorization: `Bearer ${await cloud().world.issueSsoToken(ROBIN)}` });
    expect(answer).toMatchObject({ status: 401, body: expect.stringContaining('audience') as string });
  });

  test('has to be signed by the local Entra', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({
      tid: TENANT_IDS.fabrikam,
      oid: ROBIN.objectId,
      scp: 'user_impersonation',
    })
      .setProtectedHeader({ alg: 'RS256' })
      .setAudience('https://management.azure.com')
      .setIssuer(`${cloud().apiUrl}/${TENANT_IDS.fabrikam}/v2.0`)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    const answer = await ask({ authorization: `Bearer ${forged}` });
    expect(answer).toMatchObject({
      status: 401,
      body: expect.stringContaining('InvalidAuthenticationToken') as string,
    });
  });

  test('stops working when it has expired', async () => {
    const { accessToken } = await signIn(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.fabrikam });
    expect((await ask({ authorization: `Bearer ${accessToken}` })).status).toBe(404);
    clock.advanceSeconds(3_900 + 301);
    expect((await ask({ authorization: `Bearer ${accessToken}` })).status).toBe(401);
    expect(cloud().world.journal().at(-1)).toMatchObject({
      tenant: TENANT_IDS.fabrikam,
      user: ROBIN.objectId,
    });
  });
});
