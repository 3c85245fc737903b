import { subscriptionNamed } from '../../../local/cloud/world/access-world';
import type { LocalCloud } from '../../../local/cloud/local-cloud';
import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import type { DirectoryAccess } from '../../../src/model/access';
import type { AccessOptions } from '../../../src/arm/ports';
import { asTenantId } from '../../../src/model/identifiers';
import { findingsOf } from '../../../src/pal/access-rules';
import { loadEligibleRoles } from '../../../src/pal/eligible-roles';
import type { Rig } from './signed-in-at';
import { PERSON, actorAt, rigOf, signIn, startLocal } from './signed-in-at';

const never = (): AbortSignal => new AbortController().signal;
const eligible = loadEligibleRoles('content');

let local: LocalCloud;
let rig: Rig;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.stop());
beforeEach(() => {
  rig = rigOf(local);
});

/** What Robin has in a directory, having signed in there with all that it wants. */
async function accessIn(
  tenantId: string,
  options: { readonly managed?: string; readonly named?: string } = {},
  presses: Parameters<typeof signIn>[2] = {},
): Promise<DirectoryAccess> {
  await signIn(rig, tenantId, presses);
  rig.local.world.clearJournal();
  const { managed, named } = options;
  const choose: AccessOptions['choose'] = (listed) => listed.filter(({ name }) => name === named);
  const read = await rig.azure.access.read(
    actorAt(tenantId),
    {
      ...(named === undefined ? {} : { choose }),
      managed: managed === undefined ? undefined : asTenantId(managed)!,
    },
    never(),
  );
  if (read.kind !== 'ok') throw new Error(JSON.stringify(read));
  return read.value;
}

/** Each subscription with its verdict, the reason that decides and how long that lasts. */
function verdicts(access: DirectoryAccess): Record<string, string> {
  const found = findingsOf(access, { home: PERSON.tenantId, eligible });
  return Object.fromEntries(
    found.map(({ subscription, verdict, reasons, lasting }) => [
      subscription.name,
      `${verdict}, ${reasons.join(' + ')}, ${lasting}`,
    ]),
  );
}

test('Contoso: an own role, one by a group, a credit and a disabled subscription', async () => {
  const access = await accessIn(TENANT_IDS.contoso);
  expect(verdicts(access)).toEqual({
    'Contoso-Prod': 'recognition, role-on-the-list, permanent',
    'Contoso-Shared': 'recognition, role-on-the-list + enterprise-or-customer-agreement, permanent',
    'Contoso-Play': 'no, nothing-is-billed, permanent',
    'Contoso-Old': 'no, not-in-use, unknown',
    'Contoso-Data': 'no, role-only-reads, unknown',
  });
  const shared = access.subscriptions.find(({ subscription }) => subscription.name === 'Contoso-Shared');
  expect(shared?.agreement).toEqual({ kind: 'refused' });
  expect(
    shared?.roles.kind === 'ok' && shared.roles.value.map(({ name, through }) => [name, through]),
  ).toEqual([
    ['Reader', 'account'],
    ['Support Request Contributor', 'group'],
  ]);
});

test('Woodgrove: inherited from a management group, eligible in PIM, activated, overdue', async () => {
  const access = await accessIn(TENANT_IDS.woodgrove);
  const data = access.subscriptions.find(({ subscription }) => subscription.name === 'Woodgrove-Data');
  expect(data?.delegations).toMatchObject({
    value: [{ managedBy: TENANT_IDS.fabrikam, managedByName: 'Fabrikam Consulting' }],
  });
  expect(verdicts(access)).toEqual({
    'Hub-Shared': 'no, role-only-reads, unknown',
    'Woodgrove-Core': 'pec, role-on-the-list + csp-seller-not-known, permanent',
    'Woodgrove-Data': 'no, only-when-activated, when-activated',
    'Woodgrove-Net': 'recognition, role-on-the-list + whole-day-needed + csp-seller-not-known, activated',
    'Woodgrove-Past':
      'unknown, csp-plan-not-known + role-on-the-list + narrow-scope + payment-overdue, permanent',
  });
});

