import { request } from 'node:http';
import Database from 'libsql';
import type { FaultInput } from '../../local/cloud/faults/fault';
import { TENANT_IDS } from '../../local/cloud/world/sample-world';
import type { Chat, PressAnswer } from '../support/chat';
import { internalsIn } from '../support/internals';
import { runningTestBot } from '../support/test-bot';
import type { ShownCard } from '../support/shown-card';
import { silentlyAtHome } from '../support/talks';
import { expectPassed } from '../support/threats';

const testBot = runningTestBot({ silentSignIn: {} });
const REFERENCE = /Reference: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/;
const OFTEN = 100;

/** Method, path, headers and body, word for word: a client library would mend some of them. */
type Asked = readonly [method: string, path: string, headers?: Record<string, string>, body?: string];
const ASKED: readonly Asked[] = [
  ['GET', '/nothing-here'],
  ['GET', '/../../etc/passwd'],
  ['GET', '/%2e%2e/%2e%2e/package.json'],
  ['GET', '/%E0%A4%A'],
  ['GET', `/${'a'.repeat(10_000)}`],
  ['GET', '/api/messages'],
  ['DELETE', '/api/messages'],
  ['OPTIONS', '/api/messages'],
  ['PUT', '/privacy'],
  ['GET', '/privacy?lang=%00'],
  ['GET', '/', { 'accept-version': '~9' }],
  ['GET', '/auth/start'],
  ['GET', '/auth/start?ticket=none'],
  ['GET', `/auth/start?ticket=${'x'.repeat(5_000)}`],
  ['POST', '/auth/start?ticket=none'],
  ['GET', '/auth/callback'],
  ['GET', '/auth/callback?state=none&code=none'],
  ['GET', '/auth/callback?error=server_error&error_description=at%20x%20(y.js:1:2)&state=none'],
  ['GET', '/auth/callback?state[a]=1&state=2&__proto__=3'],
  ['POST', '/api/messages', { 'content-type': 'application/json' }, '{"type":'],
  ['POST', '/api/messages', { 'content-type': 'application/json' }, '[]'],
  ['POST', '/api/messages', { 'content-type': 'application/json' }, '{"type":{"a":1}}'],
  ['POST', '/api/messages', { 'content-type': 'text/plain' }, 'x'],
  ['POST', '/api/messages', { 'content-encoding': 'gzip' }, 'x'],
  ['GET', '/livez', { 'x-fill': 'x'.repeat(20_000) }],
];

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: string;
}

