import { cleanText } from './card-text';
import { whereFields } from './link-data';
import type { Fields } from './link-data';
import type { ViewData } from './view';
import { writeDate } from './write-date';

/** Data of the list of decisions, its times in the words of the locale. */
export function historyFields({ decisions, more }: ViewData<'history'>, locale: string): Fields {
  const listed = (decisions as typeof decisions | undefined) ?? [];
  return {
    decisions: listed.map((decision) => ({
      ...whereFields(decision),
      at: writeDate(decision.at, locale),
      before: cleanText(decision.before),
      after: cleanText(decision.after),
      outcome: cleanText(decision.outcome),
    })),
    hasDecisions: listed.length > 0,
    more: Number.isInteger(more) ? more : 0,
  };
}
