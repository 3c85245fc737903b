import { TransportError } from '../../../src/network/http-send';
import { asTenantId } from '../../../src/model/identifiers';

import {
  ALEX,
  AUDIENCE,
  CORRELATION,
  CUSTOMER,
  GUEST_ID,
  HOME,
  SETTINGS,
  actorAt,
  entraRefusal,
  json,
  signInAt,
} from './stub-cloud';
import type { Signer } from './teams-sign-in';
import { TeamsStub, newSigner } from './teams-sign-in';

const THIRD = asTenantId('33333333-3333-4333-8333-333333333333')!;
const CLAIMS = '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}';
const never = (): AbortSignal => new AbortController().signal;
const formOf = (exchange: { body?: string } | undefined) =>
  Object.fromEntries(new URLSearchParams(exchange?.body));

let entra: Signer;
beforeAll(async () => {
  entra = await newSigner('key-1');
});

/** A cloud for which Teams has signed Alex in, some minutes ago. */
async function handedOver(minutesAgo = 5) {
  const stub = new TeamsStub(entra);
  const cloud = stub.cloud();
  const token = await stub.teamsToken();
  await cloud.ssoTokens.accept(ALEX, token, CORRELATION);
  stub.passMinutes(minutesAgo);
  return { stub, cloud, token };
}

describe('with a token of Teams', () => {
  test('the directory itself is asked, on behalf of the person, for the one scope', async () => {
    const { stub, cloud, token } = await handedOver();
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toEqual({
      kind: 'ok',
      value: { tenantId: CUSTOMER, objectId: GUEST_ID, username: 'alex@partner.example' },
    });
    const [asked, ...more] = stub.entraRequests;
    expect(more).toEqual([]);
    expect(asked!.url).toContain(`${SETTINGS.authorityHost}/${CUSTOMER}/oauth2/v2.0/token`);
    const { scope, ...form } = formOf(asked);
    expect(form).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      requested_token_use: 'on_behalf_of',
      assertion: token,
      client_secret: 'stub',
    });
    expect(scope!.split(' ').filter((one) => one.includes('/'))).toEqual([`${AUDIENCE}/user_impersonation`]);
  });

  test('each directory is asked once while its token lives, and again shortly before it ends', async () => {
    const { stub, cloud } = await handedOver(0);
    for (const tenantId of [HOME, CUSTOMER, HOME, CUSTOMER]) await cloud.accounts.resolve(actorAt(tenantId));
    expect(stub.entraRequests).toHaveLength(2);
    stub.passMinutes(54);
    await cloud.accounts.resolve(actorAt(HOME));
    expect(stub.entraRequests).toHaveLength(2);
    stub.passMinutes(2);
    await cloud.accounts.resolve(actorAt(HOME));
    expect(stub.entraRequests).toHaveLength(3);
  });

  test('twenty calls at once ask Entra once', async () => {
    const { stub, cloud } = await handedOver();
    await Promise.all(Array.from({ length: 20 }, () => cloud.accounts.resolve(actorAt(CUSTOMER))));
    expect(stub.entraRequests).toHaveLength(1);
  });

  test('nothing got for an older one is used for a younger one', async () => {
    const { stub, cloud, token } = await handedOver();
    await cloud.accounts.resolve(actorAt(HOME));
    const younger = await stub.teamsToken();
    await cloud.ssoTokens.accept(ALEX, younger, CORRELATION);
    await cloud.accounts.resolve(actorAt(HOME));
    expect(stub.entraRequests.map((exchange) => formOf(exchange)['assertion'])).toEqual([token, younger]);
  });

  test('a challenge of ARM always means a fresh token, made for the challenge', async () => {
    const { stub, cloud } = await handedOver();
    await cloud.accounts.resolve(actorAt(HOME));
    await cloud.accounts.resolve(actorAt(HOME, CLAIMS));
    const asked = JSON.parse(formOf(stub.entraRequests[1])['claims']!) as Record<string, object>;
    expect(asked['access_token']).toMatchObject({ acrs: { essential: true, values: ['p1'] } });
  });

  test.each([
    ['of another tenant', { tid: THIRD }, 'tenant'],
    ['for another audience', { aud: 'https://graph.microsoft.com' }, 'audience'],
    ['of an application', { scp: undefined }, 'unreadable'],
    ['that is over', { exp: 1 }, 'expired'],
    ['of another account at home', { oid: GUEST_ID }, 'account'],
  ])('an answer with a token %s is a mismatch and is never used', async (_, bent, serviceCode) => {
    const { stub, cloud } = await handedOver();
    stub.bend = (claims) => ({ ...claims, ...bent });
    expect(await cloud.links.read(actorAt(HOME), never())).toMatchObject({
      problem: { code: 'token-mismatch', serviceCode },
    });
    expect(stub.armRequests).toEqual([]);
    expect(stub.logged).toContainEqual(expect.objectContaining({ event: 'azure.token.mismatch' }));
  });

  test('another account than before in the same directory is a mismatch, whoever asked for it before', async () => {
    const { stub, cloud } = await handedOver();
    await signInAt(cloud, THIRD);
    await cloud.accounts.resolve(actorAt(CUSTOMER));
    stub.bend = (claims) => ({ ...claims, oid: ALEX.objectId });
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS))).toMatchObject({
      problem: { code: 'token-mismatch', serviceCode: 'account' },
    });
  });

  test('an answer for another home account is a mismatch', async () => {
    const { stub, cloud } = await handedOver();
    stub.homeAccount = { ...stub.homeAccount, uid: GUEST_ID };
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({
      problem: { code: 'token-mismatch', serviceCode: 'home-account' },
    });
  });
});

