import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { runningTestBot } from '../support/test-bot';
import { expectPassed, howMany, isInTime } from '../support/threats';

const testBot = runningTestBot({ channel: 'signed' });
const INTERNALS = /node_modules|\.js:\d+|\bat \S+ \(|Error:|stack|restify|botbuilder|zod/i;

const MOST_GROWN_MB = 50;
/** Ten seconds are given to headers and to a body: waited for by the threat report only. */
const MOST_HELD_MS = 12_000;

type Bad = Readonly<{ headers: Record<string, string>; body: string | Buffer }>;

async function answerTo({ headers, body }: Bad): Promise<{ status: number; text: string }> {
  const response = await fetch(`${testBot().botUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, text: await response.text() };
}

/** Resolves when the bot has answered with a refusal, or closed the connection. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
    socket.once('data', () => {
      socket.destroy();
    });
  });
}

async function badRequests(): Promise<Bad[]> {
  const authorization = `Bearer ${await testBot().channel!.token(testBot().connector.serviceUrl)}`;
  const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
  return [
    { headers: { authorization, 'content-encoding': 'gzip' }, body: 'not gzip' },
    { headers: { authorization, 'content-encoding': 'gzip' }, body: bomb },
    { headers: { authorization, 'content-encoding': 'gzip' }, body: bomb.subarray(0, 500) },
    { headers: { authorization }, body: 'x'.repeat(300 * 1024) },
    { headers: {}, body: 'x'.repeat(300 * 1024) },
    { headers: { authorization }, body: '{"type":' },
    { headers: { authorization }, body: '['.repeat(120_000) },
    { headers: { authorization }, body: `${'[['.repeat(30_000)}${']]'.repeat(30_000)}` },
    { headers: { authorization, 'content-type': 'text/plain' }, body: '{}' },
    { headers: { authorization, 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
  ];
}

test('T43, T51: bad bodies are refused by a status only, and the bot goes on', async () => {
  const bad = await badRequests();
  const rounds = howMany({ usual: 10, full: 100 });
  let passed = 0;
  let silent = 0;
  // What is read and compiled at the first requests is there for good.
  for (let round = 0; round < 3; round += 1) await Promise.all(bad.map(answerTo));
  const before = testBot().rssMb() ?? 0;
  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all(bad.map(answerTo));
    passed += answers.filter(({ status }) => status >= 400 && status < 500).length;
    silent += answers.filter(({ text }) => text === '' && !INTERNALS.test(text)).length;
  }
  const tried = rounds * bad.length;
  const grownMb = (testBot().rssMb() ?? 0) - before;
  expect(grownMb).toBeLessThanOrEqual(MOST_GROWN_MB);
  expect(testBot().hasEnded()).toBe(false);
  expect((await testBot().chat().say('hello')).heading).toBe('Hello!');
  expectPassed({ id: 'T43', what: 'bad bodies', tried, passed, figure: `${Math.round(grownMb)} MB more` });
  expectPassed({ id: 'T51', what: 'answers to bad bodies without a word', tried, passed: silent });
});

test('T43: five hundred sockets that send nothing to the end hold nobody up', async () => {
  const port = Number(new URL(testBot().botUrl).port);
  const token = await testBot().channel!.token(testBot().connector.serviceUrl);
  const start = 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-';
  const wholeHead = `${start}Length: 100\r\nAuthorization: Bearer ${token}\r\n\r\n{"type":`;
  const openedAt = performance.now();
  const sockets: Socket[] = [];
  const openMs: Promise<number>[] = [];
  for (let one = 0; one < 500; one += 1) {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined).resume();
    socket.write(one % 2 === 0 ? start : wholeHead);
    sockets.push(socket);
    openMs.push(closed(socket).then(() => performance.now() - openedAt));
  }
  const times: number[] = [];
  for (let one = 0; one < 30; one += 1) {
    const startedAt = performance.now();
    await testBot().chat().say('hello');
    times.push(performance.now() - startedAt);
  }
  const waitedFor = openMs.slice(0, howMany({ usual: 0, full: openMs.length }));
  const longest = Math.max(0, ...(await Promise.all(waitedFor)));
  for (const socket of sockets) socket.destroy();
  expect(longest).toBeLessThanOrEqual(MOST_HELD_MS);
  const slowest = Math.max(...times);
  const passed = times.filter((ms) => isInTime(ms, 1_000)).length;
  expectPassed({
    id: 'T43',
    what: 'greetings beside 500 slow sockets',
    tried: times.length,
    passed,
    figure: `slowest ${Math.round(slowest)} ms, the last of the others closed after ${(longest / 1000).toFixed(1)} s`,
  });
});
