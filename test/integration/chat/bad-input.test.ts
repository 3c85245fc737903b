import { join } from 'node:path';
import { ROBIN } from '../../../local/cloud/world/sample-world';
import { loadKnowledge } from '../../../src/knowledge/load-knowledge';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';

const testBot = runningTestBot();
const whatIsPal = loadKnowledge(join(__dirname, '../../../knowledge'), 'en').entry('what-is-pal')?.question;
const NOT_UNDERSTOOD = 'I didn’t understand that';

/** Stands in every text, and must never come back. */
const MARK = 'zqxjkv';
const LONG = `${MARK} [click](https://evil.example) ${'what is '.repeat(3_500)}`;

test.each([
  ['markdown', `**${MARK}** [click me](https://evil.example) # ${MARK}`],
  ['a template expression', `\${${MARK}} \${1+1} {{DATE(2020-01-01T00:00:00Z, SHORT)}}`],
  ['a mention that is none', `<at>${MARK}</at> <at id="0">everyone</at>`],
  ['HTML', `<img src=x onerror=${MARK}>`],
  ['zero-width characters', `\u200b\u200c\u200d\ufeff${MARK}\u2060`],
  ['bidi controls', `\u202e${MARK}\u2066 \u202c`],
  ['control characters', `\u0000\u0007\u001b[31m${MARK}\u0085`],
  ['28 KB', LONG.slice(0, 28 * 1024)],
  ['a lone surrogate', `\ud83d ${MARK}`],
  ['prototype names', `__proto__ constructor ${MARK}`],
])('%s gets a helpful answer in which nothing of it stands', async (_, text) => {
  const card = await testBot().chat().say(text);
  expect(card.heading).not.toBe('');
  expect(titlesOf(card).length).toBeGreaterThan(0);
  expect(card.json).not.toContain(MARK);
  expect(card.json).not.toContain('evil.example');
});

test.each([
  ['zero-width characters', 'what\u200b is\u200d P\u200bAL?'],
  ['bidi controls', '\u202ewhat is PAL?\u202c'],
  ['control characters', '\u0000what is\u0007 PAL?'],
  ['full-width letters', 'ｗｈａｔ　ｉｓ　ＰＡＬ？'],
  ['a mention', '<at>PAL Assistant</at> what is PAL?'],
  ['markdown', '**what** is `PAL`?'],
])('a question is understood in spite of %s', async (_, text) => {
  expect((await testBot().chat().say(text)).heading).toBe(whatIsPal);
});

test.each(['', '   ', '\u200b\u200b', '👍🏽', '🦄🌈', '\n\n'])(
  'nothing to read in %j: help is offered',
  async (text) => {
    const card = await testBot().chat().say(text);
    expect(card.heading).not.toBe('');
    expect(card.buttons.map(({ verb }) => verb)).toContain('help');
  },
);

test('attachments without words are answered, and not fetched', async () => {
  const { connector } = testBot();
  const attachments = [
    { contentType: 'image/png', contentUrl: `${connector.serviceUrl}/picture.png`, name: '${evil}.png' },
    { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } },
  ];
  const before = connector.bodies.length;
  const card = await testBot().chat().say('', { attachments });
  expect(card.heading).toBe('I can only read text');
  // One answer to the bot's message, and the empty body of our own post: nobody asked for the picture.
  expect(connector.bodies.length - before).toBeLessThanOrEqual(2);
});

test.each(['${evil}', '../../what-is-pal', '__proto__', 'constructor', ''])(
  'a button that asks for %j is answered',
  async (topic) => {
    const robin = testBot().chat();
    const card = await robin.say('what is PAL?');
    for (const verb of ['ask', 'guide', 'for-customer']) {
      const answer = await robin.invoke(
        { type: 'Action.Execute', verb, data: { verb, topic } },
        card.activityId,
      );
      expect([
        NOT_UNDERSTOOD,
        'I still didn’t understand that',
        'What does your customer want to know?',
      ]).toContain(answer.card?.heading);
    }
  },
);

test('a tenant in a question can’t bring a second command along', async () => {
  const card = await testBot().chat().say('az cli link in contoso.example;rm -rf / please, how?');
  expect(card.json).not.toContain('rm -rf');
});

test('a name with markup in it is shown as it is, as text only', async () => {
  const card = await testBot()
    .chat()
    .say('hello', {
      from: {
        id: '29:robin',
        name: '[x](https://evil.example) {{DATE(2020-01-01, SHORT)}}',
        aadObjectId: ROBIN.objectId,
      },
    });
  expect(card.heading).toBe('Hello!');
  expect(card.json).not.toContain('"url":"https://evil.example');
  expect(card.json).not.toContain('{{');
});
