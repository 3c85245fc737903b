import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/config/package';

/** A child that is told to stop and does not is ended after this: longer than the bot gives itself. */
const PATIENCE_MS = 12_000;

/** A process of ours that is up. */
export interface RunningChild {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the process has ended, however that came about. */
  readonly ended: Promise<void>;
  /** The last lines it wrote, for saying why it ended. */
  lastWords(): string;
  stop(): Promise<void>;
}

/** What to start and how to see that it is up. */
export interface ChildRecipe {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** True for the line of output that says that it is up. */
  readonly isReady: (line: string) => boolean;
  /** Every line of output; the child's own log. */
  readonly onLine?: (line: string) => void;
  /** What it takes for the wish to end in order; SIGTERM when absent. */
  readonly stopSignal?: NodeJS.Signals;
}

/** Starts a Node process tied to this one; rejects when it ends before it is ready. */
export async function startChild(recipe: ChildRecipe): Promise<RunningChild> {
  // A child is plain Node: it gets the built file, also from a test that runs the sources.
  const preload = join(packageRoot(__dirname), 'dist', 'local', 'launcher', 'child-of-launcher.js');
  const child = spawn(process.execPath, ['-r', preload, ...recipe.args], {
    cwd: recipe.cwd,
    env: recipe.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const words: string[] = [];
  const ended = once(child, 'exit').then(() => undefined);
  const ready = new Promise<void>((resolve) => {
    const listen = (line: string): void => {
      words.push(line);
      if (words.length > 20) words.shift();
      recipe.onLine?.(line);
      if (recipe.isReady(line)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', listen);
    }
  });
  const isUp = await Promise.race([ready.then(() => true), ended.then(() => false)]);
  if (!isUp) throw new Error(`${recipe.name} ended before it was ready: ${words.join(' ')}`);
  return {
    name: recipe.name,
    pid: child.pid ?? 0,
    ended,
    lastWords: () => words.slice(-3).join(' '),
    stop: () => stopChild(child, ended, recipe.stopSignal ?? 'SIGTERM'),
  };
}

async function stopChild(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}
