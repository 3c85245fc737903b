import { EventEmitter } from 'node:events';
import { catchConsole, catchWarnings, exitOnUnhandled } from '../../../src/bin/process';
import { readableLog } from '../../support/log-lines';

test('what packages print is counted and not repeated', () => {
  const { log, records, written } = readableLog();
  const printed: unknown[] = [];
  const print = (...words: unknown[]): void => void printed.push(words);
  const given = {
    log: print,
    info: print,
    warn: print,
    error: print,
    debug: print,
    trace: print,
    dir: print,
  };
  catchConsole(given, log);
  for (let times = 0; times < 5; times += 1) given.error('token', new Error('with a secret'));
  given.log('something else');
  expect(printed).toEqual([]);
  expect(written()).not.toMatch(/token|secret|something/);
  expect(records().map(({ event, method, count }) => [event, method, count])).toEqual([
    ['console.caught', 'error', 1],
    ['console.caught', 'error', 2],
    ['console.caught', 'error', 4],
    ['console.caught', 'log', 1],
  ]);
});

test('a warning of the runtime is its name and code, and nothing prints it any more', () => {
  const { log, records } = readableLog();
  const given = new EventEmitter();
  const prints = jest.fn();
  given.on('warning', prints);
  catchWarnings(given, log);
  given.emit(
    'warning',
    Object.assign(new Error('of https://host/?sig=x'), { name: 'Deprecation', code: 'D1' }),
  );
  expect(prints).not.toHaveBeenCalled();
  expect(records()).toMatchObject([{ event: 'process.warning', error: 'Deprecation', code: 'D1' }]);
});

test.each([
  ['uncaughtException', 'process.uncaught-exception'],
  ['unhandledRejection', 'process.unhandled-rejection'],
])(
  '%s ends the process with 70, with the name of the error in the log and not its message',
  (name, event) => {
    const { log, records, written } = readableLog();
    const given = new EventEmitter();
    const exit = jest.fn();
    exitOnUnhandled(given, log, exit);
    given.emit(name, new TypeError('token eyJ'));
    expect(exit).toHaveBeenCalledWith(70);
    expect(records()).toMatchObject([{ level: 'error', event, error: 'TypeError' }]);
    expect(written()).not.toContain('eyJ');
  },
);
