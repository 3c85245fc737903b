import fc from 'fast-check';
import { readMessageText } from '../../../../src/http/activity/message-text';
import type { Mention } from '../../../../src/http/activity/message-text';
import { cpuMsOf } from '../../../support/cpu-time';
import { howMany } from '../../../support/threats';

const BOT = { id: '28:pal', name: 'PAL Assistant' };
const ME: Mention = { text: '<at>PAL Assistant</at>', id: BOT.id };
const PRIYA: Mention = { text: '<at>Priya Shah</at>', id: '29:priya' };
const TAG: Mention = { text: '<at>Contoso Retail</at>', id: 'MjQ', type: 'tag' };
const CHANNEL: Mention = { text: '<at>General</at>', id: '19:abc@thread.tacv2', type: 'channel' };

const typed = (text: string, ...mentions: Mention[]) =>
  readMessageText({ text, html: [], mentions, bot: BOT });
const html = (one: string, ...mentions: Mention[]) =>
  readMessageText({ text: '', html: [one], mentions, bot: BOT });
const MENTION_SPAN = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">';

test.each<[string, string]>([
  ['hello', 'hello'],
  ['<quoted messageId="1772050244572"/> help', 'help'],
  ['<quoted messageId="1772050244572"/>\n👍', '👍'],
  ['<quoted messageId="1772050244572"></quoted> link 1234567', 'link 1234567'],
  ['link <quoted messageId="1"/> 1234567 <quoted messageId="2"/>', 'link 1234567'],
  ['show&nbsp;my&nbsp;link', 'show\u00a0my\u00a0link'],
  ['link &quot;1234567&quot;', 'link "1234567"'],
  ['Fabrikam &amp; Co', 'Fabrikam & Co'],
  ['&#8220;undo&#8221;', '“undo”'],
  ['R&D & AT&T &copy 2', 'R&D & AT&T &copy 2'],
  ['<div><div>show my link</div></div>', 'show my link'],
  ['<p>one</p><p>two</p>', 'one\n\ntwo'],
  ['link <b>123</b>4567', 'link 1234567'],
  ['<emoji id="like" alt="👍" title="Yes"></emoji> yes', '👍 yes'],
  ['a < b and b > c', 'a < b and b > c'],
  ['link <my id> now', 'link <my id> now'],
  ['link <1234567>', 'link <1234567>'],
  ['see <https://contoso.example/x> please', 'see <https://contoso.example/x> please'],
  ['an end </div> that never began', 'an end that never began'],
  ['it never <ends', 'it never <ends'],
  ['<!-- link 1234567 -->', '<!-- link 1234567 -->'],
  ['<at>PAL Assistant</at> help', 'help'],
  ['<at>PAL Assistant help', 'PAL Assistant help'],
])('%s → %s', (text, expected) => {
  expect(typed(text, ...(text.includes('<at>') ? [ME] : [])).text).toBe(expected);
});

describe('mentions', () => {
  test.each<[string, Mention[], string, boolean]>([
    ['<at>PAL Assistant</at> is <at>Priya Shah</at> linked?', [ME, PRIYA], 'is Priya Shah linked?', true],
    ['is <at>Priya Shah</at> linked? <at>PAL Assistant</at>', [PRIYA, ME], 'is Priya Shah linked?', true],
    ['show my link in <at>Contoso Retail</at>', [TAG], 'show my link in Contoso Retail', false],
    ['help in <at>General</at>', [CHANNEL], 'help in General', false],
    ['<at>PAL Assistant</at> <at>PAL Assistant</at> help', [ME, ME], 'help', false],
    ['<at id="0">PAL Assistant</at> help', [{ ...ME, text: '<at id="0">PAL Assistant</at>' }], 'help', false],
    ['<at>PAL Assistant</at> help', [{ ...ME, id: '29:somebody' }], 'PAL Assistant help', true],
    ['<at>PAL</at> help', [], 'help', false],
    ['is <at>Priya</at> linked?', [], 'is Priya linked?', true],
    ['<at>PAL</at> is <at>Priya</at> linked?', [], 'is Priya linked?', true],
    ['<at>A & (B) $&</at> help', [{ text: '<at>A & (B) $&</at>', id: BOT.id }], 'help', false],
    ['<at>Contoso &amp; Co</at> x', [{ text: '<at>Contoso & Co</at>', id: BOT.id }], 'x', false],
    ['\r\n<at>PAL Assistant</at> help\r\n', [ME], 'help', false],
    ['<AT>PAL Assistant</AT> help', [ME], 'help', false],
  ])('%s', (text, mentions, expected, mentionsOthers) => {
    expect(typed(text, ...mentions)).toMatchObject({ text: expected, mentionsOthers });
  });
});

