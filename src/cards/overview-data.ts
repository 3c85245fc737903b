import { cleanText } from './clean-text';
import type { Fields } from './link-data';
import type { BatchState, DirectoryChoice, ViewData } from './view';
import { writeDate } from './write-date';

/** Keeps a card of forty rows below its 24 KB, whatever the names are. */
const NAME_LENGTH = 32;
/** Of the 24 KB of a card: what the rows of a batch may take, and what one takes beside its texts. */
const BYTES_OF_ROWS = 19_500;
const BYTES_BESIDE_TEXTS = 304;
/** A PartnerID has ten digits at most. */
const PARTNER_ID_BYTES = 12;

interface BatchRow {
  readonly name: string;
  readonly domain: string;
  readonly before: string;
  readonly after: string;
}
const MOST_BATCH_ROWS = 25;
const BAR_LENGTH = 20;

/** Data of the overview of all directories. */
export function overviewFields(data: ViewData<'overview'>, locale: string): Fields {
  const { rows, readAt, page, pages, filter } = data;
  const shown = (rows as typeof rows | undefined) ?? [];
  return {
    total: countOf(data.total),
    linked: countOf(data.linked),
    other: countOf(data.other),
    missing: countOf(data.missing),
    lighthouse: countOf(data.lighthouse),
    needsYou: countOf(data.needsYou),
    needsAdmin: countOf(data.needsAdmin),
    unreadable: countOf(data.unreadable),
    pending: countOf(data.pending),
    page: countOf(page),
    pages: countOf(pages),
    nextPage: String(countOf(page) + 1),
    filter: cleanText(filter),
    rows: shown.map((row) => ({
      ...nameFields(row),
      state: cleanText(row.state),
      partnerId: cleanText(row.partnerId),
      partnerName: cleanText(row.partnerName, NAME_LENGTH),
      directoryId: cleanText(row.directoryId),
      request: cleanText(row.request),
    })),
    hasRows: shown.length > 0,
    readAt: writeDate(readAt, locale),
  };
}

/** Data of the confirm card of a batch. */
export function confirmBatchFields(data: ViewData<'confirm-batch'>): Fields {
  const rows = (data.rows as typeof data.rows | undefined) ?? [];
  return {
    action: cleanText(data.action),
    batchId: cleanText(data.batchId),
    count: rows.length,
    hasRows: rows.length > 0,
    rows: fitting(
      rows.map((row) => ({ ...nameFields(row), before: shownOf(row.before), after: shownOf(row.after) })),
    ),
    already: countOf(data.already),
    changed: countOf(data.changed),
    left: countOf(data.left),
    more: countOf(data.more),
    unknown: cleanText(data.unknown),
  };
}

/** What wants somebody's eyes comes first. */
const ORDER: readonly BatchState[] = ['needs-you', 'failed', 'unknown', 'unchanged', 'writing', 'waiting'];
const OPEN: readonly BatchState[] = ['failed', 'unknown', 'stopped', 'expired'];

/** Data of a batch under way, or of what came of it. */
export function batchFields(data: ViewData<'batch'>): Fields {
  const items = (data.items as typeof data.items | undefined) ?? [];
  const done = items.filter(({ state }) => state === 'done').length;
  const filled = items.length === 0 ? 0 : Math.round((done / items.length) * BAR_LENGTH);
  const rankOf = (state: BatchState): number => ORDER.indexOf(state) + 1 || ORDER.length + 1;
  const sorted = [...items].sort((a, b) => rankOf(a.state) - rankOf(b.state));
  return {
    batchId: cleanText(data.batchId),
    isOver: data.isOver,
    isStopped: data.isStopped,
    done,
    total: items.length,
    bar: '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled),
    rows: sorted
      .slice(0, MOST_BATCH_ROWS)
      .map((row) => ({ ...nameFields(row), state: cleanText(row.state) })),
    more: Math.max(0, items.length - MOST_BATCH_ROWS),
    nextId: cleanText(items.find(({ state }) => state === 'needs-you')?.directoryId),
    canRetry: items.some(({ state }) => OPEN.includes(state)),
    canUndo: done > 0 && !data.isUndo,
  };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}

function nameFields(row: Pick<DirectoryChoice, 'directoryName' | 'directoryId' | 'domain'>): {
  name: string;
  domain: string;
} {
  const domain = cleanText(row.domain, NAME_LENGTH) || cleanText(row.directoryId);
  return { name: cleanText(row.directoryName, NAME_LENGTH) || domain, domain };
}

/** The rows as they are where there is room; else each text within its share of the room, in bytes of JSON. */
function fitting(rows: readonly BatchRow[]): BatchRow[] {
  const taken = rows.reduce((sum, row) => sum + BYTES_BESIDE_TEXTS + sizeOf(row), 0);
  if (taken <= BYTES_OF_ROWS) return [...rows];
  const share = (BYTES_OF_ROWS / rows.length - BYTES_BESIDE_TEXTS - 2 * PARTNER_ID_BYTES) / 2;
  return rows.map(({ name, domain, before, after }) => ({
    name: cut(name, share),
    domain: cut(domain, share),
    before: cut(before, PARTNER_ID_BYTES),
    after: cut(after, PARTNER_ID_BYTES),
  }));
}

function sizeOf({ name, domain, before, after }: BatchRow): number {
  return [name, domain, before, after].reduce((sum, text) => sum + bytesOf(text), 0);
}

function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

function cut(text: string, mostBytes: number): string {
  if (bytesOf(text) <= mostBytes) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && bytesOf(`${letters.join('')}…`) > mostBytes) letters.pop();
  return `${letters.join('')}…`;
}

function shownOf(partnerId: unknown): string {
  return cleanText(partnerId) || '–';
}
