import type { Environment, SettingProblem } from '../config/setting-problem';
import { isSecret, SETTING_TABLE, whereToFind } from '../config/setting-table';
import type { Finding } from './finding';
import { findingsOf } from './finding';

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
