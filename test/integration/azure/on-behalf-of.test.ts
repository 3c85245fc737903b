import { PRIYA, ROBIN, TENANT_IDS, type SamplePerson } from '../../../local/cloud/world/sample-world';
import type { LocalCloud } from '../../../local/cloud/local-cloud';
import type { PartnerId } from '../../../src/model/identifiers';
import { newCorrelationId } from '../../../src/model/identifiers';
import type { Outcome } from '../../../src/model/problem';

import type { Rig } from './signed-in-at';
import { PERSON, actorAt, rigOf, signIn, startLocal } from './signed-in-at';

const ID = '1234567' as PartnerId;
const never = (): AbortSignal => new AbortController().signal;

let local: LocalCloud;
let rig: Rig;

beforeAll(async () => {
  local = await startLocal();
});

beforeEach(() => {
  rig = rigOf(local);
});

afterAll(async () => {
  await local.stop();
});

async function handOver(person: SamplePerson = ROBIN, secondFactor = false): Promise<Outcome<void>> {
  const token = await local.world.issueSsoToken(person, { secondFactor });
  return rig.azure.ssoTokens.accept(PERSON, token, newCorrelationId());
}

function journalOf(part: string) {
  return local.world.journal().filter(({ path }) => path.includes(part));
}

describe('with Teams’ own sign-in', () => {
  beforeEach(async () => {
    expect(await handOver()).toMatchObject({ kind: 'ok' });
  });

  test.each([
    ['at home', TENANT_IDS.fabrikam, ROBIN.objectId],
    ['at Contoso Retail', TENANT_IDS.contoso, ROBIN.guestIds[TENANT_IDS.contoso]!],
  ])('%s a link is made without a click, as the account there', async (_, tenantId, objectId) => {
    const made = await rig.azure.links.create(actorAt(tenantId), ID, never());
    expect(made).toMatchObject({ kind: 'ok', value: { tenantId, objectId } });
    expect(local.world.link(tenantId, objectId)).toMatchObject({ partnerId: ID, state: 'Active' });
  });

  test.each([
    [
      'Adventure Works',
      TENANT_IDS.adventureWorks,
      { reason: 'consent', silentFailed: true },
      { consent: 'given' },
    ],
    [
      'Humongous Insurance',
      TENANT_IDS.humongous,
      { reason: 'step-up', silentFailed: true },
      { factor: 'given' },
    ],
    ['Coho Vineyard', TENANT_IDS.coho, { reason: 'expired', silentFailed: true }, {}],
  ] as const)('%s asks for a sign-in on its page, which does it', async (_, tenantId, need, presses) => {
    const actor = actorAt(tenantId);
    const asked = await rig.azure.links.read(actor, never());
    expect(asked).toMatchObject({ kind: 'sign-in', need });
    const claims = asked.kind === 'sign-in' ? asked.need.claims : undefined;
    const signedIn = await signIn(rig, tenantId, { ...presses, ...(claims === undefined ? {} : { claims }) });
    expect(signedIn).toMatchObject({ kind: 'signed-in' });
    expect(await rig.azure.links.read(actor, never())).toMatchObject({ kind: 'ok' });
    // The home directory is still Teams' business.
    expect(await rig.azure.links.read(actorAt(TENANT_IDS.fabrikam), never())).toMatchObject({ kind: 'ok' });
  });

  test.each([
    ['Proseware', TENANT_IDS.proseware, 'not-in-directory'],
    ['Northwind Health', TENANT_IDS.northwind, 'access-blocked'],
    ['Alpine Ski House', TENANT_IDS.alpine, 'invitation-pending'],
    ['Lucerne Publishing', TENANT_IDS.lucerne, 'cross-tenant-blocked'],
    ['Fourth Coffee', TENANT_IDS.fourthCoffee, 'device-required'],
  ])('%s: no sign-in helps, and ARM is never asked', async (_, tenantId, code) => {
    expect(await rig.azure.links.read(actorAt(tenantId), never())).toMatchObject({ problem: { code } });
    expect(journalOf('/providers/')).toEqual([]);
  });

  test('a second factor for a write is asked for on the page, and then the write goes through', async () => {
    const at = TENANT_IDS.woodgrove;
    expect(await rig.azure.links.read(actorAt(at), never())).toMatchObject({ kind: 'ok' });
    const asked = await rig.azure.links.create(actorAt(at), ID, never());
    expect(asked).toMatchObject({ kind: 'sign-in', need: { reason: 'step-up', silentFailed: true } });
    const claims = asked.kind === 'sign-in' ? asked.need.claims! : '';
    await signIn(rig, at, { factor: 'given', claims });
    expect(await rig.azure.links.create(actorAt(at, claims), ID, never())).toMatchObject({ kind: 'ok' });
  });

  test('sixteen refusals of Entra each come to what they mean, and ARM is not asked', async () => {
    const expected: [number, string][] = [
      [50076, 'sign-in step-up'],
      [50079, 'sign-in step-up'],
      [50158, 'sign-in step-up'],
      [65001, 'sign-in consent'],
      [50173, 'sign-in expired'],
      [70043, 'sign-in expired'],
      [90094, 'consent-needed'],
      [50105, 'user-not-assigned'],
      [50020, 'not-in-directory'],
      [50014, 'invitation-pending'],
      [53000, 'device-required'],
      [53003, 'access-blocked'],
      [500213, 'cross-tenant-blocked'],
      [700016, 'app-not-in-directory'],
      [7000215, 'bot-misconfigured'],
      // Last: it ends the sign-in of Teams.
      [500133, 'sign-in expired'],
    ];
    for (const [aadsts, meaning] of expected) {
      local.world.setFault({ operation: 'token', kind: 'aadsts', aadsts });
      const outcome = await rig.azure.links.read(actorAt(TENANT_IDS.contoso), never());
      const meant = outcome.kind === 'sign-in' ? `sign-in ${outcome.need.reason}` : problemIn(outcome);
      expect(`${aadsts} ${meant}`).toBe(`${aadsts} ${meaning}`);
    }
    expect(journalOf('/providers/')).toEqual([]);
    expect(await rig.azure.ssoTokens.isCached(PERSON)).toBe(false);
  });

  test('an outage of Entra is told, and over when it is over', async () => {
    local.world.setFault({ operation: 'token', kind: 'reset', count: 2 });
    const read = () => rig.azure.links.read(actorAt(TENANT_IDS.contoso), never());
    expect(await read()).toMatchObject({ problem: { code: 'entra-unreachable' } });
    expect(await read()).toMatchObject({ kind: 'ok' });
  });

  test('nothing but the one delegated scope is ever asked for, and never by the app for itself', async () => {
    for (const tenantId of [TENANT_IDS.fabrikam, TENANT_IDS.contoso, TENANT_IDS.humongous]) {
      await rig.azure.links.read(actorAt(tenantId), never());
    }
    await signIn(rig, TENANT_IDS.wideWorld);
    await rig.azure.links.read(actorAt(TENANT_IDS.adventureWorks), never());
    const asked = journalOf('/oauth2/v2.0/token');
    expect(new Set(asked.map(({ grant }) => grant))).toEqual(
      new Set(['urn:ietf:params:oauth:grant-type:jwt-bearer', 'authorization_code', 'refresh_token']),
    );
    for (const { scope } of asked) {
      expect(
        scope!.split(' ').filter((one) => !['openid', 'profile', 'offline_access'].includes(one)),
      ).toEqual(['https://management.azure.com/user_impersonation']);
    }
  });

  test('after signing out, nothing is left that works', async () => {
    await rig.azure.links.read(actorAt(TENANT_IDS.contoso), never());
    expect(await rig.azure.signIn.signOut(PERSON)).toEqual({
      signIns: [],
      ssoToken: true,
      exchanged: [TENANT_IDS.contoso],
      isComplete: true,
    });
    local.world.clearJournal();
    expect(await rig.azure.links.read(actorAt(TENANT_IDS.contoso), never())).toEqual({
      kind: 'sign-in',
      need: { reason: 'first' },
    });
    expect(local.world.journal()).toEqual([]);
  });

  test('nothing of all this leaves a token in the log', async () => {
    await rig.azure.links.read(actorAt(TENANT_IDS.humongous), never());
    expect(JSON.stringify(rig.logged)).not.toMatch(/eyJ|Bearer/);
  });
});

test('a second factor that Teams has seen counts at home, and no page is needed', async () => {
  await handOver(ROBIN, true);
  const claims = JSON.stringify({ access_token: { acrs: { essential: true, values: ['p1'] } } });
  expect(await rig.azure.links.create(actorAt(TENANT_IDS.fabrikam, claims), ID, never())).toMatchObject({
    kind: 'ok',
  });
});

test('the token of a colleague is refused: no exchange, no call', async () => {
  expect(await handOver(PRIYA)).toMatchObject({
    problem: { code: 'token-mismatch', serviceCode: 'account' },
  });
  expect(await rig.azure.links.create(actorAt(TENANT_IDS.fabrikam), ID, never())).toMatchObject({
    kind: 'sign-in',
  });
  expect(local.world.journal()).toEqual([]);
});

function problemIn(outcome: Outcome<unknown>): string {
  return outcome.kind === 'problem' ? outcome.problem.code : outcome.kind;
}
