import { createHmac, randomUUID } from 'node:crypto';
import { exportSPKI, importJWK } from 'jose';
import { percentilesOf } from '../../bench/load/percentiles';
import { makeSigningKey } from '../../local/cloud/entra/signing-key';
import { ROBIN } from '../../local/cloud/world/sample-world';
import type { Claims } from '../support/channel/signed-channel';
import { runningTestBot } from '../support/test-bot';
import { expectPassed, howMany, isInTime } from '../support/threats';

const testBot = runningTestBot({ channel: 'signed' });
const MINUTE = 60;
const WARM_UP = 2_000;
const MOST_GROWN_MB = 10;
/** What a busy machine adds by itself. */
const NOISE_MS = 40;
const now = (): number => Math.floor(Date.now() / 1000);

function activity(more: object = {}): object {
  return {
    type: 'message',
    id: `${Math.random()}`,
    channelId: 'msteams',
    serviceUrl: testBot().connector.serviceUrl,
    text: 'hello',
    from: { id: '29:robin', aadObjectId: ROBIN.objectId },
    recipient: { id: '28:pal' },
    conversation: { id: 'authenticate', tenantId: ROBIN.tenantId, conversationType: 'personal' },
    ...more,
  };
}

async function post(token: string | undefined, body: unknown = activity()) {
  const response = await fetch(`${testBot().botUrl}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: token }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const signed = (bent: Claims = {}, serviceUrl = testBot().connector.serviceUrl): Promise<string> =>
  testBot().channel!.token(serviceUrl, bent);

/** How many of these were refused with an empty body and without a word in the chat. */
async function refused(headers: readonly (string | undefined)[], statuses = [401, 403]): Promise<number> {
  const { connector } = testBot();
  let passed = 0;
  for (const header of headers) {
    const before = connector.bodies.length;
    const { status, text } = await post(header);
    if (statuses.includes(status) && text === '' && connector.bodies.length === before) passed += 1;
  }
  return passed;
}

function withHeader(token: string, header: object): string {
  const [, payload = '', signature = ''] = token.split('.');
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.${signature}`;
}

async function signedAsSecret(token: string): Promise<string> {
  const [jwk] = testBot().channel!.keys[0]!.jwks.keys;
  const pem = await exportSPKI((await importJWK(jwk!, 'RS256')) as Parameters<typeof exportSPKI>[0]);
  const head = Buffer.from(JSON.stringify({ alg: 'HS256', kid: jwk!.kid })).toString('base64url');
  const input = `${head}.${token.split('.')[1] ?? ''}`;
  return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
}

test('T01: a forged token is refused without a word, and a good one is taken', async () => {
  const good = await signed();
  const [head = '', payload = '', signature = ''] = good.split('.');
  const stranger = await makeSigningKey();
  const bent: Claims[] = [
    ...[
      '',
      'https://api.botframework.us',
      'https://api.botframework.com/',
      'HTTPS://API.BOTFRAMEWORK.COM',
    ].map((iss) => ({ iss })),
    ...[undefined, null, 1, [], ['https://api.botframework.com']].map((iss) => ({ iss })),
    ...['', 'somebody-else', null, undefined, 5].map((aud) => ({ aud })),
    { aud: [testBot().channel!.bot.appId] },
    ...[now() - 6 * MINUTE, 0, -1, undefined, null, `${now() + 60}`, 1e300].map((exp) => ({ exp })),
    ...[now() + 6 * MINUTE, 'soon', 1e300].map((nbf) => ({ nbf })),
    ...['', undefined, null, 1, 'https://smba.trafficmanager.net/emea/'].map((serviceurl) => ({
      serviceurl,
    })),
  ];
  const kid = testBot().channel!.keys[0]!.jwks.keys[0]!.kid;
  const tokens = [
    ...(await Promise.all(bent.map((claims) => signed(claims)))),
    await testBot().channel!.token(testBot().connector.serviceUrl, {}, stranger),
    withHeader(good, { alg: 'none', kid }),
    `${withHeader(good, { alg: 'none', kid }).split('.').slice(0, 2).join('.')}.`,
    withHeader(good, { alg: 'RS384', kid }),
    withHeader(good, { alg: 'RS256' }),
    await signedAsSecret(good),
    `${head}.${payload}.${signature.slice(0, -4)}AAAA`,
    `${head}.${payload}.`,
    `${head}.${payload}`,
    `${head}.${payload}.${signature}.${signature}`,
    'x',
    'x'.repeat(12_000),
  ].map((token) => `Bearer ${token}`);
  const headers = [...tokens, undefined, '', 'Bearer', `Basic ${good}`, good];
  const passed = await refused(headers);
  const taken = await Promise.all(Array.from({ length: 5 }, () => post(`Bearer ${good}`)));
  expect(taken.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expectPassed({ id: 'T01', what: 'forged activities', tried: headers.length, passed });
});

/** So many tokens of random directories, which nobody signed; how many of them were refused. */
async function flood(appId: string, count: number): Promise<number> {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  let passed = 0;
  for (let sent = 0; sent < count; sent += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => {
        const tid = randomUUID();
        const iss = `https://sts.windows.net/${tid}/`;
        const claims = { iss, aud: appId, exp: now() + 60, serviceurl: 'x', tid };
        return post(`Bearer ${part({ alg: 'RS256', kid: 'x' })}.${part(claims)}.AAAA`);
      }),
    );
    passed += answers.filter(({ status }) => status === 403).length;
  }
  return passed;
}

