/** One thing that keeps the app package from being right: where it stands, what is wrong, how to put it right. */
export interface PackageProblem {
  readonly where: string;
  readonly wrong: string;
  readonly fix: string;
}

/** How problems are said on a terminal. */
export function writeProblems(problems: readonly PackageProblem[]): string {
  return problems.map(({ where, wrong, fix }) => `  ${where}: ${wrong}\n    Fix: ${fix}\n`).join('');
}
