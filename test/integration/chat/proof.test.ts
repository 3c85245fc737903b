import { createHash } from 'node:crypto';
import { PRIYA, SAMPLE_TENANTS, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { documentSchema } from '../../../src/files/document';
import { writesIn } from '../../support/arm-calls';
import { visitSignIn } from '../../support/browser';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { titlesOf } from '../../support/shown-card';
import { linkIn, settled, signedIn } from '../../support/talks';
import { openUploadPlace } from '../../support/upload-place';
import type { UploadPlace } from '../../support/upload-place';

const testBot = runningTestBot();
const HEADING = 'Proof of your links';
const CUSTOMER = 'Wide World Importers';
let onedrive: UploadPlace;

beforeAll(async () => {
  onedrive = await openUploadPlace();
});
beforeEach(() => {
  onedrive.uploads.length = 0;
  onedrive.answers = { status: 201 };
});
afterAll(() => onedrive.stop());

/** The proof when all is read. */
async function proof(chat: Chat, text = 'prove it'): Promise<ShownCard> {
  const first = await chat.say(text);
  expect(first.heading).toBe(HEADING);
  return chat.until(first, ({ text: now }) => !now.includes('still being read'));
}

/** Asks for the file of a proof, and gives Teams' card for it. */
async function offered(chat: Chat, button = 'CSV file for Excel', text = `proof for ${CUSTOMER}`) {
  await proof(chat, text);
  await chat.pressFor(button);
  return chat.fileCard('consent');
}

function digestOf(body: Buffer | string): string {
  return createHash('sha256').update(body).digest('hex');
}

test.each([
  'export everything for my manager',
  'give me proof for my boss',
  'proof for the customer’s administrator',
  'export for my practice lead please',
])('"%s" says who is to see it, and names no directory', async (text) => {
  const robin = await signedIn(testBot().chat());
  expect((await proof(robin, text)).text).toContain(CUSTOMER);
});

test('so it is in German', async () => {
  const robin = await signedIn(testBot().chat());
  for (const text of ['Gib mir einen Nachweis für meinen Chef', 'Nachweis für die Geschäftsleitung'])
    expect([text, (await robin.say(text)).heading]).toEqual([text, 'Nachweis Ihrer Verknüpfungen']);
});

test.each(['prove it', 'export my links', 'attestation', 'Nachweis bitte'])(
  '"%s" reads every directory anew, says what ARM did not tell, and writes nothing',
  async (text) => {
    const robin = await signedIn(testBot().chat());
    const heading = text === 'Nachweis bitte' ? 'Nachweis Ihrer Verknüpfungen' : HEADING;
    const first = await robin.say(text);
    expect(first.heading).toBe(heading);
    const wanted = heading === HEADING ? `of ${SAMPLE_TENANTS.length} linked` : 'verknüpft';
    const read = await robin.until(first, ({ text: now }) => now.includes(wanted));
    expect(titlesOf(read)).toHaveLength(5);
    expect(writesIn(testBot().world)).toEqual([]);
  },
);

test.each([
  [
    'where am I linked',
    'prove it',
    '1 of 14 linked',
    '1 with another PartnerID',
    'Card to forward',
    '2 of 14 linked, to any',
  ],
  [
    'wo bin ich überall verknüpft',
    'Nachweis bitte',
    '1 von 14 verknüpft',
    '1 mit einer anderen PartnerID',
    'Karte zum Weiterleiten',
    '2 von 14 verknüpft, mit einer beliebigen',
  ],
])(
  'the proof counts as the overview does ("%s", "%s"), and shows what is linked first',
  async (all, prove, linked, other, button, any) => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', 'Fabrikam Consulting');
    for (const text of [all, prove]) {
      const card = await settled(testBot(), robin, () => robin.say(text));
      expect(card.text).toContain(linked);
      expect(card.text).toContain(other);
    }
    const proven = robin.lastCard();
    const placeOf = (name: string): number => proven.text.indexOf(name);
    expect(placeOf('Fabrikam Consulting')).toBeLessThan(placeOf(CUSTOMER));
    expect(placeOf(CUSTOMER)).toBeLessThan(placeOf('Contoso Retail'));
    const forward = await robin.press(button, { on: proven });
    expect(forward.text).toContain(any);
    expect(forward.text.indexOf('Fabrikam Consulting')).toBeGreaterThan(0);
  },
);

test('one directory, named in the text: who, where, since when, which account, and the request at ARM', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', CUSTOMER);
  const card = await proof(robin, `proof for ${CUSTOMER}`);
  // The account is not cut short: it is what the proof is about.
  expect(card.text).toContain(robin.person.username);
  expect(card.text).toContain(CUSTOMER);
  expect(card.text).toContain('1234567');
  expect(card.text).toContain(`Directory ${TENANT_IDS.wideWorld}`);
  expect(card.text).toMatch(/Account [0-9a-f-]{36}/);
  expect(card.text).toMatch(/Azure’s request [0-9a-f-]{36}/);
  expect(card.inputs['copy-text']).toContain('partnerId: 1234567');
  const forward = await robin.press('Card to forward');
  expect(forward.heading).toBe(HEADING);
  expect(titlesOf(forward)).toEqual(['Open the page about this link']);
});

