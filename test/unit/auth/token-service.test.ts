import type { HttpExchange, HttpReply } from '../../../src/network/http-send';
import { TransportError } from '../../../src/network/http-send';

import type { Answer } from './stub-cloud';
import { ALEX, CORRELATION, HOME, actorAt, json } from './stub-cloud';
import type { Signer } from './teams-sign-in';
import { TeamsStub, newSigner } from './teams-sign-in';

let entra: Signer;
beforeAll(async () => {
  entra = await newSigner('key-1');
});

const ENDPOINT = 'https://token.example';
const ACCOUNT = { userId: '29:alex', channelId: 'msteams' };
const NOTHING: HttpReply = { status: 404, headers: {}, body: '' };

/** A bot whose people's tokens are kept by a Token Service that answers each path as given. */
function kept(answers: Partial<Record<'GetToken' | 'exchange' | 'SignOut', Answer>>) {
  const stub = new TeamsStub(entra);
  const asked: HttpExchange[] = [];
  let dropped = 0;
  const cloud = stub.cloud({
    network: async (exchange) => {
      if (!exchange.url.startsWith(ENDPOINT)) return stub.network(exchange);
      asked.push(exchange);
      const path = new URL(exchange.url).pathname.split('/').at(-1) as keyof typeof answers;
      const answer = answers[path] ?? NOTHING;
      if (answer instanceof TransportError) throw answer;
      return typeof answer === 'function' ? answer(exchange) : answer;
    },
    tokenService: {
      endpoint: ENDPOINT,
      connectionName: 'people',
      botToken: { get: () => Promise.resolve('the-bot'), drop: () => (dropped += 1) },
      accountOf: () => ACCOUNT,
    },
  });
  return { stub, cloud, asked, dropped: () => dropped };
}

test('a token that is kept there serves without anybody being asked, and is asked for once', async () => {
  const stub = new TeamsStub(entra);
  const { cloud, asked } = kept({ GetToken: json(200, { token: await stub.teamsToken() }) });
  await Promise.all([1, 2, 3].map(() => cloud.accounts.resolve(actorAt(HOME))));
  expect(await cloud.accounts.resolve(actorAt(HOME))).toMatchObject({ kind: 'ok' });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ method: 'GET', headers: { authorization: 'Bearer the-bot' } });
  const query = Object.fromEntries(new URL(asked[0]!.url).searchParams);
  expect(query).toEqual({ ...ACCOUNT, connectionName: 'people' });
});

test.each<[string, Answer]>([
  ['404 and nothing', NOTHING],
  ['404 and what looks like a token response', json(404, { channelId: 'msteams', token: 'eyJ' })],
  ['200 and a body without a token', json(200, { connectionName: 'people' })],
  ['200 and nothing', { status: 200, headers: {}, body: '' }],
  ['200 and no JSON', { status: 200, headers: {}, body: '<html>' }],
  ['a fault of its own', json(503, {})],
  ['a refusal of the bot', json(401, {})],
  ['nothing at all', new TransportError('timeout', true)],
])('with %s there is no token, and Teams is asked', async (_, answer) => {
  const { cloud } = kept({ GetToken: answer });
  expect(await cloud.accounts.resolve(actorAt(HOME))).toEqual({ kind: 'sign-in', need: { reason: 'first' } });
  expect(await cloud.signIn.isSignedIn(ALEX)).toBe(false);
});

test('a kept token of somebody else, or for something else, is not used', async () => {
  const sam = { ...ALEX, objectId: 'dddddddd-dddd-4ddd-8ddd-dddddddddddd' as typeof ALEX.objectId };
  const stub = new TeamsStub(entra);
  for (const token of [
    await stub.teamsToken({}, sam),
    await stub.teamsToken({ aud: 'https://graph.example' }),
  ]) {
    const { cloud, stub: here } = kept({ GetToken: json(200, { token }) });
    expect(await cloud.accounts.resolve(actorAt(HOME))).toMatchObject({ kind: 'sign-in' });
    expect(here.exchanges).toEqual([]);
    expect(here.logged).toContainEqual(expect.objectContaining({ event: 'azure.assertion.mismatch' }));
  }
});

test('what a client hands over is exchanged, and what comes back is checked and held', async () => {
  const stub = new TeamsStub(entra);
  const refreshed = await stub.teamsToken({ n: 'refreshed' });
  const { cloud, asked, stub: here } = kept({ exchange: json(200, { token: refreshed }) });
  const handedOver = await stub.teamsToken();
  expect(await cloud.ssoTokens.accept(ALEX, handedOver, CORRELATION)).toMatchObject({ kind: 'ok' });
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ token: handedOver });
  await cloud.accounts.resolve(actorAt(HOME));
  expect(new URLSearchParams(here.entraRequests[0]?.body).get('assertion')).toBe(refreshed);
});

test.each([400, 404, 412])('an exchange that is refused with %d is no sign-in', async (status) => {
  const error = { code: 'BadRequest', message: 'no' };
  const { stub, cloud } = kept({ exchange: json(status, { error }) });
  expect(await cloud.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
    problem: { code: 'sign-in-failed' },
  });
  expect(await cloud.ssoTokens.isCached(ALEX)).toBe(false);
});

test('while the Token Service is down, what the client hands over serves by itself', async () => {
  const { stub, cloud } = kept({ exchange: json(503, {}) });
  expect(await cloud.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
    kind: 'ok',
  });
  expect(await cloud.accounts.resolve(actorAt(HOME))).toMatchObject({ kind: 'ok' });
});

test.each<[string, Answer, boolean]>([
  ['done', { status: 200, headers: {}, body: '' }, true],
  ['nothing to do', NOTHING, true],
  ['a fault', json(500, {}), false],
  ['silence', new TransportError('timeout', true), false],
])('a sign-out there that comes to %s is told', async (_, answer, isComplete) => {
  const { cloud, asked } = kept({ SignOut: answer });
  expect(await cloud.signIn.signOut(ALEX)).toMatchObject({ isComplete });
  expect(asked[0]?.method).toBe('DELETE');
});

test('a token of the bot that the service does not take is not used again', async () => {
  const { cloud, dropped } = kept({ GetToken: json(401, {}) });
  await cloud.accounts.resolve(actorAt(HOME));
  expect(dropped()).toBe(1);
});
