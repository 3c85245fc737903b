import { bytesOf, choiceText, cleanText, cutTo, safeLink, writeDate } from './card-text';
import { TRYING_AGAIN_IS_VAIN } from '../model/problem';
import type { Fields } from './link-data';
import type { ProblemTexts } from './problem-fields';
import { wordsOf } from './problem-fields';
import type { BatchRow, BatchState, DirectoryChoice, LeftOutRow, PartnerNamed, ViewData } from './view';

export const NAME_LENGTH = 32;
const ACCOUNT_LENGTH = 80;
/** Of the 24 KB of a card: what one list of names of what is not in the batch may take. */
export const BYTES_OF_NAMES = 700;
/** Less for those in which there is nothing to do. */
const BYTES_OF_SETTLED = 500;
/** A PartnerID has ten digits at most. */
const PARTNER_ID_BYTES = 12;
/** A PartnerID with the name that the operator gave it in the settings. */
const NAMED_PARTNER_ID = /^\d{1,10} \S/;
const NAMED_PARTNER_ID_BYTES = 44;
/** With more rows each is one plain line. */
const MOST_FULL_ROWS = 25;
const MOST_BATCH_ROWS = 25;
const BAR_LENGTH = 20;
/** Five are visible: with more than these the rarest is behind the dots. */
const MOST_OTHER_BUTTONS = 2;
/** A batch links one PartnerID; one that was made of several still names a few. */
const MOST_PARTNERS = 3;

interface Row {
  readonly name: string;
  readonly domain: string;
  readonly before: string;
  readonly after: string;
}

/** Data of the confirm card of a batch. */
export function confirmBatchFields(data: ViewData<'confirm-batch'>, locale: string): Fields {
  const rows = listOf(data.rows);
  const leftOut = listOf(data.leftOut);
  const isPlain = rows.length > MOST_FULL_ROWS;
  return {
    action: cleanText(data.action),
    account: cutTo(cleanText(data.account), ACCOUNT_LENGTH),
    batchId: cleanText(data.batchId),
    count: rows.length,
    hasRows: rows.length > 0,
    isPlain,
    rows: rows.map(rowOf),
    partners: partnersText(listOf(data.partners)),
    unseenId: cleanText(data.unseenId, PARTNER_ID_BYTES),
    already: namesOf(listOf(data.already), BYTES_OF_SETTLED),
    rest: countOf(data.rest),
    ...leftOutFields(leftOut),
    redoId: cleanText(data.redoId),
    undoneUntil: writeDate(data.undoneUntil, locale),
    canChoose:
      rows.length > 1 || (rows.length > 0 && leftOut.some(({ why }) => why === 'other' || why === 'company')),
    unknown: cleanText(data.unknown),
    signInUrl: safeLink(data.signInUrl),
    nextName: cleanText(data.nextName, NAME_LENGTH),
    needsYouCount: leftOut.filter(({ why }) => why === 'needs-you' || why === 'consent').length,
    wanted: cleanText(data.wanted, PARTNER_ID_BYTES),
  };
}

/** Data of the card on which the directories of a batch are chosen. A choice is told by its place. */
export function chooseDirectoriesFields(data: ViewData<'choose-directories'>): Fields {
  const rows = listOf(data.rows);
  const all = [...rows, ...listOf(data.others)].map((row) => {
    const { name, domain, before, after } = rowOf(row);
    return { name: choiceText(name, NAME_LENGTH), domain: choiceText(domain, NAME_LENGTH), before, after };
  });
  const choices = all.map((row, place) => ({ ...row, id: String(place + 1) }));
  const missing = choices.slice(0, rows.length);
  return {
    batchId: cleanText(data.batchId),
    missing,
    hasMissing: missing.length > 0,
    ticked: missing.map(({ id }) => id).join(','),
    others: choices.slice(rows.length),
    hasOthers: choices.length > rows.length,
    isNothingTicked: data.isNothingTicked,
    ...leftOutFields(listOf(data.leftOut)),
  };
}