test('a PartnerID that took the place of another is not said to be linked since that one was', async () => {
  const robin = await signedIn(testBot().chat());
  expect((await proof(robin, `proof for ${CUSTOMER}`)).text).toMatch(/Linked since .*2024/);
  await linkIn(robin, '1234567', CUSTOMER);
  const { text } = await proof(robin, `proof for ${CUSTOMER}`);
  const year = new Date().getUTCFullYear();
  expect(text).toMatch(new RegExp(`1234567.*Link created .*2024.*, last changed .*${year}`));
  expect(text).not.toContain('Linked since');
});

test('a JSON file goes into the OneDrive that the person allows, once, and says what ARM says', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', CUSTOMER);
  const card = await offered(robin, 'JSON file');
  expect(card.file.name).toMatch(/^PAL-links-[\d-]{19}\.json$/);
  expect(await robin.answerFile(card, 'accept', onedrive.info(card.file.name))).toBe(200);
  const info = await robin.fileCard('info');
  expect(info.activityId).toBe(card.activityId);
  const sent = await robin.card('✓ The file is in your OneDrive');

  const [upload, ...others] = onedrive.uploads;
  expect(others).toEqual([]);
  expect(upload?.method).toBe('PUT');
  expect(upload?.headers['authorization']).toBeUndefined();
  const size = upload?.body.length ?? 0;
  expect(upload?.headers['content-range']).toBe(`bytes 0-${size - 1}/${size}`);
  expect(card.file.content['sizeInBytes']).toBe(size);
  const document = documentSchema.parse(JSON.parse(upload?.body.toString('utf8') ?? ''));
  expect(document).toMatchObject({
    schema: 'pal-assistant/links',
    schemaVersion: 1,
    askedBy: { objectId: robin.person.objectId, tenantId: robin.person.tenantId },
    rows: [
      {
        tenantId: TENANT_IDS.wideWorld,
        tenantDisplayName: CUSTOMER,
        type: 'user',
        appId: null,
        partnerId: '1234567',
        partnerAdminLink: '/providers/microsoft.managementpartner/partners/1234567',
        result: 'linked',
      },
    ],
  });
  const digest = digestOf(upload?.body ?? '');
  expect(sent.text).toContain(digest);

  expect((await robin.say(`check this file ${digest}`)).heading).toBe('✓ This file is unchanged');
  const pretty = digest.toUpperCase().replace(/(..)(?=.)/g, '$1 ');
  expect((await robin.say(`prüfe diese Datei ${pretty}`)).text).toContain('mit genau diesem Inhalt für Sie');
});

test('only people of the same company are told of a file; anybody else, and of any other digest, that it is not known', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await offered(robin);
  await robin.answerFile(card, 'accept', onedrive.info(card.file.name));
  await robin.card('✓ The file is in your OneDrive');
  const digest = digestOf(onedrive.uploads[0]?.body ?? '');
  const priya = await testBot().chat(PRIYA).say(`check this file ${digest}`);
  expect(priya.text).toContain('for somebody at your company');
  const stranger = { ...PRIYA, tenantId: TENANT_IDS.contoso };
  expect((await testBot().chat(stranger).say(`check this file ${digest}`)).heading).toBe(
    'I don’t know this file',
  );
  expect((await robin.say(`check this file ${digestOf('other')}`)).heading).toBe('I don’t know this file');
  expect((await robin.say('check this file')).heading).toBe('Check a file');
});

test('a second press, and a press of somebody else, upload nothing', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await offered(robin);
  const info = onedrive.info(card.file.name);
  await testBot().chat(PRIYA).answerFile(card, 'accept', info);
  await robin.answerFile(card, 'accept', info);
  await robin.card('✓ The file is in your OneDrive');
  await robin.answerFile(card, 'accept', info);
  await robin.card('This file is no longer available');
  await robin.answerFile(card, 'decline');
  await robin.card('This file is no longer available');
  expect(onedrive.uploads).toHaveLength(1);
});

test.each([404, 503, 202, 307])(
  'where the upload is answered with %i, the same file is there as a download',
  async (status) => {
    onedrive.answers = { status, location: 'http://127.0.0.1:1/elsewhere' };
    const robin = await signedIn(testBot().chat());
    const card = await offered(robin);
    await robin.answerFile(card, 'accept', onedrive.info(card.file.name));
    const link = await robin.card('Your file is ready');
    expect(link.text).toContain('could not be put');
    expect(link.text).toContain(digestOf(onedrive.uploads[0]?.body ?? ''));
    expect(onedrive.uploads).toHaveLength(1);
  },
);

test.each(['https://sharepoint.com.evil.example/upload', 'http://169.254.169.254/metadata/identity'])(
  'nothing is sent to %s',
  async (uploadUrl) => {
    const robin = await signedIn(testBot().chat());
    const card = await offered(robin);
    await robin.answerFile(card, 'accept', { ...onedrive.info(card.file.name), uploadUrl });
    expect((await robin.card('Your file is ready')).text).toContain('could not be put');
    expect(onedrive.uploads).toEqual([]);
  },
);

