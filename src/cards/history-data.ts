import { cleanText, writeDate } from './card-text';
import type { Fields } from './link-data';
import { whereFields } from './link-data';
import type { HistoryData, ShownDecision } from './view-of-many';

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
