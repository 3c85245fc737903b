import { whereToFind } from './setting-table';

/** Where settings come from: names and texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing wrong with the settings: which, and what is expected. */
export interface SettingProblem {
  readonly name: string;
  readonly expected: string;
  /** What there is instead, where the value can't be read off: goes on after the setting's name. */
  readonly found?: string;
}

/** The lines in which a person reads a problem: the setting, what is expected, where to find it. */
export function problemLines({ name, expected, found }: SettingProblem): string {
  const instead = found === undefined ? '' : `; it ${found}`;
  return `  ${name}: expected ${expected}${instead}\n    Where: ${whereToFind(name)}`;
}
