import { randomUUID } from 'node:crypto';
import { linksDocument } from '../../../src/files/document';
import { Files } from '../../../src/files/files';
import type { Directory } from '../../../src/model/directory';
import { asObjectId, asTenantId, newCorrelationId } from '../../../src/model/identifiers';
import type { ObjectId, TenantId } from '../../../src/model/identifiers';
import type { Person } from '../../../src/model/person';
import type { DirectoryReading } from '../../../src/pal/overview';
import { cpuMsOf } from '../../support/cpu-time';
import { openSqliteStore } from '../../../src/storage/sqlite-store';

const tenant = (): TenantId => asTenantId(randomUUID())!;
const object = (): ObjectId => asObjectId(randomUUID())!;
const HOME = tenant();
const ROBIN: Person = { tenantId: HOME, objectId: object(), displayName: 'Robin' };
const PRIYA: Person = { tenantId: HOME, objectId: object(), displayName: 'Priya' };
const STRANGER: Person = { tenantId: tenant(), objectId: object(), displayName: 'Sam' };
const MINUTE = 60_000;

function testBot() {
  let now = Date.parse('2026-03-04T08:15:00Z');
  const clock = { now: () => new Date(now) };
  const store = openSqliteStore(':memory:', clock);
  const instance = () => new Files({ store, clock, trailDays: 365 });
  return { store, clock, one: instance(), other: instance(), pass: (ms: number) => (now += ms) };
}

function readings(count: number): DirectoryReading[] {
  return Array.from({ length: count }, (_, index) => {
    const directory: Directory = {
      tenantId: tenant(),
      name: `Customer ${index} ${randomUUID()}`,
      defaultDomain: `${randomUUID()}.example`,
      kind: 'customer',
    };
    const account = {
      tenantId: directory.tenantId,
      objectId: object(),
      username: `${randomUUID()}@x.example`,
    };
    const state = { kind: 'not-linked', current: { account, state: { kind: 'not-linked' } } } as const;
    return { directory, state, readAt: '2026-03-04T08:15:00.000Z', armRequestId: randomUUID() };
  });
}

async function offered(count = 2) {
  const here = testBot();
  const document = linksDocument(ROBIN, readings(count), here.clock.now());
  const documentId = await here.one.keep(ROBIN, document);
  const caller = { person: ROBIN, correlationId: newCorrelationId() };
  const wanted = { documentId, format: 'json', language: 'en' } as const;
  const offer = await here.one.offer(caller, wanted);
  if (offer === undefined) throw new Error('There is no offer.');
  return { ...here, document, documentId, caller, wanted, offer };
}

test('of two presses on two instances one gets the file', async () => {
  const { one, other, offer } = await offered();
  const taken = await Promise.all([one.take(ROBIN, offer.offerId), other.take(ROBIN, offer.offerId)]);
  expect(taken.map(({ kind }) => kind).sort()).toEqual(['file', 'taken']);
});

test('who comes back for a file that was handed out gets no second one, here or there', async () => {
  const { one, other, offer } = await offered();
  expect((await one.take(ROBIN, offer.offerId)).kind).toBe('file');
  expect((await one.take(ROBIN, offer.offerId)).kind).toBe('taken');
  expect((await other.take(ROBIN, offer.offerId)).kind).toBe('taken');
});

test('another instance writes the same file, byte for byte', async () => {
  const { other, offer } = await offered();
  expect(await other.take(ROBIN, offer.offerId)).toMatchObject({ kind: 'file', file: offer.file });
});

test.each([
  ['a colleague', PRIYA],
  ['somebody of another company', STRANGER],
])('%s gets neither the document nor the file, and does not use it up', async (_, person) => {
  const { one, documentId, wanted, offer } = await offered();
  expect(await one.document(person, documentId)).toBeUndefined();
  expect(await one.offer({ person, correlationId: newCorrelationId() }, wanted)).toBeUndefined();
  expect((await one.take(person, offer.offerId)).kind).toBe('gone');
  expect((await one.take(ROBIN, offer.offerId)).kind).toBe('file');
});

test('after ten minutes a document gives no new file, but what was offered before can still be taken', async () => {
  const { one, documentId, wanted, caller, pass } = await offered();
  pass(9 * MINUTE);
  const late = await one.offer(caller, wanted);
  pass(2 * MINUTE);
  expect(await one.document(ROBIN, documentId)).toBeUndefined();
  expect(await one.offer(caller, wanted)).toBeUndefined();
  expect(late === undefined ? 'no offer' : (await one.take(ROBIN, late.offerId)).kind).toBe('file');
  pass(10 * MINUTE);
  expect(late === undefined ? 'no offer' : (await one.take(ROBIN, late.offerId)).kind).toBe('gone');
});

test('the digest stands in the audit trail once, and is known to the company until the trail is over', async () => {
  const { one, store, caller, wanted, offer, pass } = await offered();
  await one.offer(caller, wanted);
  const { digest, name } = offer.file;
  expect(await store.audit(ROBIN)).toMatchObject([
    { action: 'export-links', status: 'made', fileDigest: digest, fileName: name },
  ]);
  expect(await one.known(ROBIN, digest)).toMatchObject({ isOwn: true, name, account: 'Robin' });
  expect(await one.known(PRIYA, digest)).toMatchObject({ isOwn: false });
  expect(await one.known(STRANGER, digest)).toBeUndefined();
  pass(366 * 24 * 60 * MINUTE);
  expect(await one.known(ROBIN, digest)).toBeUndefined();
});

test('keeping a document of five thousand directories holds nobody up for seconds', async () => {
  const { one, document } = await offered(5_000);
  const cpuMs = cpuMsOf(() => void one.keep(ROBIN, document), 1_000);
  expect(cpuMs).toBeLessThan(1_000);
});

test('a document of five thousand directories goes over several records and comes back whole', async () => {
  const { one, document, documentId } = await offered(5_000);
  expect(await one.document(ROBIN, documentId)).toEqual(document);
});
