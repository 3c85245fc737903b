import { once } from 'node:events';
import { createConnection } from 'node:net';
import fc from 'fast-check';
import { runningTestBot } from '../support/test-bot';
import { expectPassed, howMany } from '../support/threats';

const testBot = runningTestBot({ channel: 'signed' });
const TRIES = howMany({ usual: 1_000, full: 10_000 });
const AT_ONCE = 100;
/** Longer than an answer takes on any machine. */
const PATIENCE_MS = 20_000;
/** Of a thousand requests many have no end: the bot waits for it for longer than anybody here. */
const SOON_MS = 500;

/** Sends these very characters on a connection of its own; gives the status, or 0 when there was no whole answer. */
async function statusOf(request: string, patienceMs = PATIENCE_MS): Promise<number> {
  const { hostname, port } = new URL(testBot().botUrl);
  const socket = createConnection({ host: hostname, port: Number(port) });
  const patience = setTimeout(() => socket.destroy(), patienceMs);
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.includes('\r\n\r\n')) socket.destroy();
  });
  socket.on('error', () => undefined);
  socket.write(request, 'latin1');
  await once(socket, 'close');
  clearTimeout(patience);
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
}

const withHost = (host: string): string => `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`;

test.each([
  ['a port that is none', withHost('x:99999')],
  ['half an IPv6 address', withHost('[')],
  ['half an escape', withHost('%')],
  ['two words', withHost('bad host')],
  ['a tag', withHost('<x>')],
  ['a whole address that is none', 'GET http://[::bad/ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a target that is no path', 'GET http:// HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a host that only a press has', `POST /api/messages HTTP/1.1\r\nHost: x:0x1\r\nContent-Length: 0\r\n\r\n`],
  ['a host in an answer to nobody', `HEAD /livez HTTP/1.1\r\nHost: a b\r\n\r\n`],
])('T43: a request with %s is answered 400', async (_, request) => {
  expect(await statusOf(request)).toBe(400);
});

test('T43: whatever a request line and its headers are, the same process answers the next one', async () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary-ascii', maxLength: 30 }),
    fc.constantFrom(
      '[',
      ']',
      '%',
      '%zz',
      '//',
      '\\',
      '[::1',
      '*',
      '?',
      '#',
      '@',
      ':',
      '..',
      '\t',
      '\x7f',
      '\xff',
    ),
    fc.webUrl(),
    fc.ipV6(),
  );
  const word = fc.array(odd, { maxLength: 4 }).map((parts) => parts.join('').replace(/[\r\n]/g, ''));
  const target = fc.oneof(
    word,
    word.map((rest) => `/${rest}`),
    word.map((rest) => `http://${rest}`),
    fc.constantFrom(
      '/',
      '*',
      '/livez',
      '/readyz?strict',
      '/auth/start?ticket=%',
      '/auth/callback?state=%ff',
      '//',
    ),
  );
  const method = fc.oneof(
    { arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'CONNECT', 'TRACE'), weight: 9 },
    { arbitrary: word, weight: 1 },
  );
  const name = fc.oneof(
    fc.constantFrom(
      'Expect',
      'Upgrade',
      'Connection',
      'Content-Length',
      'Transfer-Encoding',
      'Accept',
      'Accept-Version',
    ),
    word,
  );
  const request = fc
    .record({
      method,
      target,
      version: fc.constantFrom('1.1', '1.1', '1.1', '1.0', '2.0', '9'),
      host: fc.option(word),
      more: fc.array(fc.tuple(name, word), { maxLength: 3 }),
    })
    .map(({ method: verb, target: path, version, host, more }) =>
      [
        `${verb} ${path} HTTP/${version}`,
        ...(host === null ? [] : [`Host: ${host}`]),
        ...more.map(([header, value]) => `${header}: ${value}`),
        'Connection: close',
        '',
        '',
      ].join('\r\n'),
    );
  const requests = fc.sample(request, TRIES);
  let passed = 0;
  for (let from = 0; from < requests.length; from += AT_ONCE) {
    const statuses = await Promise.all(
      requests.slice(from, from + AT_ONCE).map((one) => statusOf(one, SOON_MS)),
    );
    passed += statuses.filter((status) => status < 500 || status === 501 || status === 505).length;
  }
  expect(testBot().hasEnded()).toBe(false);
  expect((await fetch(`${testBot().botUrl}/livez`)).status).toBe(200);
  expectPassed({ id: 'T43', what: 'request lines and headers of any kind', tried: TRIES, passed });
}, 240_000);
