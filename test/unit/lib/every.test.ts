import { everyByTimer } from '../../../src/lib/async';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the rounds come one after the other: the first when it is due, the pause begins when a round has ended', async () => {
  const rounds: string[] = [];
  let end = (): void => undefined;
  const loop = everyByTimer(
    () => 1_000,
    () => {
      rounds.push('begun');
      return new Promise((resolve) => (end = resolve));
    },
    500,
  );
  await jest.advanceTimersByTimeAsync(499);
  expect(rounds).toHaveLength(0);
  await jest.advanceTimersByTimeAsync(1);
  expect(rounds).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(rounds).toHaveLength(1);
  end();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(rounds).toHaveLength(2);

  let hasStopped = false;
  const stopping = loop.stop().then(() => (hasStopped = true));
  await jest.advanceTimersByTimeAsync(0);
  expect(hasStopped).toBe(false);
  end();
  await stopping;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(rounds).toHaveLength(2);
});