async function ask([method, path, headers = {}, body]: Asked): Promise<Answer> {
  const { hostname, port } = new URL(testBot().botUrl);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, text, headers: JSON.stringify(response.headers) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function isInLog(reference: string): Promise<boolean> {
  return (await testBot().log.found(new RegExp(`(${reference})`), 1)).length > 0;
}

/** Nothing of the inside; where the bot itself had the trouble, a reference under which the log has it. */
async function flawOf({ status, text, headers }: Answer): Promise<string | undefined> {
  const inside = internalsIn(text) ?? internalsIn(headers);
  if (inside !== undefined) return `says "${inside}"`;
  if (status < 500) return undefined;
  const [, reference = 'none'] = REFERENCE.exec(text) ?? [];
  return (await isInLog(reference)) ? undefined : `no reference in a ${status}`;
}

/** A problem card has nothing of the inside, and a reference under which the log has the turn. */
async function flawOfCard(card: ShownCard): Promise<string | undefined> {
  const inside = internalsIn(card.text);
  if (inside !== undefined) return `says "${inside}"`;
  if (!card.heading.startsWith('⚠')) return `is "${card.heading}", no problem at all`;
  const [, reference = 'none'] = REFERENCE.exec(card.text) ?? [];
  return (await isInLog(reference)) ? undefined : 'has no reference that stands in the log';
}

/** Whatever comes back at once, a card or a sentence: nothing of the inside, and no reference that the log has not. */
async function flawOfPress(answer: PressAnswer): Promise<string | undefined> {
  const inside = internalsIn(`${answer.card?.text ?? ''} ${answer.message ?? ''}`);
  if (inside !== undefined) return `says "${inside}"`;
  const [, reference] = REFERENCE.exec(answer.card?.text ?? '') ?? [];
  return reference === undefined || (await isInLog(reference)) ? undefined : 'has a reference of nothing';
}

/** Each in a directory of its own, so that none is held back for the one before it. */
const READS: readonly (readonly [directory: string, tenant: string, fault: object])[] = [
  ['Contoso Retail', TENANT_IDS.contoso, { kind: 'status', status: 500 }],
  ['Woodgrove Bank', TENANT_IDS.woodgrove, { kind: 'status', status: 503 }],
  ['Wide World Importers', TENANT_IDS.wideWorld, { kind: 'reset' }],
  ['Contoso Retail', TENANT_IDS.contoso, { kind: 'html', count: 1 }],
  ['Woodgrove Bank', TENANT_IDS.woodgrove, { kind: 'odd-answer', answer: 'empty', count: 1 }],
  ['Wide World Importers', TENANT_IDS.wideWorld, { kind: 'throttle', retryAfterSeconds: 3 }],
];
/** Presses that no card of the bot sends. */
const PRESSES: readonly unknown[] = [
  undefined,
  null,
  7,
  [],
  { type: 'Action.Execute' },
  { type: 'Action.Execute', verb: 'nonsense' },
  { type: 'Action.Execute', verb: { toString: 'x' }, data: [] },
  { type: 'Action.Execute', verb: 'confirm' },
  { type: 'Action.Execute', verb: 'confirm', data: { operationId: 'none' } },
  { type: 'Action.Execute', verb: 'undo', data: { operationId: { $ne: '' } } },
  { type: 'Action.Execute', verb: 'submit-partner-id', data: { partnerId: '../../etc' } },
  { type: 'Action.Execute', verb: 'choose-directory', data: { directoryId: 'nowhere' } },
];
/** What happens to a change that is confirmed, and to a token that is asked for. */
const WRITES = [{ kind: 'html' }, { kind: 'status', status: 500 }, { kind: 'reset' }];
const TOKENS = [{ kind: 'html' }, { kind: 'cut-body' }];
const REFUSALS = [65004, 90094, 53000, 53003, 50014, 50020, 50105, 500212, 700016, 7000215, 90033];

test('T51: whatever goes wrong, a caller learns nothing of the inside, and a person gets a reference that the log has', async () => {
  const flaws: string[] = [];
  let tried = 0;
  const note = (what: string, flaw: string | undefined): void => {
    tried += 1;
    if (flaw !== undefined) flaws.push(`${what}: ${flaw}`);
  };
  for (const asked of ASKED) {
    const [method, path] = asked;
    note(`${method} ${path.slice(0, 60)}`, await flawOf(await ask(asked)));
  }

  const robin = await silentlyAtHome(testBot());
  for (const [directory, tenant, fault] of READS) {
    testBot().world.setFault({ operation: 'arm-read', tenant, count: OFTEN, ...fault } as FaultInput);
    note(
      `${directory} ${JSON.stringify(fault)}`,
      await flawOfCard(await robin.say(`show my link in ${directory}`)),
    );
    testBot().world.clearFaults();
  }
  for (const aadsts of REFUSALS) {
    const refused = testBot().chat();
    testBot().world.setFault({
      operation: 'token',
      kind: 'aadsts',
      aadsts,
      tenant: TENANT_IDS.adventureWorks,
      count: OFTEN,
    });
    note(`AADSTS${aadsts}`, await flawOfCard(await refused.say('show my link in Adventure Works')));
    testBot().world.clearFaults();
  }
  await whileAtIt(robin, note);
  await withoutRecords(robin, note);
  expect(flaws).toEqual([]);
  expectPassed({ id: 'T51', what: 'forced errors', tried, passed: tried - flaws.length });
});

/** Presses that make no sense, and faults after the person has decided, or while they are signed in anew. */
async function whileAtIt(robin: Chat, note: (what: string, flaw: string | undefined) => void): Promise<void> {
  const { world } = testBot();
  for (const press of PRESSES) {
    note(`press ${JSON.stringify(press)}`, await flawOfPress(await robin.invoke(press, 'nowhere')));
  }
  for (const fault of WRITES) {
    const confirm = await robin.say('link 1234567 in Fabrikam Consulting');
    world.setFault({ operation: 'arm-create', count: OFTEN, ...fault } as FaultInput);
    note(`write ${fault.kind}`, await flawOfPress(await robin.pressFor('confirm', { on: confirm })));
    world.clearFaults();
  }
  for (const fault of TOKENS) {
    world.setFault({ operation: 'token', count: OFTEN, ...fault } as FaultInput);
    note(`token ${fault.kind}`, await flawOfCard(await robin.say('show my link in Tailwind Traders')));
    world.clearFaults();
  }
}

/** With the table gone from under the process every use of the records throws. */
async function withoutRecords(
  robin: Chat,
  note: (what: string, flaw: string | undefined) => void,
): Promise<void> {
  const confirm = await robin.say('link 1234567 in Fabrikam Consulting');
  const database = new Database(testBot().recordsFile);
  database.exec('ALTER TABLE records RENAME TO gone');
  for (const text of ['link 1234567', 'unlink', 'sign in', 'undo', 'my history']) {
    note(`no records: ${text}`, await flawOfCard(await robin.say(text)));
  }
  note('no records: a press', await flawOfCard(await robin.press('confirm', { on: confirm })));
  note('no records: a ticket', await flawOf(await ask(['GET', '/auth/start?ticket=none'])));
  note('no records: a return', await flawOf(await ask(['GET', '/auth/callback?state=none&code=none'])));
  note('no records: health', internalsIn((await ask(['GET', '/readyz'])).text));
  database.exec('ALTER TABLE gone RENAME TO records');
  database.close();
}
