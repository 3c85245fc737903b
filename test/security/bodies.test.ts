import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { runningHouse } from '../support/running-house';
import { expectHeld, howMany } from '../support/threats';

const house = runningHouse({ channel: 'signed' });
const INTERNALS = /node_modules|\.js:\d+|\bat \S+ \(|Error:|stack|restify|botbuilder|zod/i;

type Bad = Readonly<{ headers: Record<string, string>; body: string | Buffer }>;

async function answerTo({ headers, body }: Bad): Promise<{ status: number; text: string }> {
  const response = await fetch(`${house().botUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, text: await response.text() };
}

async function badRequests(): Promise<Bad[]> {
  const authorization = `Bearer ${await house().channel!.token(house().connector.serviceUrl)}`;
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
  let held = 0;
  let silent = 0;
  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all(bad.map(answerTo));
    held += answers.filter(({ status }) => status >= 400 && status < 500).length;
    silent += answers.filter(({ text }) => text === '' && !INTERNALS.test(text)).length;
  }
  const tried = rounds * bad.length;
  expect(house().hasEnded()).toBe(false);
  expect((await house().chat().say('hello')).heading).toBe('Hello!');
  expectHeld({ id: 'T43', what: 'bad bodies', tried, held });
  expectHeld({ id: 'T51', what: 'answers to bad bodies without a word', tried, held: silent });
}, 60_000);

test('T43: five hundred sockets that send nothing to the end hold nobody up', async () => {
  const port = Number(new URL(house().botUrl).port);
  const sockets: Socket[] = [];
  for (let one = 0; one < 500; one += 1) {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-');
    sockets.push(socket);
  }
  const times: number[] = [];
  for (let one = 0; one < 30; one += 1) {
    const startedAt = performance.now();
    await house().chat().say('hello');
    times.push(performance.now() - startedAt);
  }
  for (const socket of sockets) socket.destroy();
  const slowest = Math.max(...times);
  const held = times.filter((ms) => ms <= 1_000).length;
  expectHeld({
    id: 'T43',
    what: 'greetings beside 500 slow sockets',
    tried: times.length,
    held,
    figure: `slowest ${Math.round(slowest)} ms`,
  });
}, 60_000);