describe('MSAL’s trap', () => {
  test('one client answers for another tenant with the token of the first, for the same assertion', async () => {
    const stub = new TeamsStub(entra);
    const client = stub.msalClient(HOME);
    const oboAssertion = await stub.teamsToken();
    const scopes = [`${AUDIENCE}/user_impersonation`];
    const at = (tenantId: string) =>
      client.acquireTokenOnBehalfOf({
        oboAssertion,
        scopes,
        authority: `${SETTINGS.authorityHost}/${tenantId}/`,
      });
    const [first, second] = [await at(HOME), await at(CUSTOMER)];
    expect(second).toMatchObject({ fromCache: true, accessToken: first!.accessToken });
  });

  test('does not catch us: each of forty calls to four directories has the token of its own', async () => {
    const { stub, cloud } = await handedOver();
    const fourth = asTenantId('44444444-4444-4444-8444-444444444444')!;
    const tenants = Array.from({ length: 40 }, (_, n) => [HOME, CUSTOMER, THIRD, fourth][n % 4]!);
    for (const tenantId of tenants.slice(0, 8)) {
      expect(await cloud.accounts.resolve(actorAt(tenantId))).toMatchObject({ value: { tenantId } });
    }
    const found = await Promise.all(tenants.map((tenantId) => cloud.accounts.resolve(actorAt(tenantId))));
    expect(found.map((outcome) => outcome.kind === 'ok' && outcome.value.tenantId)).toEqual(tenants);
    expect(stub.entraRequests).toHaveLength(4);
  });
});

