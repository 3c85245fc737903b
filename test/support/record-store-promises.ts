import type { Clock } from '../../src/model/clock';
import type { AuditEntry, RecordStore } from '../../src/storage/record-store';
import { MAX_RECORD_LENGTH } from '../../src/storage/record-store';

const START = Date.parse('2026-03-01T09:00:00Z');
const ROBIN = { tenantId: 't', objectId: 'robin' };
const PRIYA = { tenantId: 't', objectId: 'priya' };

/** A line of the audit trail of Robin, `secondsLater` than the tests begin. */
export function trailEntry(
  operationId: string,
  secondsLater = 0,
  more: Partial<AuditEntry> = {},
): AuditEntry {
  return {
    at: new Date(START + secondsLater * 1_000).toISOString(),
    operationId,
    correlationId: 'c',
    personTenantId: ROBIN.tenantId,
    personObjectId: ROBIN.objectId,
    tenantId: 't2',
    directoryName: 'Contoso',
    accountObjectId: 'o2',
    action: 'link',
    before: null,
    after: '1234567',
    status: 'done',
    ...more,
  };
}

/** Everything that was listed. */
export async function all<T>(listed: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of listed) found.push(one);
  return found;
}

/**
 * What every implementation of the storage port promises, as tests. `open` gives an empty store, for each test a new
 * one; the tests close it.
 */