async function goodP99(): Promise<number> {
  const token = `Bearer ${await signed()}`;
  const times: number[] = [];
  for (let one = 0; one < 100; one += 1) {
    const startedAt = performance.now();
    expect((await post(token)).status).toBe(200);
    times.push(performance.now() - startedAt);
  }
  return percentilesOf(times).p99;
}

test('T02: the SDK’s other doors stay shut, and tokens of made-up directories cost nothing', async () => {
  const { appId } = testBot().channel!.bot;
  const tid = '7018e0d7-0581-4e6a-b10c-2070850265c2';
  const doors: Claims[] = [
    { iss: `https://sts.windows.net/${tid}/`, tid, appid: appId, ver: '1.0' },
    { iss: `https://login.microsoftonline.com/${tid}/v2.0`, tid, azp: appId, ver: '2.0' },
    { iss: 'https://api.botframework.com', aud: 'https://api.botframework.com', appid: appId, ver: '1.0' },
    { iss: 'https://api.botframework.us' },
    { iss: `https://login.microsoftonline.us/${tid}/v2.0`, tid, azp: appId, ver: '2.0' },
    { exp: undefined },
  ];
  const tokens = await Promise.all(doors.map((claims) => signed(claims)));
  const passed = await refused(
    tokens.map((token) => `Bearer ${token}`),
    [403],
  );
  const webchat = await post(`Bearer ${await signed()}`, activity({ channelId: 'webchat' }));
  const count = howMany({ usual: 1_000, full: 20_000 });
  // What is read and compiled at the first requests is there for good.
  await flood(appId, WARM_UP);
  const quietMs = await goodP99();
  const before = testBot().rssMb();
  const flooded = await flood(appId, count);
  const grownMb = (testBot().rssMb() ?? 0) - (before ?? 0);
  const afterMs = await goodP99();
  expect(isInTime(afterMs, 2 * quietMs + NOISE_MS)).toBe(true);
  expect(grownMb).toBeLessThanOrEqual(MOST_GROWN_MB);
  expectPassed({
    id: 'T02',
    what: 'other doors, tokens of random tenants',
    tried: doors.length + 1 + count,
    passed: passed + Number(webchat.status === 403) + flooded,
    figure: `p99 of a good request ${Math.round(afterMs)} ms, before ${Math.round(quietMs)} ms; ${Math.round(grownMb)} MB more`,
  });
});

