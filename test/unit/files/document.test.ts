import { linksDocument } from '../../../src/files/document';
import { proofData } from '../../../src/dialogs/proof';
import type { Directory } from '../../../src/model/directory';
import { asObjectId, asTenantId, newCorrelationId } from '../../../src/model/identifiers';
import type { Person } from '../../../src/model/person';
import type { DirectoryReading, DirectoryState } from '../../../src/pal/overview';
import { partnerIdOf } from '../pal/model-arm';

const NOW = new Date('2026-03-04T08:15:00Z');
const TENANT = asTenantId('11111111-1111-4111-8111-111111111111')!;
const OBJECT = asObjectId('22222222-2222-4222-8222-222222222222')!;
const ROBIN: Person = { tenantId: TENANT, objectId: OBJECT, displayName: 'Robin' };
const ACCOUNT = { tenantId: TENANT, objectId: OBJECT, username: 'robin@fabrikam.example' };
const LINK = {
  partnerId: partnerIdOf('1234567'),
  partnerName: 'Fabrikam',
  tenantId: TENANT,
  objectId: OBJECT,
  version: 3,
  linkedSince: '2026-01-16T13:56:59.611Z',
  lastChanged: '2026-02-17T09:05:12.000Z',
  state: 'Active',
};
const problem = { code: 'arm-failed', correlationId: newCorrelationId() } as const;
const LINKED = {
  kind: 'linked',
  current: { account: ACCOUNT, state: { kind: 'linked', link: LINK } },
} satisfies DirectoryState;
const NOT_LINKED = {
  kind: 'not-linked',
  current: { account: ACCOUNT, state: { kind: 'not-linked' } },
} satisfies DirectoryState;

function reading(state: DirectoryState, name = 'Contoso'): DirectoryReading {
  const directory: Directory = { tenantId: TENANT, name, defaultDomain: 'contoso.example', kind: 'customer' };
  return { directory, state, readAt: NOW.toISOString() };
}

test.each<[DirectoryState, object]>([
  [LINKED, { partnerId: '1234567', objectId: OBJECT, userPrincipalName: ACCOUNT.username, reason: null }],
  [NOT_LINKED, { partnerId: null, objectId: OBJECT, userPrincipalName: ACCOUNT.username, reason: null }],
  [{ kind: 'lighthouse' }, { partnerId: null, objectId: null, reason: null }],
  [
    { kind: 'needs-sign-in', need: { reason: 'first' } },
    { partnerId: null, objectId: null, reason: null },
  ],
  [
    { kind: 'needs-second-factor', need: { reason: 'step-up' } },
    { partnerId: null, reason: null },
  ],
  [
    { kind: 'needs-admin', problem },
    { partnerId: null, reason: 'arm-failed' },
  ],
  [
    { kind: 'not-readable', problem },
    { partnerId: null, reason: 'arm-failed' },
  ],
])('a proof says of a directory what the reading came to, and no more: $kind', (state, row) => {
  const [found] = linksDocument(ROBIN, [reading(state)], NOW).rows;
  expect(found).toMatchObject({ ...row, result: state.kind });
});

test('where a link was refused for want of an account, ARM has said that nothing is linked, and the card says who can help', () => {
  const problem = { code: 'no-account-csp', correlationId: newCorrelationId() } as const;
  const refused: DirectoryState = { kind: 'needs-admin', problem, current: NOT_LINKED.current };
  const document = linksDocument(ROBIN, [reading(refused)], NOW);
  expect(document.rows).toMatchObject([
    { result: 'not-linked', reason: 'no-account-csp', userPrincipalName: ACCOUNT.username },
  ]);
  const data = proofData(document, { pageUrl: '' });
  expect(data).toMatchObject({ total: 1, linked: 0, unreadable: 0, rows: [{ result: 'refused' }] });
});

test('the card counts what ARM has told, shows ten and says how many more there are', () => {
  const readings = [
    ...Array.from({ length: 12 }, (_, index) => reading(LINKED, `A ${index}`)),
    reading(NOT_LINKED, 'B'),
    reading({ kind: 'not-readable', problem }, 'C'),
  ];
  const data = proofData(linksDocument(ROBIN, readings, NOW), { pageUrl: '' });
  expect(data).toMatchObject({ total: 14, linked: 12, unreadable: 1, more: 4 });
  expect(data.rows).toHaveLength(10);
  expect(data.copy.match(/partnerId: 1234567/g)).toHaveLength(10);
  expect(proofData(linksDocument(ROBIN, readings.slice(0, 10), NOW), { pageUrl: '' }).more).toBe(0);
});

test('what is proven comes first, and what was not read last; the file keeps the order of the names', () => {
  const other: DirectoryState = {
    kind: 'linked',
    current: {
      account: ACCOUNT,
      state: { kind: 'linked', link: { ...LINK, partnerId: partnerIdOf('6098754') } },
    },
  };
  const unread = Array.from({ length: 9 }, (_, index) =>
    reading({ kind: 'needs-admin', problem }, `A ${index}`),
  );
  const last = [reading(NOT_LINKED, 'X'), reading(other, 'Y'), reading(LINKED, 'Z')];
  const document = linksDocument(ROBIN, [...unread, ...last], NOW);
  const expected = { partnerIds: [partnerIdOf('1234567')], isCompanys: false };
  const data = proofData(document, { pageUrl: '' }, expected);
  expect(data.rows.map(({ directoryName }) => directoryName).slice(0, 4)).toEqual(['Z', 'Y', 'X', 'A 0']);
  expect(data).toMatchObject({ linked: 1, other: 1, more: 2 });
  const toForward = proofData(document, { pageUrl: '', isToForward: true });
  expect(toForward.rows.map(({ directoryName }) => directoryName).slice(0, 3)).toEqual(['Y', 'Z', 'X']);
  expect(toForward).toMatchObject({ linked: 2, other: 0 });
  expect(document.rows.map(({ tenantDisplayName }) => tenantDisplayName).slice(-3)).toEqual(['X', 'Y', 'Z']);
});