/** What wants somebody's eyes comes first. */
const ORDER: readonly BatchState[] = ['needs-you', 'failed', 'unknown', 'unchanged', 'writing', 'waiting'];
/** Another try leaves these as they are. */
const SETTLED: readonly BatchState[] = ['done', 'unchanged', 'writing'];
const OPEN: readonly BatchState[] = ['failed', 'unknown', 'stopped', 'expired'];

/** Data of a batch under way, or of what came of it. */
export function batchFields(
  data: ViewData<'batch'>,
  { problems, locale }: { readonly problems: ProblemTexts; readonly locale: string },
): Fields {
  const items = listOf(data.items);
  const leftOut = listOf(data.leftOut);
  const done = items.filter(({ state }) => state === 'done').length;
  const filled = items.length === 0 ? 0 : Math.round((done / items.length) * BAR_LENGTH);
  const rankOf = (state: BatchState): number => ORDER.indexOf(state) + 1 || ORDER.length + 1;
  const sorted = [...items].sort((a, b) => rankOf(a.state) - rankOf(b.state));
  const hopeful = items.filter(({ problem }) => !TRYING_AGAIN_IS_VAIN.includes(problem));
  const refused = items.find(({ problem }) => problem === 'partner-id-refused');
  const canRetry = hopeful.some(({ state }) => OPEN.includes(state));
  const open = canRetry ? hopeful.filter(({ state }) => !SETTLED.includes(state)) : [];
  const folded = sorted.slice(MOST_BATCH_ROWS);
  const withoutConsent = leftOut.filter(({ why }) => why === 'consent').length;
  return {
    batchId: cleanText(data.batchId),
    isOver: data.isOver,
    isStopped: data.isStopped,
    isUndo: data.isUndo,
    done,
    total: items.length,
    bar: '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled),
    rows: sorted.slice(0, MOST_BATCH_ROWS).map((row) => batchRowOf(row, problems)),
    foldedDone: namesOf(
      folded.filter(({ state }) => state === 'done'),
      BYTES_OF_FOLDED,
    ),
    foldedOther: namesOf(
      folded.filter(({ state }) => state !== 'done'),
      BYTES_OF_FOLDED,
    ),
    partners: partnerFields(listOf(data.partners)).slice(0, MOST_PARTNERS),
    ...leftOutFields(leftOut),
    hasLeftOut: leftOut.some(({ why }) => why !== 'asked'),
    rest: countOf(data.rest),
    newPageMode: modeOfRarest(
      data.rest > 0 || withoutConsent > 1 || data.ask !== undefined,
      open.length > 0,
      refused !== undefined,
      done > 0,
    ),
    refusedId: cleanText(refused?.after, PARTNER_ID_BYTES),
    withoutConsent,
    ...askFields(data),
    hasNoAccount: items.some(({ problem }) => problem === 'no-account-csp'),
    nextId: cleanText(data.next?.directoryId),
    nextName: cleanText(data.next?.directoryName, NAME_LENGTH),
    signInUrl: safeLink(data.next?.url),
    isConsentNext: data.next?.isConsent === true,
    retryCount: open.length,
    retryName: cleanText(open[0]?.directoryName, NAME_LENGTH),
    canUndo: done > 0 && !data.isUndo,
    canRedo: done > 0 && data.isUndo,
    undoUntil: writeDate(data.undoUntil, locale),
  };
}

/** Whose administrator can be asked for what. */
function askFields({ ask }: ViewData<'batch'>): Fields {
  return {
    askId: cleanText(ask?.directoryId),
    request: cleanText(ask?.request),
  };
}

/** Where the rarest button stands, by which others there are besides the sign-in and all directories. */
function modeOfRarest(...others: readonly boolean[]): 'primary' | 'secondary' {
  return others.filter(Boolean).length > MOST_OTHER_BUTTONS ? 'secondary' : 'primary';
}

