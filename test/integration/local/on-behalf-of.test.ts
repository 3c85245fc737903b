import { OnBehalfOfCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { PRIYA, ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { MovingClock } from './support/moving-clock';
import { runningCloud } from './support/running-cloud';
import { msalClient, partnerClient } from './support/sdk-clients';
import { signIn } from './support/sign-in';

const SCOPE = 'https://management.azure.com/.default';
const STEP_UP = JSON.stringify({ access_token: { acrs: { essential: true, values: ['p1'] } } });
const clock = new MovingClock();

describe('on-behalf-of', () => {
  const cloud = runningCloud({ clock });

  const exchange = async (tenantId: string, oboAssertion: string, claims?: string) => {
    const result = await msalClient(cloud()).acquireTokenOnBehalfOf({
      authority: `${cloud().apiUrl}/${tenantId}`,
      oboAssertion,
      scopes: [SCOPE],
      ...(claims === undefined ? {} : { claims }),
    });
    return result?.accessToken ?? '';
  };

  test('the real OnBehalfOfCredential turns a Teams token into one that the real ARM client can use', async () => {
    // Held apart, because the type of the options leaves disableInstanceDiscovery out.
    const options = {
      tenantId: TENANT_IDS.fabrikam,
      clientId: cloud().clientId,
      clientSecret: cloud().clientSecret,
      userAssertionToken: await cloud().world.issueSsoToken(ROBIN),
      authorityHost: cloud().apiUrl,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: cloud().caPem },
    };
    const credential = new OnBehalfOfCredential(options);
    const linked = await partnerClient(cloud(), credential).partner.create('1234567');
    expect(linked).toMatchObject({ objectId: ROBIN.objectId, tenantId: TENANT_IDS.fabrikam });
  });

  test('in a customer directory the token is for the guest account there', async () => {
    const token = await exchange(TENANT_IDS.contoso, await cloud().world.issueSsoToken(PRIYA));
    expect(decodeJwt(token)).toMatchObject({
      tid: TENANT_IDS.contoso,
      oid: PRIYA.guestIds[TENANT_IDS.contoso],
    });
  });

  test('what the directory refuses to a person, it refuses to the exchange', async () => {
    const assertion = await cloud().world.issueSsoToken(ROBIN);
    const refused = exchange(TENANT_IDS.adventureWorks, assertion);
    await expect(refused).rejects.toMatchObject({ errorNo: 65001, subError: 'consent_required' });
    await expect(exchange(TENANT_IDS.northwind, assertion)).rejects.toMatchObject({ errorNo: 53003 });
  });

  test('a wish for a second factor comes back with its claims, unless Teams had one', async () => {
    const weak = exchange(TENANT_IDS.fabrikam, await cloud().world.issueSsoToken(ROBIN), STEP_UP);
    await expect(weak).rejects.toMatchObject({
      errorNo: 50076,
      claims: expect.stringContaining('p1') as string,
    });
    const strong = await cloud().world.issueSsoToken(ROBIN, { secondFactor: true });
    expect(decodeJwt(await exchange(TENANT_IDS.fabrikam, strong, STEP_UP))).toMatchObject({ acrs: ['p1'] });
  });

  test('an assertion that is old, forged or meant for ARM is refused', async () => {
    const assertion = await cloud().world.issueSsoToken(ROBIN);
    const forged = `${assertion.slice(0, -6)}AAAAAA`;
    await expect(exchange(TENANT_IDS.fabrikam, forged)).rejects.toMatchObject({ errorNo: 50013 });
    const { accessToken } = await signIn(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.fabrikam });
    await expect(exchange(TENANT_IDS.fabrikam, accessToken)).rejects.toMatchObject({ errorNo: 50013 });
    clock.advanceSeconds(2 * 3600);
    await expect(exchange(TENANT_IDS.fabrikam, assertion)).rejects.toMatchObject({ errorNo: 500133 });
  });
});
