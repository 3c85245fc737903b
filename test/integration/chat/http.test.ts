import { gzipSync } from 'node:zlib';
import { runningTestBot } from '../../support/test-bot';

const testBot = runningTestBot();
const INTERNALS = /node_modules|\.js:\d+|\bat \S+ \(|Error:|stack|restify|botbuilder/i;

async function send(init: RequestInit, path = '/api/messages') {
  const response = await fetch(`${testBot().botUrl}${path}`, { redirect: 'manual', ...init });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const json = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
});

afterEach(async () => {
  expect(await send({}, '/livez')).toMatchObject({ status: 200 });
  expect((await testBot().chat().say('hello')).heading).toBe('Hello!');
});

test.each(['gzip', 'deflate', 'br', 'identity, gzip'])(
  'a body encoded as %s is refused unread',
  async (encoding) => {
    const refused = await send({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: gzipSync('{"type":"message"}'),
    });
    expect(refused).toMatchObject({ status: 415, text: '' });
  },
);

test('a body that only says it is gzip is refused, and the process lives', async () => {
  const refused = await send({
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: 'this is not gzip',
  });
  expect(refused.status).toBe(415);
});

test.each([
  ['another content type', 415, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' }],
  ['300 KB', 413, json(JSON.stringify({ type: 'message', text: 'x'.repeat(300 * 1024) }))],
  ['JSON that is none', 400, json('{"type":')],
  ['a PUT', 405, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' }],
] as [string, number, RequestInit][])(
  '%s is answered with %d and nothing of the inside',
  async (_, status, init) => {
    const refused = await send(init);
    expect(refused.status).toBe(status);
    expect(refused.text).not.toMatch(INTERNALS);
  },
);

test.each([
  'null',
  '[]',
  '1',
  '"text"',
  '{}',
  '{"type":5}',
  '{"type":"message"}',
  '{"type":"message","from":null}',
])('the body %s gets no answer in the chat and does no harm', async (body) => {
  const before = testBot().connector.events.length;
  const answer = await send(json(body));
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toMatch(INTERNALS);
  expect(testBot().connector.events).toHaveLength(before);
});

test.each([
  ['no aadObjectId', { from: { id: '29:robin', name: 'Robin Weber' } }],
  ['an aadObjectId that is none', { from: { id: '29:robin', aadObjectId: 'robin' } }],
  ['no tenant', { conversation: { id: 'somewhere' }, channelData: {} }],
])('a message with %s is answered with one sentence, and nothing else', async (_, activity) => {
  await testBot()
    .chat()
    .post({ type: 'message', text: 'show my link', ...activity });
  expect(testBot().connector.events.map(({ card }) => card?.heading)).toEqual([
    '⚠ I work with work accounts only',
  ]);
  expect(testBot().world.journal()).toEqual([]);
});

test('a message of another bot is not answered at all', async () => {
  const from = { id: '28:another-bot', name: 'Another bot' };
  const { status } = await testBot().chat().post({ type: 'message', text: 'show my link', from });
  expect(status).toBe(200);
  expect(testBot().connector.events).toEqual([]);
});

test('an invoke that is not ours is answered in the form of its name, with HTTP 200', async () => {
  const { status, json } = await testBot().chat().post({ type: 'invoke', name: 'task/fetch', value: {} });
  expect({ status, json }).toEqual({
    status: 200,
    json: { task: { type: 'message', value: 'This is not known here.' } },
  });
});

test.each<[string, unknown]>([
  ['an unknown verb', { type: 'Action.Execute', verb: 'format-disk', data: {} }],
  ['no verb', { type: 'Action.Execute', data: {} }],
  ['no action', undefined],
  ['a list', []],
  ['a text for data', { type: 'Action.Execute', verb: 'confirm', data: 'x' }],
  ['a verb that every object has', { type: 'Action.Execute', verb: 'constructor', data: {} }],
])('a press with %s is refused', async (_, action) => {
  const answer = await testBot().chat().invoke(action, 'some-card');
  expect(answer).toMatchObject({ httpStatus: 200, statusCode: 400 });
});

test.each<[string, object]>([
  ['an operation id that is none', { operationId: '../../etc/passwd' }],
  ['an operation id of the wrong type', { operationId: { $ne: null } }],
  ['a made-up operation id', { operationId: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ['a very long operation id', { operationId: 'A'.repeat(100_000) }],
  ['a list of operation ids', { operationId: ['AAAAAAAAAAAAAAAAAAAAAA'] }],
])('a press on "confirm" with %s is answered with a card and does nothing', async (_, data) => {
  const robin = testBot().chat();
  const answer = await robin.invoke({ type: 'Action.Execute', verb: 'confirm', data }, 'some-card');
  expect(answer.card?.heading).toMatch(/A newer card replaced this one|I don’t know this card any more/);
  expect(testBot().world.journal()).toEqual([]);
});

test('data that names prototypes pollutes nothing', async () => {
  const robin = testBot().chat();
  const data = JSON.parse('{"__proto__":{"verb":"confirm"},"constructor":{"prototype":{"x":1}}}') as object;
  const answer = await robin.invoke({ type: 'Action.Execute', verb: 'help', data }, 'some-card');
  expect(answer.card?.heading).toBe('What I can do');
});

test('a text of 100 KB is answered', async () => {
  expect((await testBot().chat().say('link '.repeat(20_000))).heading).not.toBe('⚠ Something went wrong');
});

test('a conversation that is gone ends the request quietly, and nothing of the failure is told', async () => {
  const robin = testBot().chat();
  testBot().connector.refuses = 'everything';
  const answer = await robin.post({ type: 'message', text: 'hello' });
  testBot().connector.refuses = 'nothing';
  expect(answer).toEqual({ status: 200, json: undefined });
});

describe('the pages', () => {
  test.each([
    '/auth/start',
    '/auth/start?ticket=<script>alert(1)</script>',
    '/auth/callback',
    '/auth/callback?code=x&state=<script>alert(1)</script>&error=<script>alert(1)</script>',
    '/auth/callback?state=__proto__&code=1',
  ])('%s says that the sign-in is over, and repeats nothing of the address', async (path) => {
    const page = await send({}, path);
    expect(page.status).toBe(410);
    expect(page.text).toContain('This sign-in has expired');
    expect(page.text).not.toContain('alert(1)');
    expect(page.text).not.toMatch(INTERNALS);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('the sign-in speaks the language that the browser likes', async () => {
    const page = await send({ headers: { 'accept-language': 'de-DE,de;q=0.9,en;q=0.5' } }, '/auth/callback');
    expect(page.headers.get('content-language')).toBe('de');
    expect(page.text).toContain('Diese Anmeldung ist abgelaufen');
  });

  test.each(['/api/messages', '/.env', '/../package.json', '/api/messages/%00', '/%E0%A4%A'])(
    'GET %s gives nothing of the inside',
    async (path) => {
      const page = await send({}, path);
      expect([400, 404, 405]).toContain(page.status);
      expect(page.text).not.toMatch(INTERNALS);
    },
  );
});