export function recordStorePromises(
  open: (clock: Clock) => RecordStore | Promise<RecordStore>,
  { writers = 50 } = {},
): void {
  let now = START;
  let store: RecordStore;
  beforeEach(async () => {
    now = START;
    store = await open({ now: () => new Date(now) });
  });
  afterEach(() => store.close());

  const etagOf = async (key: string): Promise<string> => (await store.get('operations', key))?.etag ?? '';

  test('what was put is there, and what was not is not', async () => {
    await store.put('operations', 'a', { text: 'naïve ”quotes” \u0000 🤝 漢字' }, { absent: true });
    expect((await store.get('operations', 'a'))?.value).toEqual({ text: 'naïve ”quotes” \u0000 🤝 漢字' });
    expect(await store.get('operations', 'b')).toBeUndefined();
    expect(await store.get('conversations', 'a')).toBeUndefined();
  });

  test('a record that must be absent is not overwritten', async () => {
    expect((await store.put('operations', 'a', 1, { absent: true })).kind).toBe('stored');
    expect((await store.put('operations', 'a', 2, { absent: true })).kind).toBe('conflict');
    expect((await store.get('operations', 'a'))?.value).toBe(1);
  });

  test('a record changes only for who has seen it as it is', async () => {
    await store.put('operations', 'a', 1, { absent: true });
    const seen = await etagOf('a');
    expect((await store.put('operations', 'a', 2, { etag: seen })).kind).toBe('stored');
    expect((await store.put('operations', 'a', 3, { etag: seen })).kind).toBe('conflict');
    expect((await store.put('operations', 'b', 3, { etag: seen })).kind).toBe('conflict');
    expect((await store.get('operations', 'a'))?.value).toBe(2);
  });

  test('what a write gives back is the version for the next one', async () => {
    const first = await store.put('operations', 'a', 1, { absent: true });
    if (first.kind !== 'stored') throw new Error('The first write was refused.');
    expect((await store.put('operations', 'a', 2, { etag: first.etag })).kind).toBe('stored');
    expect(await etagOf('a')).not.toBe(first.etag);
  });

  test.each([
    ['change the same record', { etag: '' }],
    ['make the same record', { absent: true } as const],
  ])('of many writers that %s at once, exactly one wins', async (_, expected) => {
    await store.put('operations', 'a', 0, { absent: true });
    const key = 'absent' in expected ? 'new' : 'a';
    const wanted = 'absent' in expected ? expected : { etag: await etagOf('a') };
    const results = await Promise.all(
      Array.from({ length: writers }, (_one, number) => store.put('operations', key, number + 1, wanted)),
    );
    const winners = results.flatMap(({ kind }, number) => (kind === 'stored' ? [number + 1] : []));
    expect(winners).toHaveLength(1);
    expect((await store.get('operations', key))?.value).toBe(winners[0]);
  });

  test('a record is forgotten at its time, not before, and its key is free again', async () => {
    await store.put('operations', 'a', 1, { absent: true }, new Date(now + 1_000));
    const etag = await etagOf('a');
    now += 999;
    expect(await store.get('operations', 'a')).toBeDefined();
    now += 1;
    expect(await store.get('operations', 'a')).toBeUndefined();
    expect(await all(store.list('operations'))).toEqual([]);
    expect((await store.put('operations', 'a', 2, { etag })).kind).toBe('conflict');
    expect((await store.put('operations', 'a', 2, { absent: true })).kind).toBe('stored');
    expect((await store.get('operations', 'a'))?.value).toBe(2);
  });

  test('what is deleted is gone, and deleting it again is no error', async () => {
    await store.put('operations', 'a', 1, { absent: true });
    await store.delete('operations', 'a');
    await store.delete('operations', 'a');
    expect(await store.get('operations', 'a')).toBeUndefined();
    expect((await store.put('operations', 'a', 2, { absent: true })).kind).toBe('stored');
  });

  test('any text can be a key, and keys that look alike stay apart', async () => {
    const keys = [
      'a',
      'A',
      'a/b\\c#d?e',
      '%61',
      'a%2Fb',
      '\t\n\u0085',
      "o'brien",
      '漢字 🤝',
      ' a ',
      `${'k'.repeat(900)}.`,
    ];
    for (const key of keys) await store.put('operations', key, { key }, { absent: true });
    for (const key of keys) expect((await store.get('operations', key))?.value).toEqual({ key });
    const listed = await all(store.list('operations'));
    expect(listed.map(({ key }) => key).sort()).toEqual([...keys].sort());
  });

  test.each([
    [30, 'ä🤝x'],
    [70, 'ä🤝x'],
    [396, 'abcd'],
  ])('a value of %i thousand characters (%s) comes back whole', async (thousands, four) => {
    const value = { text: four.repeat((thousands * 1_000) / 4) };
    const put = await store.put('operations', 'long', value, { absent: true });
    // Not compared by the test runner, which would print both.
    const isWhole = (read: unknown): boolean => JSON.stringify(read) === JSON.stringify(value);
    expect(isWhole((await store.get('operations', 'long'))?.value)).toBe(true);
    expect(isWhole((await all(store.list('operations')))[0]?.value)).toBe(true);
    if (put.kind !== 'stored') throw new Error('It was not stored.');
    expect((await store.put('operations', 'long', 'short', { etag: put.etag })).kind).toBe('stored');
    expect((await store.get('operations', 'long'))?.value).toBe('short');
  });

  test.each([
    ['is no JSON', 10n],
    ['is too long', 'x'.repeat(MAX_RECORD_LENGTH)],
  ])('a value that %s is refused by a rejection, and nothing is stored', async (_, value) => {
    await expect(store.put('operations', 'a', value, { absent: true })).rejects.toThrow();
    expect(await store.get('operations', 'a')).toBeUndefined();
  });

  test('more than a thousand records are listed, each once, with when they may be forgotten', async () => {
    const expiresAt = new Date(now + 60_000);
    const numbers = Array.from({ length: 1_203 }, (_, number) => number);
    for (let from = 0; from < numbers.length; from += 50) {
      const some = numbers.slice(from, from + 50);
      await Promise.all(
        some.map((number) => store.put('operations', `${number}`, number, { absent: true }, expiresAt)),
      );
    }
    await store.put('conversations', 'other', 1, { absent: true });
    const listed = await all(store.list('operations'));
    expect(listed.map(({ value }) => value).sort((a, b) => Number(a) - Number(b))).toEqual(numbers);
    expect(listed.every((record) => record.expiresAt?.getTime() === expiresAt.getTime())).toBe(true);
    expect(await all(store.list('conversations'))).toMatchObject([{ key: 'other' }]);
    expect((await all(store.list('conversations')))[0]?.expiresAt).toBeUndefined();
  });

  test('the audit trail keeps the order, for one person only', async () => {
    await store.append(trailEntry('second', 2));
    await store.append(trailEntry('third', 3));
    await store.append(trailEntry('first', 1));
    await store.append(trailEntry('hers', 0, { personObjectId: PRIYA.objectId }));
    expect((await store.audit(ROBIN)).map(({ operationId }) => operationId)).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect(await store.audit(PRIYA)).toEqual([trailEntry('hers', 0, { personObjectId: PRIYA.objectId })]);
    expect(await all(store.trail())).toHaveLength(4);
  });

  test('of a long trail the newest lines can be had alone, oldest of them first', async () => {
    for (let second = 0; second < 7; second += 1) await store.append(trailEntry(`at ${second}`, second));
    const newest = await store.audit(ROBIN, 3);
    expect(newest.map(({ operationId }) => operationId)).toEqual(['at 4', 'at 5', 'at 6']);
    expect(await store.audit(ROBIN, 100)).toHaveLength(7);
  });

  test('a record and its line are written together; where another version stands, neither', async () => {
    await store.put('operations', 'a', 1, { absent: true });
    const expected = { etag: await etagOf('a') };
    const put = { collection: 'operations', key: 'a', value: 2, expected } as const;
    expect((await store.putWithLine(put, trailEntry('a'))).kind).toBe('stored');
    expect((await store.get('operations', 'a'))?.value).toBe(2);
    expect((await store.putWithLine(put, trailEntry('b'))).kind).toBe('conflict');
    expect(await store.audit(ROBIN)).toEqual([trailEntry('a')]);
  });

  test('a record is deleted only in the version that is meant, if one is meant', async () => {
    await store.put('operations', 'a', 1, { absent: true });
    const old = await etagOf('a');
    await store.put('operations', 'a', 2, { etag: old });
    await store.delete('operations', 'a', { etag: old });
    expect((await store.get('operations', 'a'))?.value).toBe(2);
    await store.delete('operations', 'a', { etag: await etagOf('a') });
    expect(await store.get('operations', 'a')).toBeUndefined();
  });

  test('a line that is added again changes nothing, and a further status is a line of its own', async () => {
    await store.append(trailEntry('a', 1, { status: 'unknown' }));
    await store.append(trailEntry('a', 5, { status: 'unknown' }));
    await store.append(trailEntry('a', 9));
    const trail = await store.audit(ROBIN);
    expect(trail).toEqual([trailEntry('a', 1, { status: 'unknown' }), trailEntry('a', 9)]);
  });

  test('a person’s lines can be removed, and nobody else’s with them', async () => {
    await store.append(trailEntry('his'));
    await store.append(trailEntry('hers', 0, { personObjectId: PRIYA.objectId }));
    await store.forgetTrail(ROBIN);
    await store.forgetTrail(ROBIN);
    expect(await all(store.trail())).toMatchObject([{ operationId: 'hers' }]);
  });

  test('a sweep removes what has expired and old lines, and leaves the rest', async () => {
    await store.put('operations', 'soon', 1, { absent: true }, new Date(now + 1_000));
    await store.put('conversations', 'soon', 'x'.repeat(200_000), { absent: true }, new Date(now + 1_000));
    await store.put('operations', 'later', 1, { absent: true }, new Date(now + 5_000));
    await store.put('operations', 'ever', 1, { absent: true });
    await store.append(trailEntry('old', 0));
    await store.append(trailEntry('new', 1));
    now += 1_000;
    expect(await store.sweep(new Date(now))).toBe(3);
    expect(await store.sweep(new Date(now))).toBe(0);
    expect((await all(store.list('operations'))).map(({ key }) => key).sort()).toEqual(['ever', 'later']);
    expect(await all(store.trail())).toMatchObject([{ operationId: 'new' }]);
  });
}
