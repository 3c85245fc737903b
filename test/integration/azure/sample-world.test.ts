import { TENANT_IDS, ROBIN, VENDOR_PARTNER_ID } from '../../../local/cloud/world/sample-world';
import type { LocalCloud } from '../../../local/cloud/local-cloud';
import type { PartnerId } from '../../../src/model/identifiers';

import type { Rig } from './signed-in-at';
import { actorAt, rigOf, signIn, startLocal } from './signed-in-at';

const ID = '1234567' as PartnerId;
const OTHER_ID = '1234568' as PartnerId;
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

function armJournal(): string[] {
  return rig.local.world
    .journal()
    .filter(({ path }) => path.includes('/providers/'))
    .map(
      ({ method, path, tenant, status }) => `${method} ${path.split('/').at(-1)!} ${tenant ?? '-'} ${status}`,
    );
}

describe('at home', () => {
  test('a link is made, read, changed and removed, and ARM sees exactly that', async () => {
    const { links } = rig.azure;
    const home = actorAt(TENANT_IDS.fabrikam);
    expect(await signIn(rig, TENANT_IDS.fabrikam)).toMatchObject({ kind: 'signed-in' });
    expect(await rig.azure.accounts.resolve(home)).toEqual({
      kind: 'ok',
      value: { tenantId: ROBIN.tenantId, objectId: ROBIN.objectId, username: ROBIN.username },
    });
    expect(await links.read(home, never())).toMatchObject({ kind: 'ok', value: { kind: 'not-linked' } });
    expect(await links.create(home, ID, never())).toMatchObject({
      kind: 'ok',
      value: {
        partnerId: ID,
        partnerName: 'Fabrikam Consulting (Zurich)',
        version: 1,
        objectId: ROBIN.objectId,
      },
    });
    expect(await links.update(home, OTHER_ID, never())).toMatchObject({
      value: { partnerId: OTHER_ID, version: 2 },
    });
    expect(await links.read(home, never())).toMatchObject({
      value: { kind: 'linked', link: { partnerId: OTHER_ID } },
    });
    expect(await links.remove(home, OTHER_ID, never())).toMatchObject({
      kind: 'ok',
      serviceRequestId: expect.any(String) as string,
    });
    expect(await links.read(home, never())).toMatchObject({ kind: 'ok', value: { kind: 'not-linked' } });
    const at = TENANT_IDS.fabrikam;
    expect(armJournal()).toEqual([
      `GET partners ${at} 404`,
      `PUT ${ID} ${at} 200`,
      `PATCH ${OTHER_ID} ${at} 200`,
      `GET partners ${at} 200`,
      `DELETE ${OTHER_ID} ${at} 200`,
      `GET partners ${at} 404`,
    ]);
  });

  test('all directories are listed, home first, whatever ARM calls them', async () => {
    await signIn(rig, TENANT_IDS.fabrikam);
    const listed = await rig.azure.directories.list(actorAt(TENANT_IDS.contoso), never());
    const directories = listed.kind === 'ok' ? listed.value : [];
    expect(directories).toHaveLength(Object.keys(TENANT_IDS).length);
    expect(directories[0]).toMatchObject({ tenantId: TENANT_IDS.fabrikam, kind: 'home' });
    expect(directories.filter(({ kind }) => kind !== 'customer')).toHaveLength(1);
    const managed = await rig.azure.directories.managedFromHome(actorAt(TENANT_IDS.contoso), never());
    expect(managed).toEqual({ kind: 'ok', value: new Set([TENANT_IDS.litware, TENANT_IDS.woodgrove]) });
    const names = directories.slice(1).map(({ name }) => name);
    expect(names).toEqual([...names].sort());
  });

  test.each([
    ['an unknown id', 'create', '7654321', 'partner-id-refused'],
    ['the global id', 'create', '1234566', 'partner-id-refused'],
    ['a change of nothing', 'update', '1234567', 'nothing-linked'],
  ] as const)('%s on %s is told as what it is', async (_, verb, partnerId, code) => {
    await signIn(rig, TENANT_IDS.fabrikam);
    const outcome = await rig.azure.links[verb](
      actorAt(TENANT_IDS.fabrikam),
      partnerId as PartnerId,
      never(),
    );
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code } });
  });

  test('a second PUT finds the link there', async () => {
    await signIn(rig, TENANT_IDS.fabrikam);
    await rig.azure.links.create(actorAt(TENANT_IDS.fabrikam), ID, never());
    expect(await rig.azure.links.create(actorAt(TENANT_IDS.fabrikam), OTHER_ID, never())).toMatchObject({
      problem: { code: 'already-linked' },
    });
  });
});

