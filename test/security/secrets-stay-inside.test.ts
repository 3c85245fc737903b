import { runningTestBot } from '../support/test-bot';
import { leaksIn, standsIn } from '../support/leaks';
import { readableLog } from '../support/log-lines';
import { expectPassed, howMany } from '../support/threats';
import { MARKUP_TRICKS } from '../support/hostile-text';

const testBot = runningTestBot({ silentSignIn: {} });
/** Stands in nothing that the bot says by itself. */
const CANARY = 'c4n4ryZq7kvXw2Lm9pTr8sHb3nYd6fGj1aEu5';

test('T50: what the bot was told in confidence stands nowhere that can be read later', async () => {
  const silent = testBot().chat();
  const asked = await silent.saySilently('show my link');
  await silent.sendToken(asked, await testBot().world.issueSsoToken(silent.person));
  await silent.card('Not linked yet');
  await silent.sendToken(asked, `eyJhbGciOiJSUzI1NiJ9.${CANARY}.${CANARY}`);
  const robin = testBot().chat();
  await robin.say('sign out');
  await robin.saySilently('show my link');
  await robin.failSilently('resourcematchfailed');
  await robin.signIn({}, await robin.card('Sign in to continue'));
  await robin.card('Not linked yet');
  for (const kind of ['status', 'html', 'reset'] as const) {
    testBot().world.setFault({ operation: 'arm-read', ...FAULTS[kind] });
    await robin.say('show my link');
  }
  testBot().world.setFault({ operation: 'token', kind: 'aadsts', aadsts: 50076 });
  await robin.post({ type: 'message', textFormat: 'plain', text: 'show my link in Woodgrove Bank' });
  await intrude();
  const secrets = [...new Set([...testBot().secrets(), CANARY])];
  const places = testBot().places();
  const passed = secrets.filter((secret) => !places.some(([, text]) => standsIn(text, secret))).length;
  expect(leaksIn(places, secrets)).toEqual([]);
  expect(secrets.length).toBeGreaterThan(8);
  const what = 'tokens, codes, verifiers and secrets of some sign-ins, looked for in all that was written';
  expectPassed({ id: 'T50', what, tried: secrets.length, passed, figure: `${places.length} places` });
});

const FAULTS = {
  status: { kind: 'status', status: 500, count: 3 },
  html: { kind: 'html', count: 1 },
  reset: { kind: 'reset', count: 3 },
} as const;

/** Secrets in all the wrong places: headers, addresses, bodies that are none. */
async function intrude(): Promise<void> {
  const { botUrl, connector } = testBot();
  const query = `code=${CANARY}&state=${CANARY}&error=${CANARY}&error_description=${CANARY}`;
  const asks: [string, RequestInit][] = [
    [`/auth/callback?${query}`, {}],
    [`/auth/start?ticket=${CANARY}`, { headers: { cookie: CANARY } }],
    [`/${CANARY}`, { headers: { authorization: `Bearer ${CANARY}` } }],
    ['/api/messages', { method: 'POST', body: CANARY, headers: { 'content-type': CANARY } }],
    ['/api/messages', { method: 'POST', body: `{"a":"${CANARY}`, headers: JSON_TYPE }],
    ['/api/messages', { method: 'POST', body: `{"type":"${CANARY}"}`, headers: JSON_TYPE }],
  ];
  for (const [path, init] of asks) {
    const response = await fetch(`${botUrl}${path}`, { redirect: 'manual', ...init });
    connector.bodies.push(await response.text(), JSON.stringify([...response.headers]));
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

test('T53: nothing that anybody sends makes a second line of the log, or stands in one', async () => {
  const forged = '{"level":"info","event":"bot.ready","port":1}';
  const tricks = MARKUP_TRICKS.filter((_, index) => index % 2 === 0).slice(
    0,
    howMany({ usual: 10, full: 40 }),
  );
  const before = testBot().log.text().length;
  let passed = 0;
  for (const trick of tricks) {
    const payload = `${trick}\r\n${forged}\u2028${forged}\u0085`;
    const from = { id: '29:robin', aadObjectId: testBot().chat().person.objectId, name: payload };
    await testBot().chat().say(payload, { from });
    const query = new URLSearchParams({ state: payload, error: payload, error_description: payload });
    await fetch(`${testBot().botUrl}/auth/callback?${query.toString()}`);
    const lines = testBot().log.text().slice(before).split('\n').filter(Boolean);
    const isClean = lines.every(
      (line) => isOneRecord(line) && !line.includes('evil') && !line.includes('"port"'),
    );
    if (isClean) passed += 1;
  }
  expectPassed({ id: 'T53', what: 'hostile messages, names and addresses', tried: tricks.length, passed });
});

test('T53: what a service says in its answers is one record each, whatever it is', () => {
  const tricks = MARKUP_TRICKS.map((trick) => `\r\n{"event":"forged"}\u2028\u0085\u001b[2J${trick}`).slice(
    0,
    40,
  );
  let passed = 0;
  for (const trick of tricks) {
    const { log, written } = readableLog();
    log.warn('azure.arm.call', { serviceCode: trick, requestId: trick, reason: trick });
    const lines = written().split('\n').filter(Boolean);
    const isPlain = !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(lines[0] ?? '');
    if (lines.length === 1 && isOneRecord(lines[0] ?? '') && isPlain) passed += 1;
  }
  expectPassed({ id: 'T53', what: 'payloads in every text of a line', tried: tricks.length, passed });
});

function isOneRecord(line: string): boolean {
  const record = JSON.parse(line) as { level?: unknown; at?: unknown; event?: unknown };
  return typeof record.level === 'string' && typeof record.at === 'string' && record.event !== 'forged';
}
