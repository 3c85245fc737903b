import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { PROBLEM_CODES } from '../model/problem';
import type { ProblemCode } from '../model/problem';

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
  const path = join(contentFolder, locale, 'problems.json');
  const parsed = problemTexts.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path} is not usable: ${faults.join('; ')}`);
}
