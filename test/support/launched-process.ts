import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/config/package';

const run = promisify(execFile);

/** A built program of the project, running as a process of its own, the leader of its group as in a terminal. */
export class LaunchedProcess {
  readonly pid: number;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  out = '';
  err = '';

  /** `inShell`: a shell is its parent, as npm does it, and is what gets the signals. */
  constructor(
    program: string,
    args: readonly string[],
    settings: Readonly<Record<string, string>>,
    inShell = false,
    /** A file that is its standard output, which then can't be read here. */
    stdout?: number,
  ) {
    const command = [process.execPath, join(packageRoot(__dirname), 'dist', program), ...args];
    // With something left to do afterwards, no shell lets the program take its own place.
    const [file = '', ...rest] = inShell ? ['sh', '-c', `'${command.join("' '")}'; exit $?`] : command;
    const child = spawn(file, rest, {
      env: { PATH: process.env['PATH'], ...settings },
      stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
      detached: true,
    });
    if (child.pid === undefined) throw new Error(`${program} did not start.`);
    this.pid = child.pid;
    this.ended = endOf(child);
    this.isRunning = () => child.exitCode === null && child.signalCode === null;
    child.stdout?.on('data', (chunk: Buffer) => {
      this.out += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      this.err += chunk.toString();
    });
    this.said = (words) =>
      new Promise((resolve, reject) => {
        const listen = (): void => {
          if (this.out.includes(words)) resolve();
        };
        child.stdout?.on('data', listen);
        child.on('exit', () => {
          reject(new Error(`${program} ended before it said "${words}": ${this.out}${this.err}`));
        });
        listen();
      });
  }

  private readonly isRunning: () => boolean;

  /** Resolves when the words are in its output. */
  readonly said: (words: string) => Promise<void>;

  /** Signals this process only. */
  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Ends it if it has not ended yet, and gives back what it held. */
  async stop(): Promise<void> {
    if (this.isRunning()) this.kill('SIGKILL');
    await this.ended;
  }

  /** What Ctrl-C in a terminal does: the process and its children get it. */
  interruptGroup(): void {
    process.kill(-this.pid, 'SIGINT');
  }

  /** The ids of its children that are alive. */
  async children(): Promise<number[]> {
    return (await processes()).filter(({ parent }) => parent === this.pid).map(({ pid }) => pid);
  }
}

/** Resolves when none of the processes is alive any more. */
export async function allGone(pids: readonly number[]): Promise<void> {
  for (;;) {
    const alive = await processes();
    if (!alive.some(({ pid }) => pids.includes(pid))) return;
  }
}

/** Whether somebody answers there. */
export async function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  const socket = createConnection({ port, host });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function endOf(child: ChildProcess): Promise<number | string> {
  await once(child, 'close');
  return child.exitCode ?? child.signalCode ?? 'unknown';
}

/** Every process but those that are dead and only not yet counted by their parent. */
async function processes(): Promise<{ pid: number; parent: number }[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => state !== undefined && !state.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}
