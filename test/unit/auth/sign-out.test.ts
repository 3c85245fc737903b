import type { AzureCloud } from '../../../src/app/cloud';

import type { TenantId } from '../../../src/model/identifiers';
import { asPartnerId, newCorrelationId } from '../../../src/model/identifiers';
import { StorageAwayError } from '../../../src/storage/record-store';
import { ALEX, CORRELATION, CUSTOMER, HOME, actorAt as actorIn, json, signInAt } from './stub-cloud';
import type { Signer } from './teams-sign-in';
import { TeamsStub, newSigner } from './teams-sign-in';

let entra: Signer;
beforeAll(async () => {
  entra = await newSigner('key-1');
});

/** Each time in an answer of its own. */
const actorAt = (tenantId: TenantId) => ({ ...actorIn(tenantId), correlationId: newCorrelationId() });

/** Two instances of one bot: what they hold is their own, their records are shared. */
function instances() {
  const stub = new TeamsStub(entra);
  return { stub, here: stub.cloud(), there: stub.cloud() };
}

const never = new AbortController().signal;
const ASKS = { kind: 'sign-in', need: { reason: 'first' } };

async function begunPage(cloud: AzureCloud) {
  const attempt = await cloud.signIn.begin({
    person: ALEX,
    tenantId: CUSTOMER,
    conversationKey: 'conversation',
    correlationId: CORRELATION,
  });
  const url = new URL((await cloud.signIn.authorizeUrl(attempt.ticket))!);
  return { ticket: attempt.ticket, state: url.searchParams.get('state')! };
}

test('a sign-in that was begun on one instance is finished on another, and counts there', async () => {
  const { stub, here, there } = instances();
  const { state } = await begunPage(here);
  expect(await there.signIn.complete({ state, code: 'code' })).toMatchObject({ kind: 'signed-in' });
  expect(await here.signIn.complete({ state, code: 'code' })).toEqual({ kind: 'unknown' });
  expect(stub.entraRequests).toHaveLength(1);
  expect(await there.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'ok' });
  expect(await here.accounts.resolve(actorAt(CUSTOMER))).toEqual(ASKS);
});

test('a sign-out on one instance drops what another holds before that uses it', async () => {
  const { stub, here, there } = instances();
  await there.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION);
  await signInAt(there, CUSTOMER);
  expect(await there.accounts.resolve(actorAt(HOME))).toMatchObject({ kind: 'ok' });
  expect(await here.signIn.signOut(ALEX)).toMatchObject({ signIns: [], ssoToken: false });
  stub.exchanges.length = 0;
  expect(await there.accounts.resolve(actorAt(CUSTOMER))).toEqual(ASKS);
  expect(await there.accounts.resolve(actorAt(HOME))).toEqual(ASKS);
  expect(await there.signIn.isSignedIn(ALEX)).toBe(false);
  expect(await there.ssoTokens.isCached(ALEX)).toBe(false);
  expect(stub.exchanges).toEqual([]);
});

test('after a sign-out elsewhere a new sign-in counts, and stays', async () => {
  const { stub, here, there } = instances();
  await signInAt(there, CUSTOMER);
  await here.signIn.signOut(ALEX);
  await signInAt(there, CUSTOMER);
  expect(await there.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'ok' });
  // The record of the sign-out is gone by now: whatever was held since then was looked at after it.
  for (let hours = 0; hours < 30; hours += 6) {
    stub.passMinutes(6 * 60);
    expect(await there.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'ok' });
  }
});

test('a page that was open at the sign-out is worth nothing afterwards, on either instance', async () => {
  const { stub, here, there } = instances();
  const pages = [await begunPage(here), await begunPage(there)];
  await here.signIn.signOut(ALEX);
  stub.exchanges.length = 0;
  for (const cloud of [here, there]) {
    for (const { ticket } of pages) expect(await cloud.signIn.authorizeUrl(ticket)).toBeUndefined();
  }
  expect(await here.signIn.complete({ state: pages[0]!.state, code: 'code' })).toEqual({ kind: 'unknown' });
  expect(await there.signIn.complete({ state: pages[1]!.state, code: 'code' })).toEqual({ kind: 'unknown' });
  expect(stub.exchanges).toEqual([]);
});

test('whoever signs out while Entra answers for the page is signed out', async () => {
  const { stub, here, there } = instances();
  const { state } = await begunPage(here);
  stub.entraAnswers.push(async (exchange) => {
    await there.signIn.signOut(ALEX);
    return stub.token(exchange);
  });
  expect(await here.signIn.complete({ state, code: 'code' })).toEqual({ kind: 'unknown' });
  expect(await here.signIn.isSignedIn(ALEX)).toBe(false);
});

test('whoever signs out while a token of Teams is looked at is signed out', async () => {
  const { stub, here, there } = instances();
  const token = await stub.teamsToken();
  const slow = stub.cloud({
    network: async (exchange) => {
      await there.signIn.signOut(ALEX);
      return stub.network(exchange);
    },
  });
  expect(await slow.ssoTokens.accept(ALEX, token, CORRELATION)).toMatchObject({ kind: 'problem' });
  expect(await slow.signIn.isSignedIn(ALEX)).toBe(false);
  expect(await here.ssoTokens.accept(ALEX, token, CORRELATION)).toMatchObject({ kind: 'ok' });
});

test('one person’s sign-out is nothing to another', async () => {
  const { stub, here, there } = instances();
  await there.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION);
  await here.signIn.signOut({ ...ALEX, tenantId: CUSTOMER });
  expect(await there.signIn.isSignedIn(ALEX)).toBe(true);
});

