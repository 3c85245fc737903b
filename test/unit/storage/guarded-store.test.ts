import { guardedStore } from '../../../src/storage/guarded-store';
import type { RecordStore } from '../../../src/storage/record-store';
import { StorageAwayError } from '../../../src/storage/record-store';

function guarded() {
  const changes: boolean[] = [];
  const state = { now: 0, isAway: false, calls: 0 };
  const store = guardedStore(
    {
      get: () => {
        state.calls += 1;
        return state.isAway ? Promise.reject(new Error('locked')) : Promise.resolve(undefined);
      },
    } as unknown as RecordStore,
    { monotonic: () => state.now, onChange: (isAway) => changes.push(isAway) },
  );
  return { state, changes, get: () => store.get('operations', 'a') };
}

test('after a failure nobody waits for two seconds; then one call finds out', async () => {
  const { state, changes, get } = guarded();
  state.isAway = true;
  await expect(get()).rejects.toThrow(StorageAwayError);
  await expect(get()).rejects.toThrow(StorageAwayError);
  expect(state.calls).toBe(1);
  state.isAway = false;
  state.now += 1_999;
  await expect(get()).rejects.toThrow(StorageAwayError);
  state.now += 1;
  await expect(get()).resolves.toBeUndefined();
  expect(changes).toEqual([true, false]);
});

test('a wall clock that is set back does not keep the records away', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-03-01T09:00:00Z'), doNotFake: ['performance'] });
  const { state, get } = guarded();
  state.isAway = true;
  await expect(get()).rejects.toThrow(StorageAwayError);
  jest.setSystemTime(Date.parse('2026-03-01T08:00:00Z'));
  state.isAway = false;
  state.now += 2_000;
  await expect(get()).resolves.toBeUndefined();
  jest.useRealTimers();
});