describe('a message that has its words in HTML only', () => {
  test.each<[string, string]>([
    ['<p>what is PAL?</p>', 'what is PAL?'],
    ['<p>show&nbsp;my&nbsp;link</p>', 'show\u00a0my\u00a0link'],
    [`<div>${MENTION_SPAN}PAL Assistant</span>&nbsp;help</div>`, 'help'],
    ['<p>1234567</p><style>p{}</style>', '1234567\np{}'],
    [
      '<blockquote itemscope itemtype="http://schema.skype.com/Reply"><p>link 7654321</p></blockquote><p>undo</p>',
      'undo',
    ],
    ['<blockquote><p>link 7654321</p></blockquote>', 'link 7654321'],
    ['<p>x<!-- a comment --></p>', 'x'],
    ['<p><img itemtype="http://schema.skype.com/Emoji" alt="👍"> thanks</p>', '👍 thanks'],
    ['<table><tr><td>PartnerID</td><td>1234567</td></tr></table>', 'PartnerID 1234567'],
  ])('%s', (source, expected) => {
    expect(html(source, ME).text).toBe(expected);
  });

  test('a picture in it is a picture, and the text comes first where there is one', () => {
    expect(html('<p><img src="https://x.example/1.png" alt="image"></p>')).toMatchObject({
      text: '',
      hasPicture: true,
    });
    expect(html(`<p>${MENTION_SPAN}PAL Assistant</span></p>`, ME)).toMatchObject({
      text: '',
      hasPicture: false,
    });
    const both = { text: 'undo', html: ['<p>help</p>'], mentions: [], bot: BOT };
    expect(readMessageText(both).text).toBe('undo');
  });
});

const WORDS = [
  'link',
  '1234567',
  'in',
  'Contoso',
  'Zürich',
  '👍',
  'what',
  'is',
  'PAL?',
  'x<y',
  'R&D',
  '“undo”',
];
const word = fc.constantFrom(...WORDS);
/** A piece of a message as Teams writes it, and the words in it that are the person’s own. */
const piece: fc.Arbitrary<{ source: string; own: readonly string[] }> = fc.oneof(
  word.map((one) => ({ source: one, own: [one] })),
  fc.tuple(fc.constantFrom('b', 'i', 'em', 'strong', 'div', 'p', 'li', 'code'), word).map(([tag, one]) => ({
    source: `<${tag}>${one}</${tag}>`,
    own: [one],
  })),
  fc.constantFrom(
    { source: '<quoted messageId="1772050244572"/>', own: [] },
    { source: '<quoted messageId="1">old words</quoted>', own: [] },
    { source: '<at>PAL Assistant</at>', own: [] },
    { source: '<at id="1">Priya Shah</at>', own: ['Priya', 'Shah'] },
    { source: '<emoji id="like" alt="👍" title="x"></emoji>', own: ['👍'] },
    { source: '<br/>', own: [] },
    { source: '<attachment id="1"></attachment>', own: [] },
    { source: 'Fabrikam&nbsp;&amp;&nbsp;Co', own: ['Fabrikam', '&', 'Co'] },
    { source: '<a href="https://contoso.example" title="x">contoso.example</a>', own: ['contoso.example'] },
  ),
);
const PLATFORM =
  /<\/?(?:at|quoted|emoji|attachment|div|p|br|b|i|em|strong|li|code|a|span)\b|&(?:nbsp|amp|quot);|messageId/i;

test('no markup of the platform survives, and no word is lost', () => {
  const message = fc.array(piece, { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(message, (pieces) => {
      const text = pieces.map(({ source }) => source).join(' ');
      const read = typed(text, ME, { ...PRIYA, text: '<at id="1">Priya Shah</at>' });
      expect(read.text).not.toMatch(PLATFORM);
      expect(read.text.split(/\s+/).filter(Boolean)).toEqual(pieces.flatMap(({ own }) => own));
    }),
    { numRuns: howMany({ usual: 1_000, full: 10_000 }) },
  );
});

test('what holds no markup stays as it is, but for its spaces', () => {
  const plain = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !/[<>&]/.test(text));
  fc.assert(
    fc.property(plain, (text) => {
      expect(typed(text).text).toBe(text.replace(/[\t ]{2,}/g, ' ').trim());
    }),
    { numRuns: howMany({ usual: 500, full: 10_000 }) },
  );
});

test.each([
  '<at>',
  '<at>PAL Assistant</at>',
  '<',
  '</',
  '<b>',
  '</b>',
  '<b><i>',
  '&',
  '&amp;',
  '<quoted ',
  '<!--',
  '<p a="',
])('a message full of %s is read in time that grows with its length', (unit) => {
  const [half, whole] = [2_000, 4_000].map((times) => {
    const text = unit.repeat(times);
    return cpuMsOf(() => typed(text, ME), 50);
  }) as [number, number];
  expect(whole).toBeLessThanOrEqual(Math.max(50, 4 * half));
});

test('each mention is looked at once, however often the text has one: the work does not multiply', () => {
  let looks = 0;
  const mentions = Array.from({ length: 200 }, (_, index) => ({
    id: `29:${index}`,
    get text() {
      looks += 1;
      return `<at>Person ${index}</at>`;
    },
  }));
  readMessageText({ text: '<at>Nobody</at>'.repeat(1_000), html: [], mentions, bot: { id: '28:bot' } });
  expect(looks).toBeLessThanOrEqual(2 * mentions.length);
});
