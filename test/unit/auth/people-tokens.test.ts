import { TransportError } from '../../../src/network/http-send';
import { checkToken } from '../../../src/auth/access-token';
import { asTenantId } from '../../../src/model/identifiers';

import {
  ALEX,
  AUDIENCE,
  CUSTOMER,
  GUEST_ID,
  HOME,
  StubCloud,
  actorAt,
  entraRefusal,
  json,
  jwt,
  signInAt,
} from './stub-cloud';

const THIRD = asTenantId('33333333-3333-4333-8333-333333333333')!;
const CLAIMS = '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}';
const bodyOf = (exchange: { body?: string }) => Object.fromEntries(new URLSearchParams(exchange.body));

describe('the account in a directory', () => {
  test('is found silently with the one sign-in, under the id it has there', async () => {
    const cloud = await new StubCloud().signedIn();
    expect(await cloud.accounts.resolve(actorAt(HOME))).toEqual({
      kind: 'ok',
      value: { tenantId: HOME, objectId: ALEX.objectId, username: 'alex@partner.example' },
    });
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({
      kind: 'ok',
      value: { tenantId: CUSTOMER, objectId: GUEST_ID },
    });
  });

  test('is asked for at the directory itself, and only once while the token lives', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    for (const tenantId of [CUSTOMER, CUSTOMER, CUSTOMER]) await cloud.accounts.resolve(actorAt(tenantId));
    expect(stub.entraRequests.map(({ url }) => new URL(url).pathname)).toEqual([
      `/${CUSTOMER}/oauth2/v2.0/token`,
    ]);
    expect(bodyOf(stub.entraRequests[0]!)).toMatchObject({ grant_type: 'refresh_token' });
  });

  test('needs a first sign-in when there is none, with the claims that wait', async () => {
    const cloud = new StubCloud().cloud();
    expect(await cloud.accounts.resolve(actorAt(HOME))).toEqual({
      kind: 'sign-in',
      need: { reason: 'first' },
    });
    expect(await cloud.accounts.resolve(actorAt(HOME, CLAIMS))).toEqual({
      kind: 'sign-in',
      need: { reason: 'first', claims: CLAIMS },
    });
  });

  test('with a claims challenge always means a fresh token, made for the challenge', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn(CUSTOMER);
    await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS));
    const asked = JSON.parse(bodyOf(stub.entraRequests[0]!)['claims']!) as {
      access_token: Record<string, unknown>;
    };
    expect(asked.access_token['acrs']).toEqual({ essential: true, values: ['p1'] });
  });

  test('never asks for anything but the one delegated scope', async () => {
    const stub = new StubCloud();
    const cloud = stub.cloud();
    await signInAt(cloud, HOME);
    await cloud.accounts.resolve(actorAt(CUSTOMER));
    for (const { body } of stub.entraRequests) {
      const form = new URLSearchParams(body);
      expect(['authorization_code', 'refresh_token']).toContain(form.get('grant_type'));
      expect(
        form
          .get('scope')!
          .split(' ')
          .filter((scope) => scope.includes('/')),
      ).toEqual(['https://management.azure.com/user_impersonation']);
    }
  });
});