test('declined, or accepted without a place for the file: a download, once, for the person who asked, signed in', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await offered(robin);
  await robin.answerFile(card, 'decline');
  const link = await robin.card('Your file is ready');
  expect(link.text).toContain('Nothing was put into your OneDrive.');
  const { url = '' } = link.buttons.find(({ title }) => title === 'Open the download page') ?? {};
  const download = await visitSignIn(url, { as: robin.person.key });
  expect(download.headers.get('content-disposition')).toMatch(
    /^attachment; filename="PAL-links-[\d-]+\.csv"$/,
  );
  expect(download.headers.get('cache-control')).toBe('no-store');
  const body = download.bytes;
  expect(link.text).toContain(digestOf(body));
  expect(body.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(body.toString('utf8')).toContain(`"${CUSTOMER}"`);
  expect((await visitSignIn(url, { as: robin.person.key })).status).toBe(410);
});

test('somebody else who has the address of the download gets nothing, and it is used up', async () => {
  const robin = await signedIn(testBot().chat());
  await proof(robin, `proof for ${CUSTOMER}`);
  await robin.pressFor('Download in the browser');
  const link = await robin.card('Your file is ready');
  const { url = '' } = link.buttons[0] ?? {};
  const asPriya = await visitSignIn(url, { as: PRIYA.key });
  expect(asPriya.headers.get('content-disposition')).toBeNull();
  expect(asPriya.html).not.toContain(CUSTOMER);
  expect((await visitSignIn(url, { as: robin.person.key })).status).toBe(410);
});

test.each([
  [`proof for ${CUSTOMER}`, 'as csv please', 'and the lot as json', 'give me a file with all of them'],
  [`Nachweis für ${CUSTOMER}`, 'als csv bitte', 'und das Ganze als json', 'gib mir eine Datei mit allen'],
])(
  '"%s", "%s", "%s": a file that is wished for in words comes at once, for what was shown, until all is said',
  async (prove, asCsv, asJson, all) => {
    const robin = await signedIn(testBot().chat());
    await settled(testBot(), robin, () => robin.say(prove));
    const bodyFor = async (text: string): Promise<string> => {
      await robin.post({ type: 'message', textFormat: 'plain', text });
      const card = await robin.fileCard('consent');
      await robin.answerFile(card, 'accept', onedrive.info(card.file.name));
      await robin.fileCard('info');
      return onedrive.uploads.at(-1)?.body.toString('utf8') ?? '';
    };
    const one = await bodyFor(asCsv);
    expect(one).toContain(`"${CUSTOMER}"`);
    expect(one).not.toContain('Contoso Retail');
    const json = documentSchema.parse(JSON.parse(await bodyFor(asJson)));
    expect(json.rows).toHaveLength(1);
    const whole = await bodyFor(all);
    expect(whole).toContain(`"${CUSTOMER}"`);
    expect(whole).toContain('"Contoso Retail"');
    expect(writesIn(testBot().world)).toEqual([]);
  },
);

test('an app that takes no card for files gets the download at once', async () => {
  const robin = await signedIn(testBot().chat());
  await proof(robin, `proof for ${CUSTOMER}`);
  let refused = 0;
  testBot().connector.fault = ({ type }) =>
    type === 'message' && (refused += 1) === 1 ? { status: 400 } : undefined;
  await robin.pressFor('CSV file for Excel');
  expect((await robin.card('Your file is ready')).text).toContain(
    'can’t be put into your OneDrive from here',
  );
});

test('the history is to be had as a file too, and a file that was made is no part of it', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', CUSTOMER);
  const card = await robin.say('export my history');
  expect(card.heading).toBe('Your history as a file');
  await robin.pressFor('CSV file for Excel');
  const file = await robin.fileCard('consent');
  await robin.answerFile(file, 'accept', onedrive.info(file.file.name));
  await robin.card('✓ The file is in your OneDrive');
  const lines = onedrive.uploads[0]?.body.toString('utf8').split('\r\n') ?? [];
  expect(lines[0]).toMatch(/^\uFEFF"at","tenantId","tenantDisplayName"/);
  expect(lines[1]).toContain('"1234567"');
  expect((await robin.say('my history')).text).not.toContain('export');
});

test('in a group nothing of it is shown: it goes on in the personal chat', async () => {
  const [priya] = testBot().group(PRIYA);
  expect((await priya?.say('<at>PAL</at> prove it'))?.heading).toBe('Let’s do this in our own chat');
});

test('“forget me” takes the documents, the offers and the digests along', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await offered(robin);
  await robin.answerFile(card, 'accept', onedrive.info(card.file.name));
  await robin.card('✓ The file is in your OneDrive');
  const digest = digestOf(onedrive.uploads[0]?.body ?? '');
  await robin.say('forget me');
  await robin.press('confirm-forget');
  expect((await robin.say(`check this file ${digest}`)).heading).toBe('I don’t know this file');
  await robin.answerFile(card, 'accept', onedrive.info(card.file.name));
  await robin.card('This file is no longer available');
});
