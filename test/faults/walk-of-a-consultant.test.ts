import { createHash, randomUUID } from 'node:crypto';
import { ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { documentSchema } from '../../src/files/document';
import { writesIn } from '../support/arm-calls';
import type { Chat } from '../support/chat';
import { startKillableBot } from '../support/killable-bot';
import type { KillableBot } from '../support/killable-bot';
import { pressConfirm } from '../support/raw-press';
import type { ShownCard } from '../support/shown-card';
import { openUploadPlace } from '../support/upload-place';
import type { UploadPlace } from '../support/upload-place';

jest.setTimeout(300_000);
/** What can be linked of a dozen: two need something first, and in the others an administrator has to act. */
const LINKED = ['contoso', 'fabrikam', 'woodgrove', 'adventureWorks', 'humongous', 'coho'] as const;
/**
 * The portal, counted by hand: for each directory the settings, "Switch" beside it, the search for "Partner information"
 * and its first hit, the field (and seven digits), "Link a partner ID". Undone: the same way, "Delete" and "Yes".
 */
const PORTAL_PRESSES_EACH = 6;

let testBot: KillableBot;
let onedrive: UploadPlace;
let robin: Chat;
/** What the person has done since `begin`. */
let did = { messages: 0, presses: 0 };

beforeAll(async () => {
  testBot = await startKillableBot();
  onedrive = await openUploadPlace();
});
afterAll(async () => {
  await testBot.stop();
  await onedrive.stop();
});

/** Types a message, and gives the first card that fits; what Teams does silently is no doing of the person. */
async function say(text: string, fits: RegExp): Promise<ShownCard> {
  did.messages += 1;
  const since = testBot.connector.events.length;
  await robin.post({ type: 'message', text });
  return testBot.cardThat(robin, fits, since);
}

async function press(button: string, on: ShownCard, fits: RegExp, inputs = {}): Promise<ShownCard> {
  did.presses += 1;
  const since = testBot.connector.events.length;
  const { card } = await robin.pressFor(button, { on, inputs });
  return card !== undefined && fits.test(card.heading) ? card : testBot.cardThat(robin, fits, since);
}

/** The press that opens the sign-in page; what is filled in there the portal would ask for as well. */
async function signIn(at: Parameters<Chat['signIn']>[0], on: ShownCard, fits: RegExp): Promise<ShownCard> {
  did.presses += 1;
  const since = testBot.connector.events.length;
  await robin.signIn(at, on);
  return testBot.cardThat(robin, fits, since);
}

/** In a new conversation, signed in where nothing else stands in the way, as somebody who works there every day. */
async function begin(): Promise<void> {
  testBot.cloud.world.reset();
  robin = testBot.chat();
  await say('sign out', /signed/i);
  for (const place of ['Humongous Insurance', 'Coho Vineyard']) {
    const card = await say(`show my link in ${place}`, /check is needed|Sign in|sign-in|Not linked yet/);
    if (card.heading !== 'Not linked yet') await signIn({ factor: 'given' }, card, /Not linked yet/);
  }
  testBot.cloud.world.clearJournal();
  did = { messages: 0, presses: 0 };
}

function linked(): (string | undefined)[] {
  return LINKED.map((name) => {
    const account = ROBIN.guestIds[TENANT_IDS[name]] ?? ROBIN.objectId;
    const row = testBot.cloud.world.link(TENANT_IDS[name], account);
    return row?.state === 'Active' ? row.partnerId : undefined;
  });
}

/** What ARM took, each once. */
function writes(method: string): string[] {
  const taken = writesIn(testBot.cloud.world).filter(
    (write) => write.startsWith(method) && write.endsWith(': 200'),
  );
  expect(new Set(taken).size).toBe(taken.length);
  return taken;
}

/** From the result of the batch on: a second factor, an approval, and the change that this allows. */
async function solveObstacles(result: ShownCard): Promise<ShownCard> {
  expect(result.text).toContain('Sign in for Woodgrove Bank');
  const next = await signIn({ factor: 'given' }, result, /Your approval is needed/);
  const confirm = await signIn({ consent: 'given' }, next, /^Link in this directory/);
  return press('confirm-batch', confirm, /^✓/);
}

/** The file as it comes into the OneDrive; the bot knows it again by its digest. */
async function file(button: string, proof: ShownCard): Promise<string> {
  did.presses += 2;
  await robin.pressFor(button, { on: proof });
  const card = await robin.fileCard('consent');
  await robin.answerFile(card, 'accept', onedrive.info(card.file.name));
  await robin.card('✓ The file is in your OneDrive');
  const { body = Buffer.of() } = onedrive.uploads.at(-1) ?? {};
  const digest = createHash('sha256').update(body).digest('hex');
  await say(`check this file ${digest}`, /^✓ This file is unchanged/);
  return body.toString('utf8');
}

test('a consultant with a dozen directories: all linked with two obstacles solved, proven, and undone', async () => {
  await begin();
  const all = await say('where am I linked', /^Your directories/);
  const read = await robin.until(all, ({ text }) => !text.includes('still being read'));
  const form = await press('link-missing', read, /^Which PartnerID\?/);
  const inputs = { partnerId: '1234567' };
  const confirm = await press('submit-partner-id', form, /^Link in these directories/, inputs);
  const result = await press('confirm-batch', confirm, /done$/);
  const last = await solveObstacles(result);
  expect(linked()).toEqual(LINKED.map(() => '1234567'));
  expect(writes('PUT')).toHaveLength(LINKED.length);
  expect(did.messages).toBe(1);
  expect(did.presses).toBeLessThanOrEqual(6);
  expect(did.presses).toBeLessThan(LINKED.length * PORTAL_PRESSES_EACH);

  const first = await say('prove it', /^Proof of your links/);
  const proof = await robin.until(first, ({ text }) => !text.includes('still being read'));
  const csv = await file('CSV file for Excel', proof);
  const lines = csv.split('\r\n').filter((line) => line.includes('"1234567"'));
  expect(lines).toHaveLength(LINKED.length);
  const { rows } = documentSchema.parse(JSON.parse(await file('JSON file', proof)));
  expect(rows.filter((row) => 'partnerId' in row && row.partnerId === '1234567')).toHaveLength(LINKED.length);

  did = { messages: 0, presses: 0 };
  for (const done of [last, robin.now(result)])
    await press('confirm-batch', await press('undo-batch', done, /^Undo in/), /undone$|^✓ Undone/);
  expect(linked()).toEqual(LINKED.map(() => undefined));
  expect(writes('DELETE')).toHaveLength(LINKED.length);
  expect(did).toEqual({ messages: 0, presses: 4 });
});

test('the same typed: two messages, and a press where something is changed or signed in', async () => {
  await begin();
  await say('where am I linked', /^Your directories/);
  const choice = await say('link 1234567 everywhere', /^In which directories\?/);
  const confirm = await press('Continue', choice, /^Link in these directories/);
  await solveObstacles(await press('confirm-batch', confirm, /done$/));
  expect(linked()).toEqual(LINKED.map(() => '1234567'));
  expect(writes('PUT')).toHaveLength(LINKED.length);
  expect(did.messages).toBe(2);
  expect(did.presses).toBeLessThanOrEqual(6);
});

test('killed in the middle of the batch: started again it tells how it stands, and no change was written twice', async () => {
  await begin();
  const confirm = await say('link 1234567 in contoso, fabrikam and woodgrove', /^Link in these directories/);
  const id = randomUUID();
  const dying = { id, verb: 'confirm-batch', isDirect: true, headers: { 'x-kill-at': '30' } };
  await pressConfirm(robin, confirm, dying).catch(() => 'nothing');
  await testBot.died();
  const since = testBot.connector.events.length;
  expect(await testBot.restart()).toBeGreaterThan(0);
  const told = await testBot.cardThat(robin, /\d of 3 done/, since);
  const puts = testBot.cloud.world
    .journal()
    .filter(({ method, status }) => method === 'PUT' && status !== 401);
  expect(new Set(puts.map(({ tenant }) => tenant)).size).toBe(puts.length);
  const done = linked().filter((partnerId) => partnerId === '1234567');
  // Without a token it can't ask ARM about a write that was not answered: that one waits for the sign-in, and is not "done".
  expect(Number.parseInt(told.heading, 10)).toBeLessThanOrEqual(done.length);
  expect(told.text.match(/: ✓/g) ?? []).toHaveLength(Number.parseInt(told.heading, 10));
  expect(told.text).toContain('needs your sign-in');
});