test('T04: a service that is not Teams gets no request, and no token', async () => {
  const canary = testBot().connector;
  const port = new URL(canary.serviceUrl).port;
  const urls = [
    '',
    'x',
    '/',
    'http:',
    '//127.0.0.1',
    'https://evil.example/',
    'https://smba.trafficmanager.net@evil.example/',
    `http://smba.trafficmanager.net@127.0.0.1:${port}/`,
    `http://u:p@127.0.0.1:${port}/`,
    `http://127.1:${port}/`,
    `http://0x7f.0.0.1:${port}/`,
    `http://2130706433:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://0.0.0.0:${port}/`,
    `http://127.0.0.1:${port}/?a=b`,
    `http://127.0.0.1:${port}/#a`,
    `http://127.0.0.1:${port}/%2e%2e/`,
    `http://127.0.0.1:${port}\\@smba.trafficmanager.net/`,
    'https://smba.trafficmanager.net.evil.example/',
    'https://evilsmba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'https://smba.trafficmanager.net./',
    'http://smba.trafficmanager.net/',
    'https://teams.microsoft.com.evil.example/',
    'https://evilteams.microsoft.com/',
    'https://ѕmba.trafficmanager.net/',
    'https://169.254.169.254/',
    'https://xn--mba-5cd.trafficmanager.net/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ];
  const before = canary.bodies.length;
  let passed = 0;
  for (const url of urls) {
    const { status, text } = await post(`Bearer ${await signed({}, url)}`, activity({ serviceUrl: url }));
    if ([400, 403].includes(status) && text === '') passed += 1;
  }
  const missing = await post(`Bearer ${await signed()}`, activity({ serviceUrl: undefined }));
  const other = await post(
    `Bearer ${await signed()}`,
    activity({ serviceUrl: `${canary.serviceUrl}/other` }),
  );
  expect([missing.status, other.status]).toEqual([400, 403]);
  expect(canary.bodies).toHaveLength(before);
  expectPassed({ id: 'T04', what: 'addresses of a foreign service', tried: urls.length, passed });
});

test('T06: five minutes between the clocks are borne, more are not', async () => {
  const cases: [Claims, number][] = [
    [{ exp: now() - 6 * MINUTE }, 403],
    [{ exp: now() - 4 * MINUTE }, 200],
    [{}, 200],
    [{ nbf: now() + 4 * MINUTE }, 200],
    [{ nbf: now() + 6 * MINUTE }, 403],
  ];
  let passed = 0;
  for (const [claims, status] of cases) {
    if ((await post(`Bearer ${await signed(claims)}`)).status === status) passed += 1;
  }
  expectPassed({ id: 'T06', what: 'clocks that differ', tried: cases.length, passed });
});

test('T44: shapes that are no activity are refused, and nothing is polluted', async () => {
  const token = `Bearer ${await signed()}`;
  const values: unknown[] = [null, 1, '', [], {}, true, { id: 1 }, [[]], { $ne: null }, 'x'.repeat(3_000)];
  const fields = [
    'type',
    'channelId',
    'serviceUrl',
    'from',
    'recipient',
    'conversation',
    'name',
    'action',
    'replyToId',
    'textFormat',
  ];
  const shapes = fields.flatMap((field) => values.map((value) => activity({ [field]: value })));
  const texts = [
    ...shapes.map((shape) => JSON.stringify(shape)),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    JSON.stringify(activity({ type: 'invoke', name: 'adaptiveCard/action', value: 1 })).replace(
      '"value":1',
      `"value":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    ),
    JSON.stringify(activity()).replace(
      '{',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    ),
  ];
  let passed = 0;
  for (const text of texts) {
    if ((await post(token, text)).status < 500) passed += 1;
  }
  expect((await testBot().chat().say('hello')).heading).toBe('Hello!');
  expectPassed({ id: 'T44', what: 'shapes of activities', tried: texts.length, passed });
});
