import { forEach } from '../lib/async';
import type { AuditEntry, Collection, ListedRecord, RecordStore } from '../storage/record-store';
import { COLLECTIONS, UnusableRecordError, auditEntryId, trailKeyOf } from '../storage/record-store';
import { recordText } from '../storage/record-text';

/** What records are counted by: their collection, or that they are lines of the audit trail. */
export type MovedKind = Collection | 'audit trail';

/** What was found and done, of one kind. */
export interface MovedCount {
  readonly kind: MovedKind;
  /** In the source, not expired. */
  found: number;
  /** Written by this run. */
  moved: number;
  /** There already, and equal. */
  alreadyThere: number;
  /** No store takes it: longer than a record may be. */
  unusable: number;
  /** After the move, by reading both sides anew: not in the target. */
  missing: number;
  /** After the move: there, and another one. The target’s is kept. */
  different: number;
}

/** The two sides of a move. */
export interface Sides {
  readonly source: RecordStore;
  readonly target: RecordStore;
  readonly now: () => Date;
}

/** Counts what the source has, and touches nothing. */
export async function countRecords(source: RecordStore): Promise<MovedCount[]> {
  const counts: MovedCount[] = [];
  for (const collection of COLLECTIONS) {
    counts.push({ ...none(collection), found: await lengthOf(source.list(collection)) });
  }
  return [...counts, { ...none('audit trail'), found: await lengthOf(source.trail()) }];
}

/**
 * Copies every record and every line of the audit trail that the target has not, and compares both sides afterwards. Each
 * write expects that nothing is there, so that it overwrites nothing and can be run again after any interruption. The
 * source is left as it is.
 */
export async function moveRecords(sides: Sides): Promise<MovedCount[]> {
  const counts: MovedCount[] = [];
  for (const collection of COLLECTIONS) counts.push(await moveCollection(sides, collection));
  return [...counts, await moveTrail(sides)];
}

/** Whether the target has all that the source has, and the same. */
export function isWhole(counts: readonly MovedCount[]): boolean {
  return counts.every(({ missing, different }) => missing + different === 0);
}

async function moveCollection(sides: Sides, collection: Collection): Promise<MovedCount> {
  const { source, target } = sides;
  const count = none(collection);
  await forEach(source.list(collection), async (record) => {
    count.found += 1;
    count[await moveRecord(target, collection, record)] += 1;
  });
  await forEach(source.list(collection), async (record) => {
    const there = await target.get(collection, record.key);
    if (there === undefined) count.missing += isOver(record, sides.now()) ? 0 : 1;
    else if (!isSame(record.value, there.value)) count.different += 1;
  });
  return count;
}

async function moveRecord(
  target: RecordStore,
  collection: Collection,
  { key, value, expiresAt }: ListedRecord,
): Promise<'moved' | 'alreadyThere' | 'unusable'> {
  try {
    const { kind } = await target.put(collection, key, value, { absent: true }, expiresAt);
    return kind === 'stored' ? 'moved' : 'alreadyThere';
  } catch (error) {
    if (error instanceof UnusableRecordError) return 'unusable';
    throw error;
  }
}

async function moveTrail({ source, target }: Sides): Promise<MovedCount> {
  const count = none('audit trail');
  await forEach(source.trail(), async (entry) => {
    count.found += 1;
    const isThere = (await lineIn(target, entry)) !== undefined;
    if (!isThere) await target.append(entry);
    count[isThere ? 'alreadyThere' : 'moved'] += 1;
  });
  await forEach(source.trail(), async (entry) => {
    const there = await lineIn(target, entry);
    if (there === undefined) count.missing += 1;
    else if (!isSame(entry, there)) count.different += 1;
  });
  return count;
}

async function lineIn(store: RecordStore, entry: AuditEntry): Promise<AuditEntry | undefined> {
  const id = auditEntryId(entry);
  const lines = await store.audit({ tenantId: entry.personTenantId, objectId: entry.personObjectId });
  return lines.find((line) => auditEntryId(line) === id && trailKeyOf(line) === trailKeyOf(entry));
}

/** Both stores keep the text that a value gives, so that it is compared to the byte. */
function isSame(one: unknown, other: unknown): boolean {
  return recordText(one) === recordText(other);
}

function isOver({ expiresAt }: ListedRecord, now: Date): boolean {
  return expiresAt !== undefined && expiresAt.getTime() <= now.getTime();
}

function none(kind: MovedKind): MovedCount {
  return { kind, found: 0, moved: 0, alreadyThere: 0, unusable: 0, missing: 0, different: 0 };
}

async function lengthOf(listed: AsyncIterable<unknown>): Promise<number> {
  return forEach(listed, () => Promise.resolve());
}

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
