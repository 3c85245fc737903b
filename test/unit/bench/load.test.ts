import { closedLoop } from '../../../bench/load/closed-loop';
import { medianOf, percentilesOf } from '../../../bench/load/percentiles';

describe('the closed loop', () => {
  it('takes as many turns as it may, never more at once than it should, and counts those that failed', async () => {
    let now = 0;
    let most = 0;
    let taken = 0;
    const done = await closedLoop({
      concurrency: 4,
      durationMs: Infinity,
      mostTurns: 50,
      takeTurn: async () => {
        taken += 1;
        const isRight = taken % 10 !== 0;
        now += 1;
        most = Math.max(most, now);
        await Promise.resolve();
        now -= 1;
        return isRight;
      },
    });
    expect({ taken, most, turns: done.turns, errors: done.errors, times: done.times.length }).toEqual({
      taken: 50,
      most: 4,
      turns: 50,
      errors: 5,
      times: 50,
    });
  });
});

describe('the figures of a list of times', () => {
  it('are those of the sorted list', () => {
    const times = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentilesOf(times)).toEqual({ p50: 51, p95: 96, p99: 100 });
    expect(medianOf([3, 1, 2])).toBe(2);
  });

  it('are 0 for none', () => {
    expect(percentilesOf([])).toEqual({ p50: 0, p95: 0, p99: 0 });
    expect(medianOf([])).toBe(0);
  });
});
