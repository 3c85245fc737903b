import type { AzureCloud } from '../../../src/azure/azure-cloud';

import { ALEX, CORRELATION, CUSTOMER, HOME, actorAt, signInAt } from './stub-cloud';
import type { Signer } from './teams-sign-in';
import { TeamsStub, newSigner } from './teams-sign-in';

let entra: Signer;
beforeAll(async () => {
  entra = await newSigner('key-1');
});

/** Two instances of one bot: what they hold is their own, their records are shared. */
function instances() {
  const stub = new TeamsStub(entra);
  return { stub, here: stub.cloud(), there: stub.cloud() };
}

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
  await there.assertions.accept(ALEX, await stub.teamsToken(), CORRELATION);
  await signInAt(there, CUSTOMER);
  expect(await there.accounts.resolve(actorAt(HOME))).toMatchObject({ kind: 'ok' });
  expect(await here.signIn.signOut(ALEX)).toMatchObject({ signIns: [], assertion: false });
  stub.exchanges.length = 0;
  expect(await there.accounts.resolve(actorAt(CUSTOMER))).toEqual(ASKS);
  expect(await there.accounts.resolve(actorAt(HOME))).toEqual(ASKS);
  expect(await there.signIn.isSignedIn(ALEX)).toBe(false);
  expect(await there.assertions.isHeld(ALEX)).toBe(false);
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
  expect(await slow.assertions.accept(ALEX, token, CORRELATION)).toMatchObject({ kind: 'problem' });
  expect(await slow.signIn.isSignedIn(ALEX)).toBe(false);
  expect(await here.assertions.accept(ALEX, token, CORRELATION)).toMatchObject({ kind: 'ok' });
});

test('one person’s sign-out is nothing to another', async () => {
  const { stub, here, there } = instances();
  await there.assertions.accept(ALEX, await stub.teamsToken(), CORRELATION);
  await here.signIn.signOut({ ...ALEX, tenantId: CUSTOMER });
  expect(await there.signIn.isSignedIn(ALEX)).toBe(true);
});

test('nothing that is shared holds a token', async () => {
  const { stub, here } = instances();
  const put = jest.spyOn(stub.records, 'put');
  await here.assertions.accept(ALEX, await stub.teamsToken(), CORRELATION);
  await signInAt(here, CUSTOMER);
  await here.signIn.signOut(ALEX);
  expect(put.mock.calls.length).toBeGreaterThan(2);
  expect(JSON.stringify(put.mock.calls)).not.toMatch(/eyJ|refresh-/);
});

test('the name that Teams’ token tells is the one that Entra is asked to sign in with', async () => {
  const { stub, here } = instances();
  const token = await stub.teamsToken({ preferred_username: 'alex@partner.example' });
  await here.assertions.accept(ALEX, token, CORRELATION);
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
