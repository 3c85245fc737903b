import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { z } from 'zod';
import type { Place } from './mutant';

/** Longer than a test file takes; what then still runs has lost its way, and counts as noticed. */
const PATIENCE_MS = 300_000;
const NOT_COPIED = new Set(['.git', '.local', 'coverage', 'node_modules']);

/** Of what jest writes. A file that could not even be loaded has no results of its own. */
const jestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
});

/**
 * What a test file says of a wrong line: `noticed` by the test of this name; `passed`; `unloadable`: it is no program any
 * more, which proves nothing.
 */
export type Finding =
  { readonly kind: 'noticed'; readonly by: string } | { readonly kind: 'passed' | 'unloadable' };

/** A copy of the project in which lines may be wrong. */
export class Workshop {
  private constructor(private readonly folder: string) {}

  /** Copies the project, which has been built. */
  static open(root: string): Workshop {
    const folder = mkdtempSync(join(tmpdir(), 'pal-mutants-'));
    cpSync(root, folder, {
      recursive: true,
      filter: (source) =>
        !relative(root, source)
          .split(sep)
          .some((part) => NOT_COPIED.has(part)),
    });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    return new Workshop(folder);
  }

  /** What the test file says as things stand in the copy; the first failure ends it. */
  run(test: string): Finding {
    const jest = join(this.folder, 'node_modules', 'jest', 'bin', 'jest.js');
    const report = join(this.folder, 'jest-report.json');
    rmSync(report, { force: true });
    const all = ['--bail', '-w', '1', '--json', `--outputFile=${report}`];
    const ended = spawnSync(process.execPath, [jest, ...all, '--runTestsByPath', join(this.folder, test)], {
      cwd: this.folder,
      stdio: 'ignore',
      timeout: PATIENCE_MS,
    });
    if (!existsSync(report)) {
      return ended.error === undefined ? { kind: 'unloadable' } : { kind: 'noticed', by: 'it does not end' };
    }
    const { success, testResults } = jestReport.parse(JSON.parse(readFileSync(report, 'utf8')));
    if (success) return { kind: 'passed' };
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = tests.find(({ status }) => status === 'failed');
    return failed === undefined ? { kind: 'unloadable' } : { kind: 'noticed', by: failed.fullName };
  }

  /** Puts the wrong line into source and build, runs the tests until one says something, and puts the right one back. */
  judge({ file, wrong }: Place, tests: readonly string[]): Finding {
    const right = readFileSync(join(this.folder, file), 'utf8');
    try {
      this.write(file, wrong);
      for (const test of tests) {
        const finding = this.run(test);
        if (finding.kind !== 'passed') return finding;
      }
      return { kind: 'passed' };
    } finally {
      this.write(file, right);
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Tests of the parts read the source, tests of the whole bot the built file. */
  private write(file: string, source: string): void {
    writeFileSync(join(this.folder, file), source);
    const { outputText } = transpileModule(source, {
      compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true },
    });
    writeFileSync(join(this.folder, 'dist', file.replace(/\.ts$/, '.js')), outputText);
  }
}
