import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultInput } from '../../local/cloud/faults/fault';
import { Azurite } from '../support/azurite';
import { TOKEN } from '../support/card-faults';
import type { Chat } from '../support/chat';
import { runningHouse } from '../support/running-house';
import { signedIn } from '../support/talks';
import { expectHeld } from '../support/threats';

jest.setTimeout(120_000);
/** A stack, a path, a place in a program, the name of a class of errors, what a library or a system calls a fault. */
const INTERNALS =
  /node_modules|\/(?:dist|src|home|usr|tmp)\/|\.[cm]?[jt]s:\d|\bat \S+ \(|\b[A-Z]\w+(?:Error|Exception)\b|\bE(?:CONN|NOT|PIPE|TIME|ADDR)[A-Z]+|SQLITE|AADSTS|restify|botbuilder|zod|msal|"stack"|\[object /;
const JSON_TYPE = { 'content-type': 'application/json' };
const EVERY_TIME = 1_000;

const folder = mkdtempSync(join(tmpdir(), 'pal-azurite-'));
let records: Azurite;
beforeAll(async () => {
  records = await Azurite.start(folder);
}, 20_000);
afterAll(async () => {
  await records.stop();
  rmSync(folder, { recursive: true });
});
const house = runningHouse({
  settings: () => ({
    STORAGE: 'azure',
    SECRET_AZURE_STORAGE_CONNECTION_STRING: records.connectionString,
  }),
});

const posted = (body: string, headers: Record<string, string> = JSON_TYPE): RequestInit => ({
  method: 'POST',
  headers,
  body,
});
const REQUESTS: readonly (readonly [path: string, init: RequestInit])[] = [
  ...['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => ['/api/messages', { method }] as const),
  ...['/livez', '/readyz', '/auth/start', '/auth/callback', '/privacy'].map(
    (path) => [path, { method: 'POST', body: 'x' }] as const,
  ),
  ...[
    '/',
    '/nowhere',
    '/api',
    '/api/messages/..%2f..%2fetc%2fpasswd',
    '/auth/scripts/none.js',
    '/auth/%00',
    '/auth/%E0%A4%A',
    '/__proto__',
    `/${'x'.repeat(4_000)}`,
  ].map((path) => [path, {}] as const),
  ...[
    '',
    '?ticket=',
    '?ticket=nobody',
    '?ticket=a&ticket=b',
    `?ticket=${'x'.repeat(4_000)}`,
    '?ticket=%E0%A4%A',
  ].map((query) => [`/auth/start${query}`, {}] as const),
  ...[
    '',
    '?state=nobody&code=none',
    '?code=none',
    '?state=%00&code=%00',
    '?state=nobody&error=access_denied&error_description=AADSTS65004',
    '?state=__proto__&code=constructor',
  ].map((query) => [`/auth/callback${query}`, {}] as const),
  ...['', '{', '[]', 'null', '7', '"text"', '{"type":"message"}', '{"__proto__":{"type":"message"}}'].map(
    (body) => ['/api/messages', posted(body)] as const,
  ),
  ['/api/messages', posted('{}', { 'content-type': 'text/plain' })],
  ['/api/messages', posted('{}', { ...JSON_TYPE, 'content-encoding': 'br' })],
  ['/api/messages', posted('{}', { ...JSON_TYPE, authorization: 'Bearer a.b.c' })],
];

/** Invokes that no card of the bot sends. */
const ACTIONS: readonly unknown[] = [
  undefined,
  null,
  7,
  [],
  { type: 'Action.Execute' },
  { type: 'Action.Execute', verb: 'nonsense' },
  { type: 'Action.Execute', verb: { toString: 'x' }, data: [] },
  { type: 'Action.Execute', verb: 'confirm' },
  { type: 'Action.Execute', verb: 'confirm', data: { operationId: 'nobody' } },
  { type: 'Action.Execute', verb: 'undo', data: { operationId: { $ne: '' } } },
  { type: 'Action.Execute', verb: 'submit-partner-id', data: { partnerId: '../../etc' } },
  { type: 'Action.Execute', verb: 'choose-directory', data: { directoryId: 'nowhere' } },
];

const arm = (kind: object, operation: FaultInput['operation'] = 'arm-read'): FaultInput =>
  ({ count: EVERY_TIME, operation, ...kind }) as FaultInput;
const entra = (kind: object): FaultInput => arm(kind, 'token');
const show = (directory: string) => `show my link in ${directory}`;

/** What is said while something is wrong; new directories, because each is left alone by itself. */
const TALKS: readonly (readonly [says: string, fault: FaultInput])[] = [
  [show('Contoso Retail'), arm({ kind: 'reset' })],
  [show('Contoso Retail'), arm({ kind: 'cut-body' })],
  [show('Woodgrove Bank'), arm({ kind: 'status', status: 500 })],
  [show('Woodgrove Bank'), arm({ kind: 'html' })],
  [show('Tailwind Traders'), arm({ kind: 'odd-answer', answer: 'empty' })],
  [show('Tailwind Traders'), arm({ kind: 'throttle', retryAfter: '-1' })],
  ['which directory', arm({ kind: 'status', status: 503 }, 'tenants')],
  ['which directory', arm({ kind: 'html' }, 'tenants')],
  ...[53003, 7000215, 700016, 90094, 50057, 99999].map(
    (aadsts) => [show('Wide World Importers'), entra({ kind: 'aadsts', aadsts })] as const,
  ),
  [show('Wide World Importers'), entra({ kind: 'html' })],
  [show('Wide World Importers'), entra({ kind: 'cut-body' })],
  [show('Wide World Importers'), entra({ kind: 'status', status: 503 })],
];

/** Confirmed while ARM is in this state. */
const WRITES: readonly FaultInput[] = [
  arm({ kind: 'html' }, 'arm-create'),
  arm({ kind: 'status', status: 500 }, 'arm-create'),
  arm({ kind: 'reset' }, 'arm-create'),
];

/** Does it, and says what of the answers, messages and cards should not stand there; empty for nothing. */
async function flawsOf(name: string, work: () => Promise<unknown>): Promise<string[]> {
  const { connector, log } = house();
  const [bodies, events] = [connector.bodies.length, connector.events.length];
  const answered = await work();
  const written = [JSON.stringify(answered), ...connector.bodies.slice(bodies)];
  const internals = written.flatMap((text) => INTERNALS.exec(text)?.[0] ?? TOKEN.exec(text)?.[0] ?? []);
  const shown = connector.events
    .slice(events)
    .map(({ card }) => /Reference: (\S+)/.exec(card?.text ?? '')?.[1]);
  const unknown: string[] = [];
  for (const reference of new Set(shown)) {
    if (reference === undefined) continue;
    references += 1;
    const found = await log.found(new RegExp(`"correlationId":"(${reference})"`), 1);
    if (found.length === 0) unknown.push(`${reference} is not in the log`);
  }
  return [...internals, ...unknown].map((flaw) => `${name}: ${flaw}`);
}
let references = 0;

async function ask(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(`${house().botUrl}${path}`, { redirect: 'manual', ...init });
  expect(response.status).toBeLessThan(500);
  return { headers: [...response.headers], text: await response.text() };
}

async function sayUnder(robin: Chat, says: string, fault: FaultInput): Promise<unknown> {
  house().world.clearFaults();
  house().world.setFault(fault);
  const card = await robin.say(says);
  house().world.clearFaults();
  return card.json;
}

async function confirmUnder(robin: Chat, fault: FaultInput): Promise<unknown> {
  house().world.clearFaults();
  const confirm = await robin.say('link 1234567 in Fabrikam Consulting');
  house().world.setFault(fault);
  const { told, card } = await robin.pressFor('confirm', { on: confirm });
  return [told, card?.json];
}

/** What people meet while the records are away. */
async function whileAway(robin: Chat): Promise<string[][]> {
  const confirm = await robin.say('link 1234567 in Fabrikam Consulting');
  const newcomer = house().chat();
  await robin.say('sign out');
  const waiting = await newcomer.say('show my link');
  await records.stop();
  const flaws = [
    await flawsOf('a change', () => newcomer.say('link 1234567')),
    await flawsOf('a press', () => robin.pressFor('confirm', { on: confirm })),
    await flawsOf('a sign-in page', () => newcomer.signIn({}, waiting)),
    await flawsOf('health', async () => (await fetch(`${house().botUrl}/readyz`)).text()),
  ];
  await records.start();
  return flaws;
}

test('whatever goes wrong, no answer and no card says a word of the inside, and the log knows each reference', async () => {
  const robin = await signedIn(house().chat());
  const flaws: string[][] = [];
  for (const [path, init] of REQUESTS) {
    flaws.push(await flawsOf(`${init.method ?? 'GET'} ${path.slice(0, 60)}`, () => ask(path, init)));
  }
  for (const action of ACTIONS) {
    flaws.push(await flawsOf(`press ${JSON.stringify(action)}`, () => robin.invoke(action, 'nowhere')));
  }
  for (const [says, fault] of TALKS) {
    flaws.push(await flawsOf(`${says}, ${JSON.stringify(fault)}`, () => sayUnder(robin, says, fault)));
  }
  for (const fault of WRITES) {
    flaws.push(await flawsOf(`confirm, ${JSON.stringify(fault)}`, () => confirmUnder(robin, fault)));
  }
  house().world.clearFaults();
  flaws.push(...(await whileAway(robin)));
  expect(flaws.flat()).toEqual([]);
  expect(references).toBeGreaterThan(TALKS.length / 2);
  expectHeld({
    id: 'T51',
    what: 'forced errors: requests, presses, faults of ARM, Entra and the records; nothing of the inside is said',
    tried: flaws.length,
    held: flaws.filter((one) => one.length === 0).length,
    figure: `${references} references on cards, all of them in the log`,
  });
});
