import { createHash } from 'node:crypto';

import {
  ALEX,
  CORRELATION,
  CUSTOMER,
  GUEST_ID,
  HOME,
  StubCloud,
  actorAt,
  entraRefusal,
  signInAt,
} from './stub-cloud';

async function begun(stub: StubCloud, options: { claims?: string; askConsent?: boolean } = {}) {
  const cloud = stub.cloud();
  const attempt = await cloud.signIn.begin({
    person: ALEX,
    tenantId: CUSTOMER,
    conversationKey: 'conversation',
    correlationId: CORRELATION,
    ...options,
  });
  const url = new URL((await cloud.signIn.authorizeUrl(attempt.ticket))!);
  return { cloud, attempt, url, state: url.searchParams.get('state')! };
}

describe('the way to the sign-in page', () => {
  test('leads to the tenant itself, with a code, PKCE and the one scope', async () => {
    const { url } = await begun(new StubCloud());
    expect(url.origin + url.pathname).toBe(
      `https://login.microsoftonline.com/${CUSTOMER}/oauth2/v2.0/authorize`,
    );
    const query = Object.fromEntries(url.searchParams);
    expect(query).toMatchObject({
      response_type: 'code',
      response_mode: 'query',
      prompt: 'select_account',
      code_challenge_method: 'S256',
      redirect_uri: 'https://bot.example/auth/end',
    });
    expect(new Set(query['scope']!.split(' '))).toEqual(
      new Set(['https://management.azure.com/user_impersonation', 'openid', 'profile', 'offline_access']),
    );
    expect(query).not.toHaveProperty('login_hint');
  });

  test('carries the claims that the sign-in must satisfy', async () => {
    const { url } = await begun(new StubCloud(), { claims: '{"access_token":{"acrs":{"essential":true}}}' });
    const claims = JSON.parse(url.searchParams.get('claims')!) as { access_token: Record<string, unknown> };
    expect(claims.access_token['acrs']).toEqual({ essential: true });
  });

  test('asks for consent when that is the need', async () => {
    const { url } = await begun(new StubCloud(), { askConsent: true });
    expect(url.searchParams.get('prompt')).toBe('consent');
  });

  test('is the same however often the page is opened, and never shows the ticket', async () => {
    const { cloud, attempt, url } = await begun(new StubCloud());
    const again = new URL((await cloud.signIn.authorizeUrl(attempt.ticket))!);
    for (const name of ['state', 'code_challenge']) {
      expect(again.searchParams.get(name)).toBe(url.searchParams.get(name));
    }
    expect(url.href).not.toContain(attempt.ticket);
    expect(Buffer.from(url.searchParams.get('state')!, 'base64url').length).toBeGreaterThanOrEqual(16);
  });

  test('is closed for an unknown ticket, for the state used as a ticket, and after ten minutes', async () => {
    const stub = new StubCloud();
    const { cloud, attempt, state } = await begun(stub);
    expect(await cloud.signIn.authorizeUrl('nonsense')).toBeUndefined();
    expect(await cloud.signIn.authorizeUrl(state)).toBeUndefined();
    stub.passMinutes(10);
    expect(await cloud.signIn.authorizeUrl(attempt.ticket)).toBeUndefined();
  });
});

