import type { MovedCount } from './move-records';
import { isWhole } from './move-records';

const COLUMNS = ['found', 'moved', 'alreadyThere', 'unusable', 'missing', 'different'] as const;
const HEADINGS: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  found: 'found',
  moved: 'moved',
  alreadyThere: 'was there',
  unusable: 'too long',
  missing: 'missing',
  different: 'different',
};
const NAME_WIDTH = 15;
const WIDTH = 11;

/** What a move did, for people: one line for each kind of record, and what it comes to. */
export function movedReport(counts: readonly MovedCount[]): string {
  const end = isWhole(counts)
    ? 'Both sides were compared: nothing is missing, nothing differs.'
    : 'NOT the same on both sides. Missing: run it again. Different: the target’s record was kept.';
  return `${table(counts, COLUMNS)}\n${end}\n`;
}

/** What a move would go through, for people. */
export function dryReport(counts: readonly MovedCount[]): string {
  return `${table(counts, ['found'])}\nOnly counted; nothing was written, and the target was not opened.\n`;
}

function table(counts: readonly MovedCount[], columns: readonly (typeof COLUMNS)[number][]): string {
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(WIDTH)).join('')}\n`;
  const heading = line(
    '',
    columns.map((column) => HEADINGS[column]),
  );
  const lines = counts.map((count) =>
    line(
      count.kind,
      columns.map((column) => String(count[column])),
    ),
  );
  return heading + lines.join('');
}
