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

const MARKS: Readonly<Record<Verdict, string>> = {
  right: 'ok   ',
  wrong: 'WRONG',
  doubtful: 'doubt',
  'not checked': '-    ',
};

/** The report as a person reads it: by area, one line each, and below what to do. */
export function writeReport(findings: readonly Finding[]): string {
  const parts = AREAS.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    return own.length === 0 ? [] : [`${area}\n${own.map(line).join('\n')}\n`];
  });
  return `${parts.join('\n')}\n${verdictOf(findings)}\n`;
}

function line({ verdict, subject, says, fix }: Finding): string {
  const first = `  ${MARKS[verdict]}  ${subject}: ${says}`;
  return fix === undefined ? first : `${first}\n         ${fix}`;
}

function verdictOf(findings: readonly Finding[]): string {
  const count = (verdict: Verdict): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const counts = `${count('right')} right, ${count('wrong')} wrong, ${count('doubtful')} doubtful, ${count('not checked')} not checked`;
  return count('wrong') === 0
    ? `Nothing is wrong: ${counts}.`
    : `Not ready for Teams: ${counts}. (Trying it out on this machine, with npm start, needs none of this.)`;
}
