import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import type { Mutant, Verdict } from './mutant';

/** Longer than the test files of a mutant take; what then still runs has lost its way, and counts as noticed. */
const PATIENCE_MS = 400_000;
const NOT_COPIED = new Set(['.git', '.local', 'coverage', 'node_modules']);

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

  /** Whether these test files pass as things stand in the copy; the first failure ends it. */
  passes(tests: readonly string[]): boolean {
    const jest = join(this.folder, 'node_modules', 'jest', 'bin', 'jest.js');
    const files = tests.map((test) => join(this.folder, test));
    const run = spawnSync(process.execPath, [jest, '--bail', '-w', '1', '--runTestsByPath', ...files], {
      cwd: this.folder,
      stdio: 'ignore',
      timeout: PATIENCE_MS,
    });
    return run.status === 0;
  }

  /** Puts the wrong line into source and build, runs its tests, and puts the right one back. */
  judge({ file, find, put, tests }: Mutant): Verdict {
    if (!existsSync(join(this.folder, file))) return 'stale';
    const source = readFileSync(join(this.folder, file), 'utf8');
    if (source.split(find).length !== 2) return 'stale';
    try {
      this.write(
        file,
        source.replace(find, () => put),
      );
      return this.passes(tests) ? 'survived' : 'killed';
    } finally {
      this.write(file, source);
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
