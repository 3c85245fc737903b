/** One wrong line, and where the test is that has to notice. */
export interface Mutant {
  /** The file, from the folder of the project. */
  readonly file: string;
  /** A piece of its text that stands there once. */
  readonly find: string;
  readonly put: string;
  /** The promise that no longer holds, as a person would say it. */
  readonly breaks: string;
  /** The test files that are run against it, the quickest first. */
  readonly tests: readonly string[];
}

/** What came of it; `stale`: the piece does not stand in the file once, so that the list has to be mended. */
export type Verdict = 'killed' | 'survived' | 'stale';

/** Makes the mutants of one file, which the same tests have to notice. */
export function inFile(
  file: string,
  tests: readonly string[],
): (find: string, put: string, breaks: string) => Mutant {
  return (find, put, breaks) => ({ file, find, put, breaks, tests });
}