describe('coming back from the sign-in page', () => {
  test('signs the person in, and proves with the verifier that the code is ours', async () => {
    const stub = new StubCloud();
    const { cloud, attempt, url, state } = await begun(stub);
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
    expect(await cloud.signIn.complete({ state, code: 'the-code' })).toEqual({ kind: 'signed-in', attempt });
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(true);
    const [redemption] = stub.entraRequests;
    const body = new URLSearchParams(redemption!.body);
    expect(redemption!.url).toContain(`/${CUSTOMER}/oauth2/v2.0/token`);
    expect(body.get('grant_type')).toBe('authorization_code');
    expect(body.get('code')).toBe('the-code');
    const challenge = createHash('sha256').update(body.get('code_verifier')!).digest('base64url');
    expect(challenge).toBe(url.searchParams.get('code_challenge'));
  });

  test('works once: the second return with the same state is nobody', async () => {
    const stub = new StubCloud();
    const { cloud, state } = await begun(stub);
    await cloud.signIn.complete({ state, code: 'code' });
    expect(await cloud.signIn.complete({ state, code: 'code' })).toEqual({ kind: 'unknown' });
    expect(stub.entraRequests).toHaveLength(1);
  });

  test.each([
    ['no state', {}],
    ['a made-up state', { state: 'made-up', code: 'code' }],
    ['an empty state', { state: '', code: 'code' }],
  ])('is nobody with %s, and asks Entra nothing', async (_, query) => {
    const stub = new StubCloud();
    const { cloud } = await begun(stub);
    expect(await cloud.signIn.complete(query)).toEqual({ kind: 'unknown' });
    expect(stub.exchanges).toEqual([]);
  });

  test('is nobody with the ticket in place of the state', async () => {
    const { cloud, attempt } = await begun(new StubCloud());
    expect(await cloud.signIn.complete({ state: attempt.ticket, code: 'code' })).toEqual({ kind: 'unknown' });
  });

  test('is nobody after ten minutes', async () => {
    const stub = new StubCloud();
    const { cloud, state } = await begun(stub);
    stub.passMinutes(10);
    expect(await cloud.signIn.complete({ state, code: 'code' })).toEqual({ kind: 'unknown' });
    expect(stub.exchanges).toEqual([]);
  });

  test('without a code or an error is a failed sign-in', async () => {
    const { cloud, state } = await begun(new StubCloud());
    expect(await cloud.signIn.complete({ state })).toMatchObject({
      kind: 'failed',
      problem: { code: 'sign-in-failed', correlationId: CORRELATION },
    });
  });

  test('tells what it had to satisfy, so that the next try does as well', async () => {
    const wish = { claims: '{"access_token":{}}', askConsent: true };
    const { cloud, state } = await begun(new StubCloud(), wish);
    expect(await cloud.signIn.complete({ state })).toMatchObject({ kind: 'failed', wish });
  });

  test.each(['robin.weber@fabrikam.example', 'robin_weber', 'x'.repeat(5_000), '<script>'])(
    'with the made-up error %.20s leaves none of that text in the log',
    async (error) => {
      const stub = new StubCloud();
      const { cloud, state } = await begun(stub);
      const result = await cloud.signIn.complete({ state, error, errorDescription: `AADSTS${error}` });
      expect(result).toMatchObject({
        kind: 'failed',
        problem: { code: 'sign-in-failed', serviceCode: 'other' },
      });
      expect(JSON.stringify(stub.logged)).not.toContain(error.slice(0, 12));
    },
  );

  test.each([
    ['access_denied', 'AADSTS65004: User declined to consent.', 'consent-declined'],
    ['access_denied', undefined, 'consent-declined'],
    ['consent_required', 'AADSTS90094: Admin consent is required.', 'consent-needed'],
    ['invalid_request', 'AADSTS90095: Admin consent request.', 'consent-needed'],
    ['interaction_required', 'AADSTS50079: enroll', 'mfa-enrolment-needed'],
    ['interaction_required', 'AADSTS50076: mfa', 'sign-in-failed'],
    ['access_denied', 'AADSTS53003: blocked', 'access-blocked'],
    ['invalid_request', 'AADSTS50020: not here', 'not-in-directory'],
    ['unauthorized_client', 'AADSTS700016: no app', 'app-not-in-directory'],
    ['server_error', undefined, 'entra-busy'],
    ['something_new', 'no number', 'sign-in-failed'],
  ])('with %s (%s) is the problem %s, never another sign-in', async (error, errorDescription, code) => {
    const { cloud, attempt, state } = await begun(new StubCloud());
    const query = { state, error, ...(errorDescription === undefined ? {} : { errorDescription }) };
    expect(await cloud.signIn.complete(query)).toMatchObject({ kind: 'failed', attempt, problem: { code } });
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
  });

  test('with a code that Entra refuses is a problem, and the code is sent once', async () => {
    const stub = new StubCloud();
    const { cloud, state } = await begun(stub);
    stub.entraAnswers.push(entraRefusal(70008), entraRefusal(70008));
    expect(await cloud.signIn.complete({ state, code: 'code' })).toMatchObject({
      kind: 'failed',
      problem: { code: 'sign-in-expired', serviceCode: 'AADSTS70008', serviceRequestId: 'trace-1' },
    });
    expect(stub.entraRequests).toHaveLength(1);
  });
});

