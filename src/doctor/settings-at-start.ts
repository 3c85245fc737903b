import type { Environment, SettingProblem } from '../config/setting-problem';
import { readEnvironment } from '../config/read-environment';
import { problemLines } from '../config/setting-problem';
import { SETTING_TABLE, isSecret, whereToFind } from '../config/setting-table';
import type { Settings } from '../config/settings';
import { checkCertificate } from './check-credential';
import { checkIdentity } from './check-identity';
import { checkProxy } from './check-network';
import type { Finding } from './finding';
import { findingsOf } from './finding';

/** The settings with which the bot may start, and what a person should know of them; or why it does not start. */
export type SettingsAtStart =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: string }
  | { readonly ok: false; readonly refusal: string };

/**
 * Reads the settings and lets the doctor look at what is quick and needs no network: what it finds wrong keeps the bot
 * from starting, in the same words; what it doubts is told.
 */
export function settingsAtStart(
  given: Environment,
  readFile: (path: string) => string,
  now: Date,
): SettingsAtStart {
  const { environment, read } = readEnvironment(given, readFile);
  const findings = [
    ...checkIdentity(environment),
    ...checkProxy(environment),
    ...(read.ok ? checkCertificate(read.settings.azure.credential, now) : []),
  ];
  const lines = [
    ...(read.ok ? [] : read.problems.map(problemLines)),
    ...findings.filter(({ verdict }) => verdict === 'wrong').map(findingLines),
  ];
  if (!read.ok || lines.length > 0) {
    const refusal = `PAL Assistant does not start: the settings are not right.\n${lines.join('\n')}\n`;
    return { ok: false, refusal };
  }
  const doubts = findings.filter(({ verdict }) => verdict === 'doubtful').map(findingLines);
  const warnings = doubts.length === 0 ? '' : `PAL Assistant starts, and doubts:\n${doubts.join('\n')}\n`;
  return { ok: true, settings: read.settings, warnings };
}

function findingLines({ subject, says, fix }: Finding): string {
  return fix === undefined ? `  ${subject}: ${says}` : `  ${subject}: ${says}\n    ${fix}`;
}

const { right, wrong } = findingsOf('Settings');

/** One line for each setting that is set or should be: what the bot itself would say at its start, and what is there. */
export function checkSettings(environment: Environment, problems: readonly SettingProblem[]): Finding[] {
  const faulty = new Set(problems.map(({ name }) => name));
  const fine = SETTING_TABLE.filter(({ name }) => !faulty.has(name) && (environment[name] ?? '') !== '');
  return [
    ...problems.map((problem) =>
      wrong(problem.name, saying(environment, problem), whereToFind(problem.name)),
    ),
    ...fine.map(({ name }) => right(name, shown(name, environment[name] ?? ''))),
  ];
}

function saying(environment: Environment, { name, expected, found }: SettingProblem): string {
  if (found !== undefined) return `${found}; expected ${expected}`;
  return `${(environment[name] ?? '') === '' ? 'is missing:' : 'is not'} ${expected}`;
}

function shown(name: string, value: string): string {
  // A user and a password may stand in any address.
  return isSecret(name) ? 'is set, and not shown' : value.replace(/(?<=:\/\/)[^/\s]*@/, '…@');
}
