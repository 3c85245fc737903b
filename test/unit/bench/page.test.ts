import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPicture } from '../../../bench/report/draw-picture';
import type { Results } from '../../../bench/report/results';
import { withFigures } from '../../../bench/report/write-report';

const ROOT = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('the page about speed', () => {
  const results = JSON.parse(read('bench/results.json')) as Results;

  it('shows the figures of the last run', () => {
    expect(read('docs/BENCH.md')).toBe(withFigures(read('docs/BENCH.md'), results));
  });

  it('has the picture of the last run', () => {
    expect(read('docs/bench.svg')).toBe(drawPicture(results));
  });

  it('counts only loads in which every reply arrived, and none went wrong', () => {
    for (const { bot, scenario, rounds } of results.loads) {
      for (const { repliesPerTurn, errors } of rounds) {
        expect({ bot, scenario, repliesPerTurn, errors }).toEqual({
          bot,
          scenario,
          repliesPerTurn: 1,
          errors: 0,
        });
      }
    }
  });
});
