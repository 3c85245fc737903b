import { decodeJwt } from 'jose';
import { ROBIN, PRIYA, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { MovingClock } from './support/moving-clock';
import { runningCloud } from './support/running-cloud';
import { ARM_SCOPE, msalClient, partnerClient } from './support/sdk-clients';
import { authorizeAddress, press, REDIRECT_URI, signIn } from './support/sign-in';

const clock = new MovingClock();

describe('signing in through the real msal-node', () => {
  const cloud = runningCloud({ clock });

  test('gives the account of the directory, and always the home account in client_info', async () => {
    const result = await signIn(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.contoso });
    expect(result.account?.homeAccountId).toBe(`${ROBIN.objectId}.${ROBIN.tenantId}`);
    expect(decodeJwt(result.accessToken)).toMatchObject({
      iss: `${cloud().apiUrl}/${TENANT_IDS.contoso}/v2.0`,
      aud: 'https://management.azure.com',
      tid: TENANT_IDS.contoso,
      oid: ROBIN.guestIds[TENANT_IDS.contoso],
      scp: 'user_impersonation',
      amr: ['pwd'],
    });
    expect(result.idTokenClaims).toMatchObject({ preferred_username: ROBIN.username, name: ROBIN.name });
  });

  test('one sign-in is good, silently, for every directory that lets the person in', async () => {
    const app = msalClient(cloud());
    const { account } = await signIn(cloud(), app, { tenantId: TENANT_IDS.fabrikam });
    const silent = await app.acquireTokenSilent({
      account: account!,
      scopes: [ARM_SCOPE],
      authority: `${cloud().apiUrl}/${TENANT_IDS.contoso}`,
      forceRefresh: true,
    });
    expect(decodeJwt(silent.accessToken)).toMatchObject({
      tid: TENANT_IDS.contoso,
      oid: ROBIN.guestIds[TENANT_IDS.contoso],
    });
  });

  test.each([
    ['consent missing', TENANT_IDS.adventureWorks, 65001, 'consent_required'],
    ['not a member', TENANT_IDS.proseware, 50020, ''],
    ['managed with Lighthouse only', TENANT_IDS.litware, 50020, ''],
    ['blocked by Conditional Access', TENANT_IDS.northwind, 53003, 'message_only'],
    ['invitation pending', TENANT_IDS.alpine, 50014, ''],
    ['kept out by cross-tenant settings', TENANT_IDS.lucerne, 500212, ''],
    ['on an unmanaged device', TENANT_IDS.fourthCoffee, 53000, 'message_only'],
  ])('silently: %s is refused with its own number', async (_what, tenantId, number, suberror) => {
    const app = msalClient(cloud());
    const { account } = await signIn(cloud(), app, { tenantId: TENANT_IDS.fabrikam });
    const authority = `${cloud().apiUrl}/${tenantId}`;
    const silent = app.acquireTokenSilent({
      account: account!,
      scopes: [ARM_SCOPE],
      authority,
      forceRefresh: true,
    });
    await expect(silent).rejects.toMatchObject({
      errorNo: number,
      subError: suberror,
      errorMessage: expect.stringContaining(`AADSTS${number}`) as string,
    });
  });

  test('a code is good once, for ten minutes, and only with its verifier', async () => {
    const app = msalClient(cloud());
    const codeFor = async (): Promise<{ code: string; verifier: string }> => {
      const { url, verifier } = await authorizeAddress(cloud(), app, { tenantId: TENANT_IDS.fabrikam });
      const { returned } = await press(url, { person: 'robin' });
      expect(returned?.searchParams.get('state')).toBe('the-state');
      return { code: returned?.searchParams.get('code') ?? '', verifier };
    };
    const redeem = (code: string, codeVerifier: string) =>
      app.acquireTokenByCode({
        authority: `${cloud().apiUrl}/${TENANT_IDS.fabrikam}`,
        code,
        codeVerifier,
        redirectUri: REDIRECT_URI,
        scopes: [ARM_SCOPE],
      });
    const first = await codeFor();
    await redeem(first.code, first.verifier);
    await expect(redeem(first.code, first.verifier)).rejects.toMatchObject({ errorNo: 54005 });
    const second = await codeFor();
    await expect(redeem(second.code, first.verifier)).rejects.toMatchObject({ errorNo: 50148 });
    const third = await codeFor();
    clock.advanceSeconds(601);
    await expect(redeem(third.code, third.verifier)).rejects.toMatchObject({ errorNo: 70008 });
    await expect(redeem('made-up', third.verifier)).rejects.toMatchObject({ errorNo: 9002313 });
  });

  test('a wrong secret is refused', async () => {
    const refused = signIn(cloud(), msalClient(cloud(), 'not-it'), { tenantId: TENANT_IDS.fabrikam });
    await expect(refused).rejects.toMatchObject({ errorNo: 7000215 });
  });

  test('the app gets no token for itself', async () => {
    const asItself = msalClient(cloud()).acquireTokenByClientCredential({
      authority: `${cloud().apiUrl}/${TENANT_IDS.fabrikam}`,
      scopes: ['https://management.azure.com/.default'],
    });
    await expect(asItself).rejects.toMatchObject({ errorNo: 7000229 });
  });

  test('an approval of the sample administrator opens the directory for good', async () => {
    const app = msalClient(cloud());
    const tenantId = TENANT_IDS.adventureWorks;
    const { url } = await authorizeAddress(cloud(), app, { tenantId });
    expect((await press(url, { person: 'robin' })).text).toContain('Approve as their administrator');
    const declined = await press(url, { person: 'robin', consent: 'declined' });
    expect(declined.returned?.searchParams.get('error')).toBe('access_denied');
    expect(declined.returned?.searchParams.get('error_description')).toContain('AADSTS90094');
    const { account } = await signIn(cloud(), app, { tenantId, consent: 'given' });
    expect(account?.tenantId).toBe(tenantId);
    await expect(signIn(cloud(), app, { tenantId })).resolves.toBeDefined();
  });

  test('declining an approval that was asked for goes back with AADSTS65004', async () => {
    const presses = { tenantId: TENANT_IDS.contoso, prompt: 'consent' };
    const { url } = await authorizeAddress(cloud(), msalClient(cloud()), presses);
    const { returned } = await press(url, { person: 'priya', consent: 'declined' });
    expect(returned?.searchParams.get('error_description')).toContain('AADSTS65004');
  });

  test('a second factor, once given, is in the token and opens writes', async () => {
    const app = msalClient(cloud());
    const tenantId = TENANT_IDS.woodgrove;
    const { accessToken: weak } = await signIn(cloud(), app, { tenantId });
    const asWeak = partnerClient(cloud(), weak);
    await expect(asWeak.partners.get()).rejects.toMatchObject({ statusCode: 404 });
    const refused = await asWeak.partner.create('1234567').catch((error: unknown) => error);
    expect(refused).toMatchObject({ statusCode: 401, code: 'RequestDisallowedByAzure' });
    const challenge = (
      refused as { response: { headers: { get(name: string): string } } }
    ).response.headers.get('www-authenticate');
    expect(challenge).toContain('error="insufficient_claims"');
    const encoded = /claims="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const claims = Buffer.from(encoded, 'base64').toString('utf8');

    const { url } = await authorizeAddress(cloud(), app, { tenantId, claims });
    expect((await press(url, { person: 'robin' })).text).toContain('Approve with a second factor');
    const { accessToken: strong, account } = await signIn(cloud(), app, {
      tenantId,
      claims,
      factor: 'given',
    });
    expect(decodeJwt(strong)).toMatchObject({ amr: ['pwd', 'mfa'], acrs: ['p1'] });
    expect(await partnerClient(cloud(), strong).partner.create('1234567')).toMatchObject({ version: 1 });

    const elsewhere = app.acquireTokenSilent({
      account: account!,
      scopes: [ARM_SCOPE],
      authority: `${cloud().apiUrl}/${TENANT_IDS.contoso}`,
      claims,
      forceRefresh: true,
    });
    await expect(elsewhere).rejects.toMatchObject({
      errorNo: 50076,
      errorCode: 'interaction_required',
      claims: expect.stringContaining('p1') as string,
    });
  });

  test('priya is not known where only robin was invited', async () => {
    const { url } = await authorizeAddress(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.northwind });
    const page = await press(url, { person: 'priya' });
    expect(page.text).toContain('AADSTS50020');
    expect(page.text).toContain('Return to the app');
    expect(page.text).toContain('error=access_denied');
    expect(cloud().world.journal().at(-1)).toMatchObject({
      tenant: TENANT_IDS.northwind,
      user: PRIYA.objectId,
    });
  });
});