describe('in the directories of customers, with one sign-in at home', () => {
  beforeEach(async () => {
    await signIn(rig, TENANT_IDS.fabrikam);
  });

  test('a guest links under the id of the guest', async () => {
    const outcome = await rig.azure.links.create(actorAt(TENANT_IDS.contoso), ID, never());
    const objectId = ROBIN.guestIds[TENANT_IDS.contoso];
    expect(outcome).toMatchObject({ kind: 'ok', value: { tenantId: TENANT_IDS.contoso, objectId } });
    expect(rig.local.world.link(TENANT_IDS.contoso, objectId!)).toMatchObject({ partnerId: ID });
    expect(rig.local.world.link(TENANT_IDS.fabrikam, ROBIN.objectId)).toBeUndefined();
  });

  test("a vendor's link is seen", async () => {
    expect(await rig.azure.links.read(actorAt(TENANT_IDS.wideWorld), never())).toMatchObject({
      value: { kind: 'linked', link: { partnerId: VENDOR_PARTNER_ID } },
    });
  });

  test('where there is no account, ARM says so', async () => {
    expect(await rig.azure.links.create(actorAt(TENANT_IDS.tailwind), ID, never())).toMatchObject({
      problem: { code: 'no-account-csp' },
    });
  });

  test.each([
    ['Proseware', TENANT_IDS.proseware, 'not-in-directory', 'AADSTS50020'],
    ['Litware', TENANT_IDS.litware, 'not-in-directory', 'AADSTS50020'],
    ['Northwind Health', TENANT_IDS.northwind, 'access-blocked', 'AADSTS53003'],
    ['Alpine Ski House', TENANT_IDS.alpine, 'invitation-pending', 'AADSTS50014'],
    ['Lucerne Publishing', TENANT_IDS.lucerne, 'cross-tenant-blocked', 'AADSTS500212'],
    ['Fourth Coffee', TENANT_IDS.fourthCoffee, 'device-required', 'AADSTS53000'],
  ])(
    '%s: no way in, silently or by signing in, and ARM is never asked',
    async (_, tenantId, code, serviceCode) => {
      expect(await rig.azure.links.read(actorAt(tenantId), never())).toMatchObject({
        problem: { code, serviceCode },
      });
      expect(await signIn(rig, tenantId)).toMatchObject({ kind: 'failed', problem: { code, serviceCode } });
      expect(armJournal()).toEqual([]);
    },
  );

  test('without consent the person is asked for it once, and then it works', async () => {
    const actor = actorAt(TENANT_IDS.adventureWorks);
    expect(await rig.azure.links.read(actor, never())).toEqual({
      kind: 'sign-in',
      need: { reason: 'consent' },
    });
    expect(await signIn(rig, TENANT_IDS.adventureWorks, { consent: 'declined' })).toMatchObject({
      problem: { code: 'consent-needed' },
    });
    expect(await signIn(rig, TENANT_IDS.adventureWorks, { consent: 'given' })).toMatchObject({
      kind: 'signed-in',
    });
    expect(await rig.azure.links.read(actor, never())).toMatchObject({ kind: 'ok' });
  });

  test('a second factor is asked for by the first write, and the sign-in lets the write through', async () => {
    const { links } = rig.azure;
    const at = TENANT_IDS.woodgrove;
    expect(await links.read(actorAt(at), never())).toMatchObject({
      kind: 'ok',
      value: { kind: 'not-linked' },
    });
    const asked = await links.create(actorAt(at), ID, never());
    const claims = asked.kind === 'sign-in' ? asked.need.claims! : '{}';
    expect(asked).toMatchObject({ kind: 'sign-in', need: { reason: 'step-up' } });
    expect(JSON.parse(claims)).toMatchObject({ access_token: { acrs: { essential: true, values: ['p1'] } } });
    expect(await signIn(rig, at, { factor: 'given', claims })).toMatchObject({ kind: 'signed-in' });
    expect(await links.create(actorAt(at, claims), ID, never())).toMatchObject({ kind: 'ok' });
    expect(await links.update(actorAt(at), OTHER_ID, never())).toMatchObject({ kind: 'ok' });
    expect(armJournal()).toEqual([
      `GET partners ${at} 404`,
      `PUT ${ID} ${at} 401`,
      `PUT ${ID} ${at} 200`,
      `PATCH ${OTHER_ID} ${at} 200`,
    ]);
    // The second factor of one directory is not lost by signing in at another.
    await signIn(rig, TENANT_IDS.contoso);
    expect(await links.remove(actorAt(at), OTHER_ID, never())).toMatchObject({ kind: 'ok' });
  });
});

test('the colleague who follows the link is a wrong account, and no token of theirs is used', async () => {
  expect(await signIn(rig, TENANT_IDS.contoso, { person: 'priya' })).toMatchObject({
    problem: { code: 'wrong-account' },
  });
  expect(await rig.azure.links.read(actorAt(TENANT_IDS.contoso), never())).toMatchObject({ kind: 'sign-in' });
  expect(armJournal()).toEqual([]);
});

