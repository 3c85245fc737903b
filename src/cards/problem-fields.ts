import { z } from 'zod';

import { readJsonFile } from '../lib/json';
import type { ProblemCode } from '../model/problem';
import { PROBLEM_CODES, REQUEST_OF_PROBLEM } from '../model/problem';
import { asPartnerId, asTenantId } from '../model/identifiers';
import { cleanText, safeLink } from './card-text';
import type { Fields } from './link-data';
import type { ProblemData, ViewData } from './view';

/** The page of the portal with the link; it opens in the directory whose id stands before it. */
const PORTAL_PAGE = '#blade/Microsoft_Azure_Billing/managementpartnerblade';
const SECONDS_PER_MINUTE = 60;
/** Above this, "about n minutes" reads better than seconds. */
const SECONDS_SHOWN_UP_TO = 90;
/** Nobody counts one second; and so it is always “seconds”. */
const FEWEST_SECONDS = 2;

/** Data of a problem card: its words by code, and what to quote when asking for help. */
export function problemFields(data: ProblemData, texts: ProblemTexts): Fields {
  const words = wordsOf(data.code, texts);
  const seconds = Number.isFinite(data.retryAfterSeconds) ? Math.ceil(data.retryAfterSeconds ?? 0) : 0;
  return {
    title: words.title,
    text: words.text,
    nextStep: words.nextStep,
    steps: words.actions,
    directoryName: cleanText(data.directoryName),
    directoryId: cleanText(data.directoryId),
    request: cleanText(data.directoryId) === '' ? '' : (REQUEST_OF_PROBLEM[data.code] ?? ''),
    signInUrl: safeLink(data.signInUrl),
    correlationId: cleanText(data.correlationId),
    retrySeconds: seconds > 0 && seconds <= SECONDS_SHOWN_UP_TO ? Math.max(seconds, FEWEST_SECONDS) : 0,
    retryMinutes: seconds > SECONDS_SHOWN_UP_TO ? Math.ceil(seconds / SECONDS_PER_MINUTE) : 0,
  };
}

/** The words for a problem; those for what nobody expected where there are none. */
export function wordsOf(code: ProblemData['code'], texts: ProblemTexts): ProblemTexts[ProblemData['code']] {
  return Object.hasOwn(texts, code) ? texts[code] : texts.unexpected;
}

/**
 * Data of the card with the commands to run by hand. People paste these into a shell, so both ids are taken only if
 * they have exactly the form of one; otherwise the template shows a placeholder.
 */
export function byHandFields(data: ViewData<'problem-by-hand'>, texts: ProblemTexts, portal: string): Fields {
  const tenantId = typeof data.directoryId === 'string' ? (asTenantId(data.directoryId) ?? '') : '';
  return {
    ...problemFields(data, texts),
    action: cleanText(data.action),
    partnerId: asPartnerId(data.partnerId) ?? '',
    tenantId,
    portalUrl: `${portal}/${tenantId === '' ? '' : `${tenantId}/`}${PORTAL_PAGE}`,
    adminConsentUrl: safeLink(data.adminConsentUrl),
  };
}

const NEXT_STEPS = ['try-again', 'link', 'show', 'switch-directory', 'sign-in', 'help'] as const;

const problemText = z
  .object({
    /** The heading: what happened. */
    title: z.string().min(1).max(60),
    /** What it means, the link first. */
    text: z.string().min(1).max(400),
    /** Who can do what about it. */
    nextStep: z.string().min(1).max(400),
    actions: z.array(z.enum(NEXT_STEPS)).min(1),
  })
  .strict();

/** The words for one problem. */
type ProblemText = z.infer<typeof problemText>;

/** The words for every problem. */
export type ProblemTexts = Readonly<Record<ProblemCode, ProblemText>>;

const problemTexts = z
  .object(
    Object.fromEntries(PROBLEM_CODES.map((code) => [code, problemText])) as Record<
      ProblemCode,
      typeof problemText
    >,
  )
  .strict();

/** Reads `<contentFolder>/<locale>/problems.json`; throws, naming every fault, if a code is missing, unknown or badly worded. */
export function loadProblemTexts(contentFolder: string, locale: string): ProblemTexts {
  return readJsonFile(problemTexts, contentFolder, locale, 'problems.json');
}
