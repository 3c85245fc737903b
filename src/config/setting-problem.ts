import { whereToFind } from './setting-table';

/** Where settings come from: names and texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing wrong with the settings: which, and what is expected. */
export interface SettingProblem {
  readonly name: string;
  readonly expected: string;
}

/** The lines in which a person reads a problem: the setting, what is expected, where to find it. */
export function problemLines({ name, expected }: SettingProblem): string {
  return `  ${name}: expected ${expected}\n    Where: ${whereToFind(name)}`;
}
