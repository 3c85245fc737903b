import { nameFields, NAME_LENGTH } from './batch-data';
import { cleanInput, cleanText } from './card-text';
import type { Fields } from './link-data';
import type { ViewData } from './view';
import type { Appeared } from './view-of-many';
import { writeDate } from './write-date';

/** Fewer are seen at a glance. */
const MOST_WITHOUT_SEARCH = 10;

/** Data of what a status card says of directories that have appeared. `appearedId`: where there is only one. */
export function appearedFields({ appeared }: Appeared): Fields {
  const rows = (appeared as Appeared['appeared'] | undefined) ?? [];
  return {
    appeared: rows.map((row) => nameFields(row)),
    appearedCount: rows.length,
    appearedId: rows.length === 1 ? cleanText(rows[0]?.directoryId) : '',
  };
}

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
    withoutConsent: countOf(data.withoutConsent),
    page: countOf(page),
    pages: countOf(pages),
    nextPage: String(countOf(page) + 1),
    filter: cleanText(filter),
    search: cleanInput(data.search),
    canSearch: countOf(data.total) > MOST_WITHOUT_SEARCH,
    isCompanyKnown: data.isCompanyKnown,
    rows: shown.map((row) => ({
      ...nameFields(row),
      state: cleanText(row.state),
      partnerId: cleanText(row.partnerId),
      partnerName: cleanText(row.partnerName, NAME_LENGTH),
      directoryId: cleanText(row.directoryId),
      request: cleanText(row.request),
      isForeign: row.state === 'other' && data.isCompanyKnown,
    })),
    hasRows: shown.length > 0,
    readAt: writeDate(readAt, locale),
  };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}
