import { Overviews, abreast } from '../../../src/pal/overview';
import { asObjectId, asTenantId } from '../../../src/model/identifiers';
import type { DirectoryReading } from '../../../src/pal/overview';

const person = {
  tenantId: asTenantId('1d9b6c3e-58a7-4f02-8c4d-b6a0e3f7d521')!,
  displayName: 'Ida Fjord',
  objectId: asObjectId('7c1f0a52-3d4e-4b8a-9f61-2e5d8c7b9a10')!,
};
const start = new Date('2026-01-01T00:00:00Z');
const minutesLater = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);

async function* readings(fault?: Error): AsyncGenerator<DirectoryReading> {
  await Promise.resolve();
  if (fault !== undefined) throw fault;
  yield* [];
}

test('what was read is remembered for five minutes, whichever way the clock is set', async () => {
  const overviews = new Overviews();
  const reading = overviews.begin(person, start, [], readings());
  await reading.done;
  expect(overviews.latest(person, minutesLater(4))).toBe(reading);
  for (const minutes of [5, 65, -60]) expect(overviews.latest(person, minutesLater(minutes))).toBeUndefined();
});

test('a reading that failed as a whole is not remembered', async () => {
  const overviews = new Overviews();
  const reading = overviews.begin(person, start, [], readings(new Error('records away')));
  await expect(reading.done).rejects.toThrow('records away');
  expect(overviews.latest(person, start)).toBeUndefined();
});

test('a reading that fails late does not take the newer one with it', async () => {
  const overviews = new Overviews();
  const old = overviews.begin(person, start, [], readings(new Error('records away')));
  const newer = overviews.begin(person, start, [], readings());
  await expect(old.done).rejects.toThrow('records away');
  expect(overviews.latest(person, start)).toBe(newer);
});

test('what nobody will be shown any more is let go of when somebody else asks', () => {
  const overviews = new Overviews();
  const somebody = { ...person, objectId: asObjectId('7c1f0a52-3d4e-4b8a-9f61-2e5d8c7b9a11')! };
  overviews.begin(person, start, [], readings());
  overviews.begin(somebody, minutesLater(5), [], readings());
  expect(overviews.latest(person, start)).toBeUndefined();
  expect(overviews.latest(somebody, minutesLater(5))).toBeDefined();
});

describe('several at a time', () => {
  /** Work that ends, and makes room, when the test says so. */
  function held(count: number) {
    const begun: { item: number; makeRoom: () => void; end: () => void; fail: (error: Error) => void }[] = [];
    const results = abreast(
      Array.from({ length: count }, (_, item) => item),
      2,
      undefined,
      (item, makeRoom) =>
        new Promise<number>((resolve, reject) => {
          begun.push({
            item,
            makeRoom,
            end: () => {
              resolve(item);
            },
            fail: reject,
          });
        }),
    );
    return { begun, results, items: () => begun.map(({ item }) => item) };
  }

  test('who has only records left to write makes room for the next, who comes no earlier in the results', async () => {
    const { begun, results, items } = held(9);
    const first = results.next();
    expect(items()).toEqual([0, 1]);
    begun[0]!.makeRoom();
    begun[0]!.makeRoom();
    expect(items()).toEqual([0, 1, 2]);
    begun[1]!.makeRoom();
    begun[2]!.makeRoom();
    // Twice as many as work at a time, and no more, whatever the records take.
    expect(items()).toEqual([0, 1, 2, 3]);
    begun[2]!.end();
    expect(await first).toEqual({ done: false, value: 2 });
    const second = results.next();
    begun[0]!.end();
    expect(await second).toEqual({ done: false, value: 0 });
    expect(items()).toEqual([0, 1, 2, 3, 4]);
  });

  test('after a failure nothing more begins, and nobody’s failure is left without a reader', async () => {
    const { begun, results, items } = held(9);
    const first = results.next();
    begun[0]!.makeRoom();
    begun[2]!.fail(new Error('third'));
    begun[1]!.fail(new Error('second'));
    await expect(first).rejects.toThrow('third');
    begun[0]!.end();
    expect(await results.next()).toMatchObject({ done: true });
    expect(items()).toEqual([0, 1, 2]);
  });
});