test('nothing that is shared holds a token', async () => {
  const { stub, here } = instances();
  const put = jest.spyOn(stub.records, 'put');
  await here.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION);
  await signInAt(here, CUSTOMER);
  await here.signIn.signOut(ALEX);
  expect(put.mock.calls.length).toBeGreaterThan(2);
  expect(JSON.stringify(put.mock.calls)).not.toMatch(/eyJ|refresh-/);
});

test('the name that Teams’ token tells is the one that Entra is asked to sign in with', async () => {
  const { stub, here } = instances();
  const token = await stub.teamsToken({ preferred_username: 'alex@partner.example' });
  await here.ssoTokens.accept(ALEX, token, CORRELATION);
  const attempt = await here.signIn.begin({
    person: ALEX,
    tenantId: CUSTOMER,
    conversationKey: 'conversation',
    correlationId: CORRELATION,
  });
  const query = new URL((await here.signIn.authorizeUrl(attempt.ticket))!).searchParams;
  expect(query.get('login_hint')).toBe('alex@partner.example');
  expect(query.get('prompt')).toBeNull();
});

describe('a record of a sign-out', () => {
  const keyOf = async (stub: TeamsStub): Promise<string> => {
    for await (const { key } of stub.records.list('sign-outs')) return key;
    throw new Error('there is none');
  };

  test.each([
    ['cut off', '{"schema":1,"mark":"m'],
    ['without its mark', { schema: 1, at: '2026-01-01T00:00:00Z' }],
    ['of a newer version', { schema: 2, epoch: 7 }],
    ['empty', null],
  ])('that is %s counts as one sign-out, once', async (_, value) => {
    const { stub, here } = instances();
    await here.signIn.signOut(ALEX);
    await signInAt(here, CUSTOMER);
    const key = await keyOf(stub);
    const { etag } = (await stub.records.get('sign-outs', key))!;
    await stub.records.put('sign-outs', key, value, { etag });
    expect(await here.accounts.resolve(actorAt(CUSTOMER))).toEqual(ASKS);
    await signInAt(here, CUSTOMER);
    expect(await here.accounts.resolve(actorAt(CUSTOMER))).toMatchObject({ kind: 'ok' });
    await here.signIn.signOut(ALEX);
    expect(await here.accounts.resolve(actorAt(CUSTOMER))).toEqual(ASKS);
  });
});

describe('while the records are away', () => {
  const away = new StorageAwayError();

  test.each<[string, (cloud: AzureCloud) => Promise<unknown>]>([
    ['the directories', (cloud) => cloud.directories.list(actorAt(CUSTOMER), never)],
    ['the account', (cloud) => cloud.accounts.resolve(actorAt(CUSTOMER))],
    ['the link', (cloud) => cloud.links.read(actorAt(CUSTOMER), never)],
    ['a new link', (cloud) => cloud.links.create(actorAt(CUSTOMER), asPartnerId('1234567')!, never)],
    ['whether the person is signed in', (cloud) => cloud.signIn.isSignedIn(ALEX)],
    ['a sign-out', (cloud) => cloud.signIn.signOut(ALEX)],
    ['whether a token of Teams is held', (cloud) => cloud.ssoTokens.isCached(ALEX)],
  ])('%s: the caller gets the error, and nothing is sent', async (_, ask) => {
    const { stub, here } = instances();
    await signInAt(here, CUSTOMER);
    stub.exchanges.length = 0;
    jest.spyOn(stub.records, 'get').mockRejectedValue(away);
    await expect(ask(here)).rejects.toBe(away);
    expect(stub.exchanges).toEqual([]);
  });

  test('a challenge that can’t be answered for that reason says so, and is no sign-in', async () => {
    const { stub, here } = instances();
    await signInAt(here, CUSTOMER);
    const claims = Buffer.from('{"access_token":{"acrs":{}}}').toString('base64');
    stub.armAnswers = [
      () => {
        stub.now = new Date(stub.now.getTime() + 5_000);
        jest.spyOn(stub.records, 'get').mockRejectedValue(away);
        return json(
          401,
          {},
          { 'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"` },
        );
      },
    ];
    await expect(here.links.read(actorAt(CUSTOMER), never)).rejects.toBe(away);
  });

  test('what fails after nobody waits any more harms nobody', async () => {
    const { stub, here } = instances();
    await signInAt(here, CUSTOMER);
    const caller = new AbortController();
    let fail: () => void = () => undefined;
    jest.spyOn(stub.records, 'get').mockReturnValue(
      new Promise((_, reject) => {
        fail = () => {
          reject(away);
        };
      }),
    );
    const reading = here.links.read(actorAt(CUSTOMER), caller.signal);
    caller.abort();
    expect(await reading).toMatchObject({ problem: { code: 'entra-unreachable' } });
    fail();
    await new Promise(setImmediate);
  });
});

test('one answer asks once whether the person has signed out, and after five seconds again', async () => {
  const { stub, here, there } = instances();
  await signInAt(here, CUSTOMER);
  const get = jest.spyOn(stub.records, 'get');
  const actor = actorAt(CUSTOMER);
  for (let time = 0; time < 3; time += 1) await here.accounts.resolve(actor);
  expect(get).toHaveBeenCalledTimes(1);
  await here.accounts.resolve(actorAt(CUSTOMER));
  expect(get).toHaveBeenCalledTimes(2);
  await there.signIn.signOut(ALEX);
  stub.now = new Date(stub.now.getTime() + 5_000);
  expect(await here.accounts.resolve(actor)).toEqual(ASKS);
});

test('a sign-out here counts within the same answer', async () => {
  const { here } = instances();
  const actor = actorAt(CUSTOMER);
  await signInAt(here, CUSTOMER);
  await here.accounts.resolve(actor);
  await here.signIn.signOut(ALEX);
  expect(await here.accounts.resolve(actor)).toEqual(ASKS);
});
