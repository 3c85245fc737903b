/** Where settings come from: names and texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing wrong with the settings: which, what is expected, where to find it. */
export interface SettingProblem {
  readonly name: string;
  readonly expected: string;
}
