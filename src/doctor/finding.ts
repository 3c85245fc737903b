/** What the doctor thinks of one thing. `doubtful`: it may be meant so, and probably is not. */
export type Verdict = 'right' | 'wrong' | 'doubtful' | 'not checked';

/** The headings of the report, in its order. */
export const AREAS = [
  'Settings',
  'Identity',
  'App package',
  'Records',
  'Network',
  'Clock',
  'Credentials',
] as const;

/** One line of the doctor's report. No text of it holds a secret. */
export interface Finding {
  readonly area: (typeof AREAS)[number];
  /** What was looked at: the name of a setting, or a few words. */
  readonly subject: string;
  readonly verdict: Verdict;
  /** What is the case. */
  readonly says: string;
  /** What to do and where; there whenever something is wrong or doubtful. */
  readonly fix?: string;
}

/** Makes the findings of one area, so that each check names only what is its own. */
export function findingsOf(area: Finding['area']): {
  right: (subject: string, says: string) => Finding;
  wrong: (subject: string, says: string, fix: string) => Finding;
  doubtful: (subject: string, says: string, fix: string) => Finding;
  notChecked: (subject: string, says: string, fix?: string) => Finding;
} {
  return {
    right: (subject, says) => ({ area, subject, verdict: 'right', says }),
    wrong: (subject, says, fix) => ({ area, subject, verdict: 'wrong', says, fix }),
    doubtful: (subject, says, fix) => ({ area, subject, verdict: 'doubtful', says, fix }),
    notChecked: (subject, says, fix) => ({
      area,
      subject,
      verdict: 'not checked',
      says,
      ...(fix === undefined ? {} : { fix }),
    }),
  };
}