describe('what is asked first', () => {
  const grantsOf = (stub: TeamsStub) => stub.entraRequests.map((one) => formOf(one)['grant_type']);
  const ON_BEHALF = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

  test('a sign-in in that very directory goes before the token of Teams', async () => {
    const { stub, cloud } = await handedOver();
    await signInAt(cloud, CUSTOMER);
    stub.exchanges.length = 0;
    await cloud.accounts.resolve(actorAt(CUSTOMER, CLAIMS));
    expect(grantsOf(stub)).toEqual(['refresh_token']);
  });

  test('the token of Teams goes before a sign-in elsewhere, which helps where that one is refused', async () => {
    const { stub, cloud } = await handedOver();
    await signInAt(cloud, THIRD);
    stub.exchanges.length = 0;
    stub.entraAnswers.push(entraRefusal(50076));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'ok' });
    expect(grantsOf(stub)).toEqual([ON_BEHALF, 'refresh_token']);
  });

  test('a refusal that no sign-in cures is told at once', async () => {
    const { stub, cloud } = await handedOver();
    await signInAt(cloud, THIRD);
    stub.exchanges.length = 0;
    stub.entraAnswers.push(entraRefusal(50020));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({
      problem: { code: 'not-in-directory' },
    });
    expect(grantsOf(stub)).toEqual([ON_BEHALF]);
  });

  test('where both are refused, the challenge of the one is not lost over the lost session of the other', async () => {
    const { stub, cloud } = await handedOver();
    await signInAt(cloud, THIRD);
    stub.entraAnswers.push(entraRefusal(50076, { claims: CLAIMS }), entraRefusal(50173));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toEqual({
      kind: 'sign-in',
      need: { reason: 'step-up', claims: CLAIMS, silentFailed: true },
    });
  });
});

describe('when Entra refuses to act on behalf of the person', () => {
  test.each([
    [50076, { claims: CLAIMS }, { reason: 'step-up', claims: CLAIMS, silentFailed: true }],
    [50079, { claims: CLAIMS }, { reason: 'step-up', claims: CLAIMS, silentFailed: true }],
    [50158, {}, { reason: 'step-up', silentFailed: true }],
    [65001, { suberror: 'consent_required' }, { reason: 'consent', silentFailed: true }],
    [50173, {}, { reason: 'expired', silentFailed: true }],
    [70043, {}, { reason: 'expired', silentFailed: true }],
    [500133, {}, { reason: 'expired' }],
    [50013, {}, { reason: 'expired' }],
  ])('AADSTS%d asks for the sign-in that cures it', async (number, more, need) => {
    const { stub, cloud } = await handedOver();
    stub.entraAnswers.push(entraRefusal(number, more));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toEqual({ kind: 'sign-in', need });
  });

  test.each([
    [50020, 'not-in-directory'],
    [50034, 'not-in-directory'],
    [50014, 'invitation-pending'],
    [53000, 'device-required'],
    [53003, 'access-blocked'],
    [500212, 'cross-tenant-blocked'],
    [50105, 'user-not-assigned'],
    [700016, 'app-not-in-directory'],
    [7000215, 'bot-misconfigured'],
  ])('AADSTS%d is the problem %s', async (number, code) => {
    const { stub, cloud } = await handedOver();
    stub.entraAnswers.push(entraRefusal(number));
    const problem = { code, serviceCode: `AADSTS${number}`, serviceRequestId: 'trace-1' };
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'problem', problem });
  });

  test.each([
    [new TransportError('timeout', true), 'entra-unreachable'],
    [json(503, {}, { 'retry-after': '7' }), 'entra-busy'],
  ])('an outage is told after two tries', async (answer, code) => {
    const { stub, cloud } = await handedOver();
    stub.entraAnswers.push(answer, answer);
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ problem: { code } });
    expect(stub.entraRequests).toHaveLength(2);
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'ok' });
  });
});