test('Wide World Importers: roles of the customer’s own, a data role, and no licence for PIM', async () => {
  expect(verdicts(await accessIn(TENANT_IDS.wideWorld))).toEqual({
    'WWI-Web': 'recognition, may-write + narrow-scope, permanent',
    'WWI-Reports': 'no, role-only-reads, unknown',
    // Who holds a data role only may read no assignments; what it may do writes.
    'WWI-Blobs': 'recognition, may-write + enterprise-or-customer-agreement, unknown',
    'Hub-Shared': 'recognition, role-on-the-list + enterprise-or-customer-agreement, permanent',
  });
});

test('Adventure Works: where assignments may not be read, what may be done decides', async () => {
  const access = await accessIn(TENANT_IDS.adventureWorks, {}, { consent: 'given' });
  expect(access.subscriptions[0]).toMatchObject({ roles: { kind: 'refused' }, permissions: { kind: 'ok' } });
  expect(verdicts(access)).toEqual({
    'Adventure-Trips': 'recognition, may-write + enterprise-or-customer-agreement, unknown',
  });
});

test('Tailwind: the admin agents of a CSP partner', async () => {
  expect(verdicts(await accessIn(TENANT_IDS.tailwind))).toEqual({
    'Tailwind-Shop': 'pec, role-on-the-list + through-foreign-group + csp-seller-not-known, permanent',
  });
});

test('Litware: from home, through Lighthouse', async () => {
  const access = await accessIn(TENANT_IDS.fabrikam, { managed: TENANT_IDS.litware });
  expect(access).toMatchObject({ tenantId: TENANT_IDS.litware, through: 'lighthouse' });
  expect(verdicts(access)).toEqual({
    'Litware-Prod': 'recognition, may-write + enterprise-or-customer-agreement, unknown',
  });
});

test('home itself shows none of what it manages', async () => {
  expect(Object.keys(verdicts(await accessIn(TENANT_IDS.fabrikam)))).toEqual(['Fabrikam-Lab']);
});

test('Humongous: odd fields are left out, and nothing is claimed of them', async () => {
  const access = await accessIn(TENANT_IDS.humongous, {}, { factor: 'given' });
  const id = subscriptionNamed('Humongous-Odd').id;
  expect(verdicts(access)).toEqual({
    [id]: 'unknown, state-not-known + role-on-the-list, permanent',
    'Humongous-New': 'unknown, offer-not-known + role-on-the-list, permanent',
  });
});

test('Coho: of three hundred subscriptions fifty are looked at, or those that are asked about', async () => {
  const access = await accessIn(TENANT_IDS.coho);
  expect(access.subscriptions).toHaveLength(300);
  expect(access.subscriptions.filter(({ isLookedAt }) => isLookedAt)).toHaveLength(50);
  const one = await accessIn(TENANT_IDS.coho, { named: 'Coho-299' });
  expect(one.subscriptions.map(({ subscription }) => subscription.name)).toEqual(['Coho-299']);
  expect(rig.local.world.journal().length).toBeLessThan(20);
});

test('while ARM fails, each part says so, and what is there is told', async () => {
  await signIn(rig, TENANT_IDS.contoso);
  rig.local.world.setFault({ operation: 'access', kind: 'status', status: 500, count: 1_000 });
  const read = await rig.azure.access.read(actorAt(TENANT_IDS.contoso), {}, never());
  expect(read.kind === 'ok' && verdicts(read.value)['Contoso-Prod']).toBe(
    'unknown, access-not-readable, unknown',
  );
  rig.local.world.clearFaults();
  rig.local.world.setFault({ operation: 'subscriptions', kind: 'status', status: 500, count: 1_000 });
  expect(await rig.azure.access.read(actorAt(TENANT_IDS.contoso), {}, never())).toMatchObject({
    kind: 'problem',
  });
});

test('who has not signed in is asked to, and a caller that gives up is not waited for', async () => {
  expect(await rig.azure.access.read(actorAt(TENANT_IDS.contoso), {}, never())).toMatchObject({
    kind: 'sign-in',
  });
  await signIn(rig, TENANT_IDS.contoso);
  rig.local.world.setFault({ operation: 'access', kind: 'hang', count: 1_000 });
  const caller = new AbortController();
  const reading = rig.azure.access.read(actorAt(TENANT_IDS.contoso), {}, caller.signal);
  while (!rig.local.world.journal().some(({ path }) => path.endsWith('/permissions'))) {
    await new Promise(setImmediate);
  }
  caller.abort();
  const read = await reading;
  expect(read.kind === 'ok' && read.value.subscriptions[0]?.permissions).toMatchObject({
    kind: 'unreadable',
  });
});