describe('whose sign-in it is', () => {
  test('another person who follows the link is a wrong account, and nothing of theirs is kept', async () => {
    const stub = new StubCloud();
    stub.homeAccount = { ...stub.homeAccount, uid: 'dddddddd-dddd-4ddd-8ddd-dddddddddddd' };
    const cloud = stub.cloud();
    expect(await signInAt(cloud, CUSTOMER)).toMatchObject({
      kind: 'failed',
      problem: { code: 'wrong-account' },
    });
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
    expect(await cloud.accounts.resolve(actorAt(CUSTOMER))).toEqual({
      kind: 'sign-in',
      need: { reason: 'first' },
    });
  });

  test('an account of the same id from another home is a wrong account', async () => {
    const stub = new StubCloud();
    stub.homeAccount = { ...stub.homeAccount, utid: CUSTOMER };
    expect(await signInAt(stub.cloud(), CUSTOMER)).toMatchObject({ problem: { code: 'wrong-account' } });
  });

  test('a guest in this Teams, whose home is elsewhere, is told so instead of being sent round', async () => {
    const stub = new StubCloud();
    stub.homeAccount = { uid: GUEST_ID, utid: CUSTOMER };
    const cloud = stub.cloud();
    expect(await signInAt(cloud, HOME)).toMatchObject({ problem: { code: 'guest-here' } });
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
    // In another directory nothing proves that it is them.
    expect(await signInAt(cloud, CUSTOMER)).toMatchObject({ problem: { code: 'wrong-account' } });
  });

  test('somebody else of another home is no guest', async () => {
    const stub = new StubCloud();
    stub.homeAccount = { uid: GUEST_ID, utid: CUSTOMER };
    stub.bend = (claims) => ({ ...claims, oid: GUEST_ID });
    expect(await signInAt(stub.cloud(), HOME)).toMatchObject({ problem: { code: 'wrong-account' } });
  });

  test('a wrong account does not end the session that was there', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.homeAccount = { ...stub.homeAccount, uid: 'dddddddd-dddd-4ddd-8ddd-dddddddddddd' };
    await signInAt(cloud, CUSTOMER);
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(true);
    expect(await cloud.accounts.resolve(actorAt(HOME))).toMatchObject({ kind: 'ok' });
  });

  test('a token of another tenant is a mismatch and a security event', async () => {
    const stub = new StubCloud();
    stub.bend = (claims) => ({ ...claims, tid: HOME });
    const cloud = stub.cloud();
    expect(await signInAt(cloud, CUSTOMER)).toMatchObject({ problem: { code: 'token-mismatch' } });
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
    expect(stub.logged).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'azure.token.mismatch' }),
    );
  });
});

describe('a session', () => {
  test('ends with signing out, which tells whether there was one', async () => {
    const cloud = await new StubCloud().signedIn();
    expect(await cloud.signIn.signOut(ALEX)).toMatchObject({ signIns: [HOME] });
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
    expect(await cloud.signIn.signOut(ALEX)).toMatchObject({ signIns: [], ssoToken: false });
    expect(await cloud.accounts.resolve(actorAt(HOME))).toEqual({
      kind: 'sign-in',
      need: { reason: 'first' },
    });
  });

  test('is forgotten when it was not used for twelve hours, and lives on when it was', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.passMinutes(11 * 60);
    expect(await cloud.accounts.resolve(actorAt(HOME))).toMatchObject({ kind: 'ok' });
    stub.passMinutes(11 * 60);
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(true);
    stub.passMinutes(2 * 60);
    expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
  });

  test('of one person is nothing to another', async () => {
    const cloud = await new StubCloud().signedIn();
    const sam = { ...ALEX, objectId: 'dddddddd-dddd-4ddd-8ddd-dddddddddddd' as typeof ALEX.objectId };
    expect(await cloud.signIn.isSignedIn(sam)).toBe(false);
    expect(await cloud.accounts.resolve({ ...actorAt(HOME), person: sam })).toMatchObject({
      kind: 'sign-in',
    });
  });
});