describe('no circle of silent sign-ins', () => {
  test('a token that Entra does not take any more is dropped, and refused when Teams brings it again', async () => {
    const { stub, cloud, token } = await handedOver();
    stub.entraAnswers.push(entraRefusal(500133));
    await cloud.accounts.resolve(actorAt(CUSTOMER));
    expect(await cloud.ssoTokens.isCached(ALEX)).toBe(false);
    expect(await cloud.ssoTokens.accept(ALEX, token, CORRELATION)).toEqual({
      kind: 'sign-in',
      need: { reason: 'expired', silentFailed: true },
    });
    expect(await cloud.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
      kind: 'ok',
    });
  });

  test('a fresh token that Entra does not take either leads to the page', async () => {
    const { stub, cloud } = await handedOver(0);
    stub.entraAnswers.push(entraRefusal(500133));
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toEqual({
      kind: 'sign-in',
      need: { reason: 'expired', silentFailed: true },
    });
  });

  test('a token that ARM does not take is got anew, and after a fresh sign-in of Teams it is the page’s turn', async () => {
    const { stub, cloud } = await handedOver();
    stub.armAnswers = [json(401, { error: { code: 'InvalidAuthenticationToken', message: 'no' } })];
    const read = () => cloud.links.read(actorAt(HOME), never());
    expect(await read()).toEqual({ kind: 'sign-in', need: { reason: 'expired' } });
    await cloud.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION);
    expect(await read()).toEqual({ kind: 'sign-in', need: { reason: 'expired', silentFailed: true } });
    expect(stub.entraRequests).toHaveLength(2);
    await signInAt(cloud, HOME);
    expect(await read()).toMatchObject({ kind: 'problem', problem: { code: 'sign-in-failed' } });
  });

  test('a challenge that Teams’ sign-in can’t meet leads to the page, and after the page to a plain answer', async () => {
    const { stub, cloud } = await handedOver();
    stub.entraAnswers.push(entraRefusal(50076, { claims: CLAIMS }));
    expect(await cloud.accounts.resolve(actorAt(HOME, CLAIMS))).toEqual({
      kind: 'sign-in',
      need: { reason: 'step-up', claims: CLAIMS, silentFailed: true },
    });
    await signInAt(cloud, HOME, CLAIMS);
    stub.entraAnswers.push(entraRefusal(50076, { claims: CLAIMS }));
    expect(await cloud.accounts.resolve(actorAt(HOME, CLAIMS))).toMatchObject({
      problem: { code: 'mfa-refused' },
    });
  });
});

describe('signing out', () => {
  test('forgets the token of Teams and all that was got for it, and tells what it was', async () => {
    const { stub, cloud } = await handedOver();
    await signInAt(cloud, THIRD);
    for (const tenantId of [HOME, CUSTOMER]) await cloud.accounts.resolve(actorAt(tenantId));
    expect(await cloud.signIn.signOut(ALEX)).toEqual({
      signIns: [THIRD],
      ssoToken: true,
      exchanged: [HOME, CUSTOMER],
      isComplete: true,
    });
    stub.exchanges.length = 0;
    expect(await cloud.accounts.resolve(actorAt(HOME))).toEqual({
      kind: 'sign-in',
      need: { reason: 'first' },
    });
    expect(stub.exchanges).toEqual([]);
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
    expect(await cloud.signIn.signOut(ALEX)).toMatchObject({ ssoToken: false, exchanged: [] });
  });

  test('while an exchange is under way leaves nothing of it behind', async () => {
    const { stub, cloud } = await handedOver();
    let release = (): void => undefined;
    const cached = new Promise<void>((resolve) => (release = resolve));
    stub.entraAnswers.push(async (exchange) => {
      await cached;
      return stub.token(exchange);
    });
    const underWay = cloud.accounts.resolve(actorAt(HOME));
    expect(await cloud.signIn.signOut(ALEX)).toBeDefined();
    release();
    await underWay;
    expect(await cloud.accounts.resolve(actorAt(HOME))).toEqual({
      kind: 'sign-in',
      need: { reason: 'first' },
    });
  });
});

test('no token of Teams ever stands in a log line or an outcome', async () => {
  const { stub, cloud } = await handedOver();
  stub.entraAnswers.push(entraRefusal(53003), entraRefusal(500133));
  const outcomes = [
    await cloud.accounts.resolve(actorAt(CUSTOMER)),
    await cloud.accounts.resolve(actorAt(HOME)),
    await cloud.accounts.resolve(actorAt(HOME)),
  ];
  expect(JSON.stringify([outcomes, stub.logged, cloud])).not.toMatch(/eyJ|refresh-/);
});
