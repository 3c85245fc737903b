import type { HttpReply } from '../../../src/network/http-send';
import { CircuitOpenError, TransportError } from '../../../src/network/http-send';
import { guarded } from '../../../src/network/circuit-breaker';

const START = Date.parse('2026-03-01T09:00:00Z');
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
type Answer = HttpReply | TransportError;

const answer = (status: number, headers: Record<string, string> = {}): HttpReply => ({
  status,
  headers,
  body: '',
});
const busy = (retryAfter?: string): HttpReply =>
  answer(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
const DOWN = answer(503);
const FINE = answer(200);

/** A service that answers as told, behind the guard, and a clock that the test moves. */
function guardedService() {
  let now = START;
  let wall = START;
  let answers: Answer = FINE;
  const calls: string[] = [];
  const send = guarded(
    (exchange) => {
      calls.push(exchange.circuit);
      return answers instanceof TransportError ? Promise.reject(answers) : Promise.resolve(answers);
    },
    { clock: { now: () => new Date(wall) }, monotonicMs: () => now, log: QUIET },
  );
  const call = async (circuit = 'arm a'): Promise<string> => {
    const exchange = { circuit, method: 'GET', url: 'https://x/', headers: {}, timeoutMs: 1, maxBytes: 1 };
    try {
      return String((await send(exchange)).status);
    } catch (error) {
      return error instanceof CircuitOpenError
        ? `${error.why} for ${error.retryAfterSeconds} s`
        : (error as Error).message;
    }
  };
  return {
    calls,
    call,
    answers: (next: Answer) => (answers = next),
    wait: (ms: number) => {
      now += ms;
      wall += ms;
    },
    setClock: (ms: number) => (wall += ms),
    times: async (count: number, circuit?: string) => {
      for (let index = 0; index < count; index += 1) await call(circuit);
    },
  };
}

describe('a service that asks to be left alone', () => {
  test.each([
    ['1', 1],
    ['12', 12],
    ['3600', 3_600],
    [new Date(START + 90_000).toUTCString(), 90],
    ['-5', 5],
    ['soon', 5],
    [undefined, 5],
  ])('Retry-After %s: nobody asks again for %d seconds', async (retryAfter, seconds) => {
    const { call, calls, answers, wait } = guardedService();
    answers(busy(retryAfter));
    expect(await call()).toBe('429');
    answers(FINE);
    expect(await call()).toBe(`paused for ${seconds} s`);
    wait(seconds * 1000 - 1);
    expect(await call()).toBe('paused for 1 s');
    expect(calls).toHaveLength(1);
    wait(1);
    expect(await call()).toBe('200');
    expect(await call()).toBe('200');
  });

  test('an answer that was under way does not end the pause, and a shorter one does not shorten it', async () => {
    const { call, calls, answers, wait } = guardedService();
    answers(busy('60'));
    const both = Promise.all([call(), call()]);
    answers(busy('1'));
    await both;
    wait(2_000);
    expect(await call()).toBe('paused for 58 s');
    expect(calls).toHaveLength(2);
  });
});

describe('a service that is down', () => {
  test.each([
    ['answers 503', DOWN],
    ['hangs', new TransportError('timeout', true)],
    ['resets', new TransportError('reset', true)],
    ['can’t be reached', new TransportError('unreachable', false)],
  ])('%s: after five failures in a row nobody asks for 30 s, then one tries', async (_, failure) => {
    const { call, calls, answers, times, wait } = guardedService();
    answers(failure);
    await times(5);
    expect(await call()).toBe('down for 30 s');
    wait(29_999);
    expect(await call()).toBe('down for 1 s');
    expect(calls).toHaveLength(5);
    wait(1);
    answers(FINE);
    const trying = call();
    expect(await call()).toBe('down for 3 s');
    expect(await trying).toBe('200');
    expect(await call()).toBe('200');
    expect(calls).toHaveLength(7);
  });

  test('the one that tries finds it still down: another 30 s', async () => {
    const { call, calls, answers, times, wait } = guardedService();
    answers(DOWN);
    await times(5);
    wait(30_000);
    await call();
    expect(await call()).toBe('down for 30 s');
    expect(calls).toHaveLength(6);
    wait(30_000);
    answers(FINE);
    expect(await call()).toBe('200');
  });

  test('four failures, or five over more than 30 s, or five with a success among them, are none', async () => {
    const { call, answers, times, wait } = guardedService();
    answers(DOWN);
    await times(4);
    wait(30_000);
    await times(4);
    answers(FINE);
    await times(1);
    answers(DOWN);
    await times(4);
    answers(FINE);
    expect(await call()).toBe('200');
  });

  test.each([
    ['a refusal', answer(403)],
    ['what we ended ourselves', new TransportError('aborted', true)],
    ['what we would not read', new TransportError('too-large', true)],
  ])('%s is no failure', async (_, reply) => {
    const { call, answers, times } = guardedService();
    answers(reply);
    await times(20);
    answers(FINE);
    expect(await call()).toBe('200');
  });
});

test('the trouble of one directory holds up no other, nor another service', async () => {
  const { call, answers, times } = guardedService();
  answers(DOWN);
  await times(5, 'arm a');
  answers(busy('3600'));
  await times(1, 'arm b');
  answers(FINE);
  expect(await call('arm c')).toBe('200');
  expect(await call('entra a')).toBe('200');
  expect(await call('arm a')).toBe('down for 30 s');
  expect(await call('arm b')).toBe('paused for 3600 s');
});

test('circuits without trouble are not remembered, and those in trouble only up to a bound', async () => {
  const { call, answers, times } = guardedService();
  answers(busy('3600'));
  for (let index = 0; index <= 1_000; index += 1) await times(1, `arm ${index}`);
  answers(FINE);
  expect(await call('arm 0')).toBe('200');
  expect(await call('arm 1')).toMatch(/^paused/);
});

test.each([
  ['back', -3_600_000],
  ['forth', 3_600_000],
])('a clock that is set %s by an hour changes no pause and no rest', async (_, ms) => {
  const paused = guardedService();
  paused.answers(busy('10'));
  await paused.call();
  paused.setClock(ms);
  expect(await paused.call()).toBe('paused for 10 s');
  paused.answers(FINE);
  paused.wait(10_000);
  expect(await paused.call()).toBe('200');

  const down = guardedService();
  down.answers(DOWN);
  await down.times(5);
  down.setClock(ms);
  expect(await down.call()).toBe('down for 30 s');
  down.answers(FINE);
  down.wait(30_000);
  expect(await down.call()).toBe('200');
});
