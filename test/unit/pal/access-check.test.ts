import type { Access } from '../../../src/arm/ports';
import type { Directory } from '../../../src/model/directory';
import { newCorrelationId } from '../../../src/model/identifiers';
import type { TenantId } from '../../../src/model/identifiers';
import { failed, ok } from '../../../src/model/problem';
import { AccessCheck } from '../../../src/pal/access';
import type { AccessReport } from '../../../src/pal/access';
import type { Caller } from '../../../src/pal/planning';
import type { Pal } from '../../../src/pal/pal';
import { CUSTOMER, HOME, OTHER, READER, accessOf, eligible, ok as part } from './make-access';
import type { Case } from './make-access';
import { ACCOUNT } from './model-arm';

const NOW = new Date('2026-03-01T09:00:00Z');
const CALLER: Caller = {
  person: { tenantId: HOME, objectId: ACCOUNT, displayName: 'Robin' },
  conversationKey: 'chat|robin',
  correlationId: newCorrelationId(),
};
const at = (tenantId: TenantId, kind: Directory['kind'] = 'customer'): Directory => ({
  tenantId,
  name: 'Contoso',
  defaultDomain: '',
  kind,
});

/** A check over what ARM is said to tell, and where it was asked. */
function checkOf(given: Case, { isManaged = false, isRefused = false } = {}) {
  const asked: { readonly at: TenantId; readonly managed?: TenantId }[] = [];
  const problem = { code: 'arm-forbidden', correlationId: CALLER.correlationId } as const;
  const read: Access['read'] = (actor, { managed }) => {
    asked.push({ at: actor.tenantId, ...(managed === undefined ? {} : { managed }) });
    return Promise.resolve(isRefused ? failed(problem) : ok(accessOf(given)));
  };
  const current: Pal['current'] = (_, tenantId) => {
    const account = { tenantId, objectId: ACCOUNT, username: 'robin@example.test' };
    return Promise.resolve(
      isManaged && tenantId === CUSTOMER
        ? failed({ ...problem, code: 'managed-from-home' })
        : ok({ account, state: { kind: 'not-linked' } }),
    );
  };
  return { asked, check: new AccessCheck({ read }, { current }, eligible, { now: () => NOW }) };
}

async function reportOf(given: Case, directory = at(CUSTOMER), more = {}): Promise<AccessReport> {
  const read = await checkOf(given, more).check.read(CALLER, directory);
  if (read.kind !== 'ok') throw new Error(read.kind);
  return read.value;
}

test('our own company is no other partner, and each other one is named once', async () => {
  const by = (managedBy: TenantId, managedByName: string) => ({ managedBy, managedByName, roleIds: [] });
  const delegations = part([by(HOME, 'Fabrikam'), by(OTHER, 'Litware'), by(OTHER, 'Litware')]);
  expect((await reportOf({ delegations })).otherPartners).toEqual(['Litware']);
  expect((await reportOf({ delegations: part([by(HOME, 'Fabrikam')]) })).otherPartners).toEqual([]);
});

test.each([
  ['at home', at(HOME), 'member'],
  ['at a customer', at(CUSTOMER), 'guest'],
  ['what is managed with Lighthouse', at(CUSTOMER, 'lighthouse'), 'lighthouse'],
])('%s the account is told by its way: %s', async (_, directory, way) => {
  expect((await reportOf({}, directory)).way).toBe(way);
});

test('what is managed with Lighthouse is read from home, also where that is found out only then', async () => {
  for (const [kind, isManaged] of [
    ['lighthouse', false],
    ['customer', true],
  ] as const) {
    const { asked, check } = checkOf({}, { isManaged });
    const read = await check.read(CALLER, at(CUSTOMER, kind));
    expect(read).toMatchObject({
      kind: 'ok',
      value: { way: 'lighthouse', current: { account: { tenantId: HOME } } },
    });
    expect(asked.at(-1)).toEqual({ at: HOME, managed: CUSTOMER });
  }
});

test('where the list can’t be read that is said, and nothing is found', async () => {
  expect(await reportOf({ roles: part([READER]) }, at(CUSTOMER), { isRefused: true })).toMatchObject({
    findings: [],
    unreadable: { code: 'arm-forbidden' },
    readAt: NOW.toISOString(),
  });
});

test('of all directories each is reported once', async () => {
  const { asked, check } = checkOf({});
  const found: string[] = [];
  for await (const { directory, report } of check.readMany(CALLER, [at(HOME), at(CUSTOMER), at(OTHER)])) {
    found.push(`${directory.tenantId} ${report.kind}`);
  }
  expect(found.sort()).toEqual([HOME, CUSTOMER, OTHER].map((id) => `${id} ok`).sort());
  expect(asked).toHaveLength(3);
});
