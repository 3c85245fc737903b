import { setMaxListeners } from 'node:events';

/** Lets so much work run at once, and no more. */
export interface FairLimiter {
  /**
   * Runs the work when there is room for it; undefined when the signal aborts before that. `who`: whose work it is;
   * people take turns, so that somebody with one request is not behind somebody with five hundred.
   */
  run<T>(who: string, signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined>;
}

interface Line {
  running: number;
  readonly waiting: Set<() => void>;
}

/** FairLimiter with a limit for each person and one for the process. */
export function createFairLimiter(limits: { readonly each: number; readonly all: number }): FairLimiter {
  /** In the order of turns: whoever had theirs goes to the end. */
  const lines = new Map<string, Line>();
  let running = 0;

  /** Of those who wait, the person for whom the least runs; among equals, who has waited longest for their turn. */
  function nextInLine(): [who: string, line: Line] | undefined {
    let next: [string, Line] | undefined;
    for (const [who, line] of lines) {
      const mayStart = line.waiting.size > 0 && line.running < limits.each;
      if (mayStart && (next === undefined || line.running < next[1].running)) next = [who, line];
    }
    return next;
  }

  function startNext(): void {
    while (running < limits.all) {
      const [who, line] = nextInLine() ?? [];
      const [start] = line?.waiting ?? [];
      if (who === undefined || line === undefined || start === undefined) return;
      line.waiting.delete(start);
      lines.delete(who);
      lines.set(who, line);
      line.running += 1;
      running += 1;
      start();
    }
  }

  function dropIfIdle(who: string, line: Line): void {
    const isIdle = line.running === 0 && line.waiting.size === 0;
    if (isIdle && lines.get(who) === line) lines.delete(who);
  }

  return {
    run: async (who, signal, work) => {
      if (signal.aborted) return undefined;
      const line = lines.get(who) ?? { running: 0, waiting: new Set() };
      lines.set(who, line);
      const myTurn = turn(line, signal);
      startNext();
      if (!(await myTurn)) {
        dropIfIdle(who, line);
        return undefined;
      }
      try {
        return await work();
      } finally {
        line.running -= 1;
        running -= 1;
        dropIfIdle(who, line);
        startNext();
      }
    },
  };
}

/** Waits in the line; false when the signal aborts first. */
function turn(line: Line, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const start = (): void => {
      signal.removeEventListener('abort', giveUp);
      resolve(true);
    };
    const giveUp = (): void => {
      line.waiting.delete(start);
      resolve(false);
    };
    line.waiting.add(start);
    // All that one answer needs may wait for the same signal.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