describe('one tenant, one token', () => {
  test('two hundred calls over four tenants at once each get the token of their own tenant', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    const fourth = asTenantId('44444444-4444-4444-8444-444444444444')!;
    const tenants = Array.from({ length: 200 }, (_, n) => [HOME, CUSTOMER, THIRD, fourth][n % 4]!);
    const found = await Promise.all(tenants.map((tenantId) => cloud.accounts.resolve(actorAt(tenantId))));
    expect(found.map((outcome) => (outcome.kind === 'ok' ? outcome.value.tenantId : outcome))).toEqual(
      tenants,
    );
  });

  test('twenty calls at once ask Entra once, and each tenant is asked with the youngest refresh token', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    await Promise.all(Array.from({ length: 20 }, () => cloud.accounts.resolve(actorAt(CUSTOMER))));
    await cloud.accounts.resolve(actorAt(THIRD));
    expect(stub.entraRequests.map((exchange) => bodyOf(exchange)['refresh_token'])).toEqual([
      'refresh-2',
      'refresh-4',
    ]);
  });

  test.each([
    ['of another tenant', { tid: THIRD }],
    ['for another audience', { aud: 'https://graph.microsoft.com' }],
    ['of an application', { scp: undefined, roles: ['x'] }],
    ['with another scope', { scp: 'User.Read user_impersonation_not' }],
    ['that is over', { exp: 1 }],
    ['without an end', { exp: undefined }],
    ['without an account', { oid: undefined }],
    ['of no readable account', { oid: '../partners' }],
  ])('a token %s is a mismatch, told as a security event and never used', async (_, bent) => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.bend = (claims) => ({ ...claims, ...bent });
    const outcome = await cloud.links.read(actorAt(CUSTOMER), new AbortController().signal);
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'token-mismatch' } });
    expect(stub.armRequests).toEqual([]);
    expect(stub.logged).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'azure.token.mismatch' }),
    );
  });

  test('another account than before in the same tenant is a mismatch', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    await cloud.accounts.resolve(actorAt(CUSTOMER));
    stub.bend = (claims) => ({ ...claims, oid: ALEX.objectId });
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS))).toMatchObject({
      kind: 'problem',
      problem: { code: 'token-mismatch', serviceCode: 'account' },
    });
  });

  test('a refreshed token of another home account is a mismatch', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.homeAccount = { ...stub.homeAccount, uid: GUEST_ID };
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({
      problem: { code: 'token-mismatch', serviceCode: 'home-account' },
    });
  });

  test('what came with a token of somebody else is not used to ask for the next', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.homeAccount = { ...stub.homeAccount, uid: GUEST_ID };
    await cloud.accounts.resolve(actorAt(CUSTOMER));
    await cloud.accounts.resolve(actorAt(THIRD));
    const [first, second] = stub.entraRequests.map((exchange) => bodyOf(exchange)['refresh_token']);
    expect(second).toBe(first);
  });

  test('a token that is over by our clock is renewed once', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.passMinutes(61);
    expect(await cloud.accounts.resolve(actorAt(HOME))).toMatchObject({ kind: 'ok' });
    expect(stub.entraRequests).toHaveLength(1);
  });

  test.each(['', 'x', 'a.b.c', jwt({}), '.........'])('a text that is no token is unreadable: %j', (text) => {
    const expected = { tenantId: HOME, audience: AUDIENCE, now: new Date() };
    expect(checkToken(text, expected)).toEqual({ flaw: 'unreadable' });
  });
});

describe('when Entra refuses a silent token', () => {
  const LATER = 5;

  test.each([
    [50076, { claims: CLAIMS }, { reason: 'step-up', claims: CLAIMS }],
    [50074, {}, { reason: 'step-up' }],
    [50078, {}, { reason: 'step-up' }],
    [50158, {}, { reason: 'step-up' }],
    [50079, { claims: CLAIMS }, { reason: 'step-up', claims: CLAIMS }],
    [99999, { claims: CLAIMS }, { reason: 'step-up', claims: CLAIMS }],
    [65001, { suberror: 'consent_required' }, { reason: 'consent' }],
    [99999, { suberror: 'consent_required' }, { reason: 'consent' }],
    [50173, {}, { reason: 'expired' }],
    [50132, {}, { reason: 'expired' }],
    [50133, {}, { reason: 'expired' }],
    [70043, {}, { reason: 'expired' }],
    [70008, {}, { reason: 'expired' }],
    [50013, {}, { reason: 'expired' }],
    [500133, {}, { reason: 'expired' }],
    [99999, { error: 'interaction_required' }, { reason: 'expired' }],
    [99999, { error: 'invalid_grant' }, { reason: 'expired' }],
  ])('AADSTS%d %j asks the person to sign in', async (number, more, need) => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.entraAnswers.push(entraRefusal(number, more));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toEqual({ kind: 'sign-in', need });
  });

  test.each([
    [53003, { claims: CLAIMS, suberror: 'message_only' }, 'access-blocked'],
    [53000, {}, 'device-required'],
    [50020, {}, 'not-in-directory'],
    [50014, {}, 'invitation-pending'],
    [500212, {}, 'cross-tenant-blocked'],
    [50105, {}, 'user-not-assigned'],
    [700016, {}, 'app-not-in-directory'],
    [7000215, { error: 'invalid_client' }, 'bot-misconfigured'],
    [90094, {}, 'consent-needed'],
    [99999, { error: 'invalid_request' }, 'sign-in-failed'],
  ])('AADSTS%d %j is the problem %s, with no sign-in that could not help', async (number, more, code) => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.entraAnswers.push(entraRefusal(number, more));
    const problem = { code, serviceCode: `AADSTS${number}`, serviceRequestId: 'trace-1' };
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'problem', problem });
  });

  test("the challenge of ARM is not lost when Entra's refusal names none", async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.entraAnswers.push(entraRefusal(50076));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS))).toEqual({
      kind: 'sign-in',
      need: { reason: 'step-up', claims: CLAIMS },
    });
  });

  test('one sign-in is asked to meet both challenges when Entra adds its own', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    const own = '{"access_token":{"polids":{"essential":true}}}';
    stub.entraAnswers.push(entraRefusal(50076, { claims: own }));
    const outcome = await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS));
    expect(outcome.kind === 'sign-in' && JSON.parse(outcome.need.claims!)).toEqual({
      access_token: { acrs: { essential: true, values: ['p1'] }, polids: { essential: true } },
    });
  });

  test('the same need right after it was met is a problem: no circle of sign-ins', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn(CUSTOMER, CLAIMS);
    stub.entraAnswers.push(entraRefusal(50076), entraRefusal(50076));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS))).toMatchObject({
      kind: 'problem',
      problem: { code: 'mfa-refused' },
    });
    stub.passMinutes(LATER);
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS))).toMatchObject({ kind: 'sign-in' });
  });

  test('a sign-in of one tenant that ended leaves that of another in place', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn(CUSTOMER);
    await signInAt(cloud, HOME);
    stub.entraAnswers.push(entraRefusal(50173));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS))).toMatchObject({ kind: 'ok' });
  });
});

