import { EventEmitter } from 'node:events';
import { stopOnSignal } from '../../../src/bin/process';

jest.useFakeTimers();

/** A process that is told to stop; gives the code it ended with, if it has ended, and what it logged. */
function stopping(
  stop: () => Promise<void>,
  flushed = (): Promise<void> => Promise.resolve(),
): { exits: number[]; events: string[]; signal: () => void } {
  const exits: number[] = [];
  const events: string[] = [];
  const given = new EventEmitter() as unknown as NodeJS.Process;
  given.exit = ((code: number) => void exits.push(code)) as NodeJS.Process['exit'];
  const note = (event: string, { outcome = '' }: { outcome?: string }): void => {
    events.push(`${event} ${outcome}`.trim());
  };
  stopOnSignal(given, stop, { info: note, warn: note, error: note }, flushed);
  return { exits, events, signal: () => given.emit('SIGTERM', 'SIGTERM') };
}

test('what is under way ends first, and then the process, with 0', async () => {
  let end: () => void = () => undefined;
  const { exits, events, signal } = stopping(() => new Promise((resolve) => (end = resolve)));
  signal();
  await jest.advanceTimersByTimeAsync(8_900);
  expect(exits).toEqual([]);
  end();
  await jest.advanceTimersByTimeAsync(0);
  expect(exits).toEqual([0]);
  expect(events).toEqual(['bot.stopping', 'bot.stopped in order']);
});

test('work that does not end does not keep it: before ten seconds are over it is gone, with 0', async () => {
  const { exits, events, signal } = stopping(() => new Promise(() => undefined));
  signal();
  await jest.advanceTimersByTimeAsync(9_999);
  expect(exits).toEqual([0]);
  expect(events).toEqual(['bot.stopping', 'bot.stopped out of time']);
});

test('told twice it stops once', async () => {
  let stops = 0;
  const { exits, signal } = stopping(() => {
    stops += 1;
    return Promise.resolve();
  });
  signal();
  signal();
  await jest.advanceTimersByTimeAsync(0);
  expect([stops, exits]).toEqual([1, [0]]);
});

test('a stop that fails ends with 70', async () => {
  const { exits, events, signal } = stopping(() => Promise.reject(new Error('the records are gone')));
  signal();
  await jest.advanceTimersByTimeAsync(0);
  expect(exits).toEqual([70]);
  expect(events).toEqual(['bot.stopping', 'bot.stopped failed']);
});

test('who does not read the log any more does not keep it: it ends with 0 half a second later', async () => {
  const { exits, signal } = stopping(
    () => Promise.resolve(),
    () => new Promise(() => undefined),
  );
  signal();
  await jest.advanceTimersByTimeAsync(500);
  expect(exits).toEqual([0]);
});
