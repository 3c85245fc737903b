import { cleanText, safeLink, writeDate } from './card-text';
import type { Fields } from './link-data';
import { shownLinkFields, whereFields } from './link-data';
import type { ViewData } from './view';
import type { HistoryData, ShownDecision } from './view-of-many';

/** These keep a card of ten rows below its 24 KB, whatever the names are made of. */
const NAME_LENGTH = 32;
/** A proof for an account that is cut short proves little. */
const ACCOUNT_LENGTH = 80;
const ID_LENGTH = 36;
const STATE_LENGTH = 20;
const MOST_ROWS = 10;
const BYTES_OF_COPY = 5_000;
const BYTES_IN_KB = 1_024;

/** Data of a proof, its times in the words of the locale. */
export function proofFields(data: ViewData<'proof'>, locale: string): Fields {
  const rows = ((data.rows as typeof data.rows | undefined) ?? []).slice(0, MOST_ROWS);
  const isToForward = data.isToForward;
  return {
    of: cleanText(data.of),
    documentId: cleanText(data.documentId),
    directoryId: cleanText(data.directoryId),
    isToForward,
    hasFiles: !isToForward && cleanText(data.documentId) !== '',
    hasDetails: isToForward || rows.length === 1,
    total: countOf(data.total),
    linked: countOf(data.linked),
    other: countOf(data.other),
    isCompanyKnown: data.isCompanyKnown,
    unreadable: countOf(data.unreadable),
    pending: countOf(data.pending),
    more: countOf(data.more),
    unknown: cleanText(data.unknown),
    askedBy: cleanText(data.askedBy),
    madeAt: writeDate(data.madeAt, locale),
    pageUrl: safeLink(data.pageUrl),
    rows: rows.map((row) => ({
      ...shownLinkFields(row, locale),
      // Azure keeps the time of creation when another PartnerID takes the place of the one before.
      isChanged: row.lastChanged !== row.linkedSince,
      directoryName: cleanText(row.directoryName, NAME_LENGTH) || cleanText(row.domain, NAME_LENGTH),
      domain: cleanText(row.domain, NAME_LENGTH),
      directoryId: cleanText(row.directoryId, ID_LENGTH),
      account: cleanText(row.account, ACCOUNT_LENGTH),
      partnerId: cleanText(row.partnerId, STATE_LENGTH),
      state: cleanText(row.state, STATE_LENGTH),
      partnerName: cleanText(row.partnerName, NAME_LENGTH),
      objectId: cleanText(row.objectId, ID_LENGTH),
      result: cleanText(row.result),
      armRequestId: cleanText(row.armRequestId, ID_LENGTH),
    })),
    hasRows: rows.length > 0,
    copy: copyOf(data.copy),
  };
}

/** Whole entries only: half of one would prove nothing. */
function copyOf(copy: unknown): string {
  if (typeof copy !== 'string') return '';
  const entries = copy.split('\n\n').map((entry) =>
    entry
      .split('\n')
      .map((line) => cleanText(line))
      .join('\n'),
  );
  let text = '';
  for (const entry of entries) {
    const longer = text === '' ? entry : `${text}\n\n${entry}`;
    if (Buffer.byteLength(JSON.stringify(longer)) > BYTES_OF_COPY) break;
    text = longer;
  }
  return text;
}

/** Data of the card that offers a file. */
export function fileOfferFields({
  of,
  fileName,
  sizeInBytes,
  documentId,
  format,
}: ViewData<'file-offer'>): Fields {
  return {
    of: cleanText(of),
    fileName: cleanText(fileName),
    kilobytes: Math.max(1, Math.ceil(countOf(sizeInBytes) / BYTES_IN_KB)),
    documentId: cleanText(documentId),
    format: cleanText(format),
  };
}

/** Data of the cards of a file that was made. */
export function fileFields(
  data: ViewData<'file-info'> | ViewData<'file-sent'> | ViewData<'file-link'> | ViewData<'file-check'>,
  locale: string,
): Fields {
  return {
    fileName: cleanText(data.fileName),
    digest: 'digest' in data ? cleanText(data.digest) : '',
    url: safeLink('url' in data ? data.url : 'contentUrl' in data ? data.contentUrl : ''),
    why: 'why' in data ? cleanText(data.why) : '',
    outcome: 'outcome' in data ? cleanText(data.outcome) : '',
    account: 'account' in data ? cleanText(data.account) : '',
    madeAt: 'madeAt' in data ? writeDate(data.madeAt, locale) : '',
  };
}

/** Data of a page of decisions, its times in the words of the locale. */
export function historyFields(data: HistoryData, locale: string): Fields {
  const listed = (data.decisions as typeof data.decisions | undefined) ?? [];
  const [page, pages] = [countOf(data.page), countOf(data.pages)];
  return {
    decisions: listed.map((decision) => decisionFields(decision, locale)),
    hasDecisions: listed.length > 0,
    page: `${page}`,
    pages: `${pages}`,
    hasPages: pages > 1,
    newer: page > 1 ? `${page - 1}` : '',
    older: page < pages ? `${page + 1}` : '',
    only: cleanText(data.only?.directoryName),
    onlyId: cleanText(data.only?.directoryId),
    isOne: data.only?.isOne ?? false,
    batchId: cleanText(data.batchId),
    isPart: data.only !== undefined || cleanText(data.batchId) !== '',
    unknown: cleanText(data.unknown),
  };
}

function decisionFields(decision: ShownDecision, locale: string): Fields {
  const { batch } = decision;
  return {
    ...whereFields(decision),
    at: writeDate(decision.at, locale),
    before: cleanText(decision.before),
    after: cleanText(decision.after),
    outcome: batch === undefined ? cleanText(decision.outcome) : '',
    isUndo: decision.isUndo,
    batchId: cleanText(batch?.batchId),
    total: countOf(batch?.total),
    done: countOf(batch?.done),
    failed: countOf(batch?.failed),
    unclear: countOf(batch?.unclear),
    notDone: countOf(batch?.notDone),
  };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}
