import { closedLoop } from '../../../bench/load/closed-loop';
import { medianOf, percentilesOf } from '../../../bench/load/percentiles';
import { oneSubjectAfterTheOther } from '../../../bench/scenarios/questions';

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

it('nobody is made to ask about the same subject twice in a row, and every text is asked', () => {
  const subjects = [['a1', 'a2', 'a3'], ['b1'], ['c1', 'c2']];
  const say = oneSubjectAfterTheOther(subjects);
  const asked = [0, 1, 2, 3, 4, 5].map((person) => [0, 1, 2, 3, 4, 5].map((round) => say(person, round)));
  for (const texts of asked) {
    const repeats = texts.filter(
      (text, round) => round > 0 && text.startsWith(texts[round - 1]?.slice(0, 1) ?? '-'),
    );
    expect(repeats).toEqual([]);
  }
  expect([...new Set(asked.flat())].sort()).toEqual(subjects.flat());
});
