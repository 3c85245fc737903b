import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { readUsage } from './usage';
import type { Usage } from './usage';

/** The measured bot runs on the first CPU, everything else on the second, where the machine lets us say so. */
const BOT_CPU = '0';
const OWN_CPU = '1';
const POLL_MS = 2;
const STARTS_WITHIN_MS = 20_000;
const STOPS_WITHIN_MS = 12_000;

/** What to start. */
export interface Recipe {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly port: number;
}

/** A bot's process that takes connections. */
export interface PinnedProcess {
  readonly port: number;
  /** From the start of the process to the first connection that it takes. */
  readonly readyAfterMs: number;
  usage(): Usage;
  /** Asks the process a signal, and gives the next line of output that has this in it. */
  signal(name: NodeJS.Signals, answeredWith: string): Promise<string>;
  /** What it wrote to its standard error; a bot that complains is not measured rightly. */
  complaints(): string;
  stop(): Promise<void>;
}

/** Whether processes can be bound to a CPU here: Linux, `taskset`, and two CPUs. */
export const canPin =
  availableParallelism() > 1 && spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;

/** Binds this process, with all its threads, to the CPU that the bots do not use. */
export function pinOurselves(): void {
  if (canPin) spawnSync('taskset', ['-acp', OWN_CPU, String(process.pid)], { stdio: 'ignore' });
}

/** The command line of a Node process that runs on the CPU of the bots. */
export function pinned(args: readonly string[]): [string, ...string[]] {
  return canPin ? ['taskset', '-c', BOT_CPU, process.execPath, ...args] : [process.execPath, ...args];
}

/** Starts a Node process and waits until its port takes connections; rejects when it ends before that. */
export async function startPinned(recipe: Recipe): Promise<PinnedProcess> {
  const startedAt = performance.now();
  const [command, ...args] = pinned(recipe.args);
  const child = spawn(command, args, {
    cwd: recipe.cwd,
    env: recipe.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  const listeners = new Set<(text: string) => void>();
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4_000)));
  child.stdout.on('data', (chunk: Buffer) => {
    for (const listener of listeners) listener(chunk.toString());
  });
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  while (!(await takesConnections(recipe.port))) {
    if (child.exitCode !== null || performance.now() - startedAt > STARTS_WITHIN_MS) {
      child.kill('SIGKILL');
      throw new Error(`${recipe.args.at(-1) ?? 'A bot'} did not start: ${complaints}`);
    }
    await pause(POLL_MS);
  }
  const pid = child.pid ?? 0;
  return {
    port: recipe.port,
    readyAfterMs: performance.now() - startedAt,
    usage: () => readUsage(pid),
    signal: (name, answeredWith) =>
      new Promise((resolve) => {
        const listener = (text: string): void => {
          const line = text.split('\n').find((one) => one.includes(answeredWith));
          if (line === undefined) return;
          listeners.delete(listener);
          resolve(line);
        };
        listeners.add(listener);
        child.kill(name);
      }),
    complaints: () => complaints,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (isOpen: boolean) => (): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', done(true));
    socket.once('error', done(false));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
