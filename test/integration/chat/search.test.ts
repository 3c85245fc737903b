import { join } from 'node:path';
import { z } from 'zod';
import { loadKnowledge } from '../../../src/knowledge/load-knowledge';
import { runningTestBot } from '../../support/test-bot';
import { readCard } from '../../support/shown-card';

const testBot = runningTestBot();
const folder = join(__dirname, '../../../knowledge');
const english = loadKnowledge(folder, 'en');
const german = loadKnowledge(folder, 'de');

const resultList = z
  .object({
    type: z.literal('result'),
    attachmentLayout: z.literal('list'),
    attachments: z.array(
      z.object({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.object({ type: z.literal('AdaptiveCard'), version: z.literal('1.5') }).passthrough(),
        preview: z.object({
          contentType: z.literal('application/vnd.microsoft.card.thumbnail'),
          content: z.object({ title: z.string().min(1), text: z.string().min(1) }),
        }),
      }),
    ),
  })
  .strict();
const notice = z.object({ type: z.literal('message'), text: z.string().min(1) }).strict();
const answered = z.object({ composeExtension: z.union([resultList, notice]) }).strict();

type Parameter = Readonly<{ name?: string; value: unknown }>;

/** Sends the query as Teams does, and gives what the extension shows. */
async function query(parameters: readonly Parameter[], more: object = {}): Promise<z.infer<typeof answered>> {
  const value = { commandId: 'explain', parameters, queryOptions: { skip: 0, count: 25 } };
  const { status, json } = await testBot()
    .chat()
    .post({ type: 'invoke', name: 'composeExtension/query', value, ...more });
  expect(status).toBe(200);
  return answered.parse(json);
}

/** What is found for the words, card by card. */
async function found(words: string, more: object = {}) {
  const { composeExtension } = await query([{ name: 'words', value: words }], more);
  return composeExtension.type === 'result' ? composeExtension.attachments : [];
}

test('opened with nothing typed, it lists every explanation with a line about it', async () => {
  const { composeExtension } = await query([{ name: 'initialRun', value: 'true' }]);
  const listed = resultList.parse(composeExtension).attachments.map(({ preview }) => preview.content);
  expect(listed).toEqual(english.concerns.map(({ concern, title }) => ({ title: concern, text: title })));
});

test.each([
  ['security', 'security'],
  ['what data', 'data'],
  ['WHAT DATA', 'data'],
  ['what data does it collect about us?', 'data'],
  ['who can edit', 'who-can-edit'],
  ['gdpr', 'data'],
  ['please give us access', 'access-request'],
])('"%s" finds the card "%s" first', async (words, id) => {
  const [first] = await found(words);
  expect(first?.preview.content.title).toBe(english.concern(id)?.concern);
});

test.each([
  ['Sicherheit', 'security'],
  ['security', 'security'],
  ['welche Daten', 'data'],
])('in German, "%s" finds the German card "%s" first', async (words, id) => {
  const [first] = await found(words, { locale: 'de-DE' });
  const concern = german.concern(id);
  expect(first?.preview.content).toMatchObject({ title: concern?.concern, text: concern?.title });
  expect(first?.content).toMatchObject({ lang: 'de' });
});

test('the cards stand alone: whole text, a link to Microsoft, nothing that needs the bot', async () => {
  for (const locale of ['en-US', 'de-DE']) {
    const knowledge = locale === 'de-DE' ? german : english;
    const cards = (await found('', { locale })).map(({ content }) => readCard('none', content));
    expect(cards.map(({ heading }) => heading)).toEqual(knowledge.concerns.map(({ title }) => title));
    for (const [place, card] of cards.entries()) {
      for (const paragraph of knowledge.concerns[place]?.text ?? ['a text']) {
        expect(card.text).toContain(paragraph);
      }
      expect(card.buttons.map(({ type }) => type)).toEqual(['Action.OpenUrl']);
      expect(card.buttons[0]?.url).toMatch(/^https:\/\/learn\.microsoft\.com\//);
      expect(card.json).not.toMatch(/Action\.(Execute|Submit)|\$\{/);
    }
  }
});

test('the words of the local chat client, which come without a name, are searched for too', async () => {
  const named = await query([{ name: 'words', value: 'security' }]);
  expect(await query([{ value: 'security' }])).toEqual(named);
});

test.each([
  ['en-US', 'pizza', english.nothingFound],
  ['de-DE', 'Pizza', german.nothingFound],
])('nothing found in %s is said, not shown as an empty list', async (locale, words, text) => {
  const { composeExtension } = await query([{ name: 'words', value: words }], { locale });
  expect(composeExtension).toEqual({ type: 'message', text });
});

test('nobody has to sign in, and a chat with people from elsewhere is as good as any', async () => {
  const { world } = testBot();
  const conversation = { id: '19:meeting@thread.v2', conversationType: 'groupChat', isGroup: true };
  const more = { conversation, channelData: { tenant: { id: testBot().chat().person.tenantId } } };
  expect(await found('security', more)).not.toEqual([]);
  expect(world.journal()).toEqual([]);
});

test.each([
  ['markup', '<at>x</at> **zqxjkv** [a](https://evil.example)'],
  ['a template expression', '${zqxjkv}'],
  ['28 KB', 'zqxjkv '.repeat(4_096)],
  ['control characters', '\u0000\u202ezqxjkv\u200b'],
  ['emoji', '🦄🦄'],
  ['a number', 42],
  ['nothing', null],
  ['an object', { toString: 'zqxjkv' }],
])('%s as the words gets a proper answer that repeats none of it', async (_, value) => {
  const answer = await query([{ name: 'words', value }]);
  expect(JSON.stringify(answer)).not.toMatch(/zqxjkv|evil\.example/);
});

test.each([undefined, null, 'words', [], { parameters: 'words' }, { parameters: [{}] }])(
  'a query that is none (%j) lists everything',
  async (value) => {
    const { status, json } = await testBot()
      .chat()
      .post({ type: 'invoke', name: 'composeExtension/query', value });
    expect(status).toBe(200);
    const { composeExtension } = answered.parse(json);
    expect(resultList.parse(composeExtension).attachments).toHaveLength(english.concerns.length);
  },
);