function batchRowOf(row: ViewData<'batch'>['items'][number], problems: ProblemTexts): Fields {
  return {
    ...nameFields(row),
    before: cleanText(row.before, PARTNER_ID_BYTES) || '–',
    after: cleanText(row.after, PARTNER_ID_BYTES) || '–',
    state: cleanText(row.state),
    reason: row.state === 'failed' && row.problem !== '' ? wordsOf(row.problem, problems).title : '',
  };
}

/** Enough for a hundred directories with names of the usual length. */
const BYTES_OF_FOLDED = 5_000;

/** The names of what is not in the batch, by what stands in the way; empty for none. */
function leftOutFields(leftOut: readonly LeftOutRow[]): Fields {
  const names = (...reasons: readonly LeftOutRow['why'][]): Fields[string] =>
    namesOf(
      leftOut.filter(({ why }) => reasons.includes(why)),
      BYTES_OF_NAMES,
    );
  return {
    other: names('other'),
    company: names('company'),
    changed: names('changed'),
    undone: leftOut.filter(({ why }) => why === 'undone').length,
    undoneLinked: namesOf(
      leftOut.filter(({ why, partnerId }) => why === 'undone' && partnerId !== ''),
      BYTES_OF_NAMES,
    ),
    undoneFree: namesOf(
      leftOut.filter(({ why, partnerId }) => why === 'undone' && partnerId === ''),
      BYTES_OF_NAMES,
    ),
    lighthouse: names('lighthouse'),
    needsYou: names('needs-you', 'consent'),
    needsAdmin: names('needs-admin'),
    unreadable: names('unreadable'),
    asked: names('asked'),
  };
}

function partnerFields(partners: readonly PartnerNamed[]): { partnerId: string; partnerName: string }[] {
  return partners
    .map((one) => ({
      partnerId: cleanText(one.partnerId, PARTNER_ID_BYTES),
      partnerName: cleanText(one.partnerName, NAME_LENGTH),
    }))
    .filter(({ partnerName }) => partnerName !== '');
}

/** Whose PartnerIDs they are, on one line, as many as there is room for. */
function partnersText(partners: readonly PartnerNamed[]): string {
  const named = partnerFields(partners).map(({ partnerId, partnerName }) => `${partnerId} ${partnerName}`);
  return joined(named, BYTES_OF_NAMES);
}

/** Names with their domains on one line, as many as there is room for. */
export function namesOf(
  rows: readonly (Pick<DirectoryChoice, 'directoryName' | 'directoryId' | 'domain'> & {
    readonly partnerId?: string;
  })[],
  mostBytes: number,
): string {
  const named = rows.map((row) => {
    const { name, domain } = nameFields(row);
    const partnerId = cleanText(row.partnerId);
    return `${name} (${domain}${partnerId === '' ? '' : `: ${partnerId}`})`;
  });
  return joined(named, mostBytes);
}

/** One behind the other, as many as there is room for, and how many more there are. */
function joined(texts: readonly string[], mostBytes: number): string {
  let text = '';
  for (const [place, one] of texts.entries()) {
    const next = text === '' ? one : `${text}, ${one}`;
    if (bytesOf(next) > mostBytes) return `${text}, … (+${texts.length - place})`;
    text = next;
  }
  return text;
}

function rowOf(row: BatchRow): Row {
  return { ...nameFields(row), before: shownOf(row.before), after: shownOf(row.after) };
}

function listOf<T>(list: readonly T[] | undefined | null): readonly T[] {
  return list ?? [];
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}

/** A directory by its name and its domain, or by its id. */
export function nameFields(row: Pick<DirectoryChoice, 'directoryName' | 'directoryId' | 'domain'>): {
  name: string;
  domain: string;
} {
  const domain = cleanText(row.domain, NAME_LENGTH) || cleanText(row.directoryId);
  return { name: cleanText(row.directoryName, NAME_LENGTH) || domain, domain };
}

function shownOf(partnerId: unknown): string {
  const text = cleanText(partnerId);
  return cutTo(text, NAMED_PARTNER_ID.test(text) ? NAMED_PARTNER_ID_BYTES : PARTNER_ID_BYTES) || '–';
}