describe('when Entra does not answer', () => {
  test('a refresh is tried twice, and then it is busy or unreachable', async () => {
    for (const [answer, code] of [
      [new TransportError('timeout', true), 'entra-unreachable'],
      [json(503, {}, { 'retry-after': '7' }), 'entra-busy'],
    ] as const) {
      const stub = new StubCloud();
      const cloud = await stub.signedIn();
      stub.entraAnswers.push(answer, answer);
      const outcome = await cloud.accounts.resolve(actorAt(CUSTOMER));
      expect(outcome).toMatchObject({ kind: 'problem', problem: { code } });
      // The second on a connection of its own: Entra may have been closing the one of the first.
      expect(stub.entraRequests.map(({ isRepeatable }) => isRepeatable)).toEqual([true, false]);
    }
  });

  test('a code, which works once, is sent once, and on a connection of its own', async () => {
    const stub = new StubCloud();
    stub.entraAnswers.push(new TransportError('reset', true));
    expect(await signInAt(stub.cloud(), HOME)).toMatchObject({ kind: 'failed' });
    expect(stub.entraRequests.map(({ isRepeatable }) => isRepeatable)).toEqual([false]);
  });

  test('it is left alone for as long as it asks, and asked again then: MSAL keeps no pause of its own', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.entraAnswers.push(json(429, {}, { 'retry-after': '60' }));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({
      problem: { code: 'entra-busy', retryAfterSeconds: 60 },
    });
    const asked = stub.entraRequests.length;
    stub.now = new Date(stub.now.getTime() + 50_000);
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({
      problem: { code: 'entra-busy', retryAfterSeconds: 10 },
    });
    expect(stub.entraRequests).toHaveLength(asked);
    stub.now = new Date(stub.now.getTime() + 10_000);
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'ok' });
  });

  test('a page of HTML is a failed sign-in', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.entraAnswers.push({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>proxy</html>',
    });
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({
      problem: { code: 'sign-in-failed' },
    });
  });
});

test('no token, secret or code ever stands in a log line or an outcome', async () => {
  const stub = new StubCloud();
  const cloud = await stub.signedIn(CUSTOMER);
  stub.entraAnswers.push(entraRefusal(53003));
  const outcomes = [
    await cloud.accounts.resolve(actorAt(CUSTOMER)),
    await cloud.accounts.resolve(actorAt(HOME)),
  ];
  const everything = JSON.stringify([outcomes, stub.logged]);
  for (const secret of ['eyJ', 'refresh-', 'alex@partner.example. Trace', '"code":"code"'])
    expect(everything).not.toContain(secret);
});
