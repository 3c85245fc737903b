import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { readBody } from '../../../src/http/activity/read-activity';
import { cleanJsonOf } from '../../../src/lib/json';
import { Refusals } from '../../../src/http/messages';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test('JSON that nests to 32 levels is read, and deeper is none', () => {
  expect(cleanJsonOf(nested(32))).toBeDefined();
  expect(cleanJsonOf(nested(33))).toBeUndefined();
});

test('names that reach a prototype are left out, wherever they stand', () => {
  const text = '{"a":{"__proto__":{"x":1},"b":[{"constructor":1,"c":2}]},"prototype":3}';
  expect(JSON.stringify(cleanJsonOf(text))).toBe('{"a":{"b":[{"c":2}]}}');
});

function request(headers: Record<string, string>): PassThrough & IncomingMessage {
  return Object.assign(new PassThrough(), { headers }) as unknown as PassThrough & IncomingMessage;
}

test('a body that is announced as too large is refused before a byte of it is read', async () => {
  const announced = request({ 'content-length': String(256 * 1024 + 1) });
  expect(await readBody(announced)).toEqual({ kind: 'none', status: 413 });
});

test('a body in pieces, of which nobody said how large it is, is read up to 256 KB', async () => {
  const whole = request({});
  const read = readBody(whole);
  whole.end(Buffer.alloc(256 * 1024, 'x'));
  expect((await read).kind).toBe('text');
  const larger = request({});
  const refused = readBody(larger);
  larger.write(Buffer.alloc(200 * 1024, 'x'));
  larger.write(Buffer.alloc(57 * 1024, 'x'));
  expect(await refused).toEqual({ kind: 'none', status: 413 });
});

test('of a thousand refusals of one kind in a minute the log has one line, and the count comes with the next', () => {
  let now = 0;
  const lines: unknown[] = [];
  const log = {
    info: () => undefined,
    error: () => undefined,
    warn: (...line: unknown[]) => void lines.push(line),
  };
  const refusals = new Refusals({ monotonicMs: () => now, log });
  for (let count = 0; count < 1_000; count += 1) refusals.note('issuer');
  expect(lines).toHaveLength(1);
  now = 60_000;
  refusals.note('issuer');
  expect(lines).toEqual([
    ['http.authenticate.refused', { flaw: 'issuer', count: 1 }],
    ['http.authenticate.refused', { flaw: 'issuer', count: 1_000 }],
  ]);
});