test('many reads in four directories at once each come from their own directory and account', async () => {
  await signIn(rig, TENANT_IDS.fabrikam);
  const tenants = [TENANT_IDS.fabrikam, TENANT_IDS.contoso, TENANT_IDS.woodgrove, TENANT_IDS.wideWorld];
  const partnerOf = ['1234567', '1234568', '5127255', '4914876'];
  tenants.forEach((tenantId, n) => {
    rig.local.world.setLink(tenantId, ROBIN.guestIds[tenantId] ?? ROBIN.objectId, partnerOf[n]!);
  });
  const asked = Array.from({ length: 60 }, (_, n) => n % tenants.length);
  const found = await Promise.all(asked.map((n) => rig.azure.links.read(actorAt(tenants[n]!), never())));
  found.forEach((outcome, n) => {
    const place = asked[n]!;
    const link = { tenantId: tenants[place], partnerId: partnerOf[place] };
    expect(outcome).toMatchObject({ kind: 'ok', value: { kind: 'linked', link } });
  });
});

describe('when things break', () => {
  const home = () => actorAt(TENANT_IDS.fabrikam);
  const isLinked = (): boolean =>
    rig.local.world.link(TENANT_IDS.fabrikam, ROBIN.objectId)?.state === 'Active';

  beforeEach(async () => {
    await signIn(rig, TENANT_IDS.fabrikam);
  });

  test.each([
    ['commit-then-drop', true],
    ['reset', false],
    ['cut-body', true],
    ['html', false],
  ] as const)(
    '%s: one PUT, an honest "may have happened", whether it did or not',
    async (kind, hasHappened) => {
      rig.local.world.setFault({ operation: 'arm-create', kind });
      expect(await rig.azure.links.create(home(), ID, never())).toMatchObject({
        kind: 'problem',
        problem: { mayHaveTakenEffect: true },
      });
      expect(isLinked()).toBe(hasHappened);
      expect(armJournal()).toHaveLength(1);
    },
  );

  test('a write that hangs ends with the deadline and may have happened', async () => {
    rig.local.world.setFault({ operation: 'arm-create', kind: 'hang' });
    const outcome = await rig.azure.links.create(home(), ID, AbortSignal.timeout(150));
    expect(outcome).toMatchObject({ problem: { code: 'arm-unreachable', mayHaveTakenEffect: true } });
  });

  test('a lie of ARM is handed on as it is told, and an empty answer is no success', async () => {
    rig.local.world.setFault({ operation: 'arm-create', kind: 'odd-answer', answer: 'other-partner' });
    expect(await rig.azure.links.create(home(), ID, never())).toMatchObject({
      value: { partnerId: '9999998' },
    });
    rig.local.world.setFault({ operation: 'arm-update', kind: 'odd-answer', answer: 'empty' });
    expect(await rig.azure.links.update(home(), OTHER_ID, never())).toMatchObject({
      problem: { code: 'arm-odd-answer', mayHaveTakenEffect: true },
    });
  });

  test.each(['reset', 'cut-body', 'status'] as const)('a read goes on after two times %s', async (kind) => {
    const fault = kind === 'status' ? { kind, status: 503 } : { kind };
    rig.local.world.setLink(TENANT_IDS.fabrikam, ROBIN.objectId, ID);
    rig.local.world.setFault({ operation: 'arm-read', count: 2, ...fault });
    expect(await rig.azure.links.read(home(), never())).toMatchObject({ value: { kind: 'linked' } });
    expect(armJournal()).toHaveLength(3);
  });

  test('a throttled read tells when to come back', async () => {
    rig.local.world.setFault({ operation: 'arm-read', kind: 'throttle', retryAfterSeconds: 3600 });
    expect(await rig.azure.links.read(home(), never())).toMatchObject({
      problem: { code: 'arm-busy', retryAfterSeconds: 3600 },
    });
    expect(armJournal()).toHaveLength(1);
  });

  test('one lost answer of Entra is not noticed, a session that ended is', async () => {
    rig.local.world.setFault({ operation: 'token', kind: 'reset' });
    expect(await rig.azure.accounts.resolve(actorAt(TENANT_IDS.contoso))).toMatchObject({ kind: 'ok' });
    rig.local.world.setFault({ operation: 'token', kind: 'aadsts', aadsts: 50173 });
    expect(await rig.azure.accounts.resolve(actorAt(TENANT_IDS.wideWorld))).toEqual({
      kind: 'sign-in',
      need: { reason: 'expired' },
    });
  });

  test('nothing of all this leaves a token in the log', () => {
    expect(rig.logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(rig.logged)).not.toMatch(/eyJ|Bearer|1\.[\w-]{40}/);
  });
});
