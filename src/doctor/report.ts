import type { Finding, Verdict } from './finding';
import { AREAS } from './finding';

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
