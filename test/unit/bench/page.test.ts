import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callsInSequence } from '../../../bench/channel/lean-tables';
import { peersOn } from '../../../bench/bots/bots';
import type { Results } from '../../../bench/report/results';
import { withFigures } from '../../../bench/report/write-report';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/BENCH.md'), 'utf8');

describe.each(['22', '24'])('the page about speed, on Node %s', (major) => {
  const file = join(ROOT, 'bench', `results-node${major}.json`);
  const results = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : undefined;

  it('shows the figures of the last run, or says that there was none', () => {
    const none = `<!-- figures on Node ${major} -->\n\nNot measured yet.\n\n<!-- end of Node ${major} -->`;
    expect(PAGE).toContain(results === undefined ? none : withFigures(PAGE, results));
  });

  it('counts only loads in which every reply arrived, and none went wrong', () => {
    const figures = (results?.loads ?? []).flatMap(({ rounds }) => rounds);
    expect(figures.filter(({ repliesPerTurn, errors }) => repliesPerTurn !== 1 || errors !== 0)).toEqual([]);
  });
});

it('the newest Teams SDK is measured where it runs', () => {
  const labels = (node: string): string[] => peersOn(node).map(({ label }) => label);
  expect(labels('20.19.0')).not.toContain('Teams SDK 2.1');
  expect(labels('22.11.0')).not.toContain('Teams SDK 2.1');
  for (const node of ['22.12.0', '24.0.0']) expect(labels(node)).toContain('Teams SDK 2.1');
});

it('of calls to the tables that overlap, one counts', () => {
  expect(callsInSequence([])).toBe(0);
  const calls = [
    { from: 0, to: 5 },
    { from: 1, to: 6 },
    { from: 7, to: 12 },
    { from: 6, to: 11 },
    { from: 12, to: 17 },
  ];
  expect(callsInSequence(calls)).toBe(3);
});
