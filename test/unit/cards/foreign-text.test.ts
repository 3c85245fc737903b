import fc from 'fast-check';

import type { View } from '../../../src/cards/view';

import { withForeignText } from '../../support/foreign-view';
import { howMany } from '../../support/threats';
import { allSamples, elementsOf, renderer, textsOf } from './support/cards';

const MARKER = 'Zq7marker';
const PAYLOADS = [
  '[x](javascript:alert(1))',
  '[click](https://evil.example)',
  '![p](https://evil.example/a.png)',
  '**bold** _it_ ~~no~~ `code`',
  '# heading',
  '1. list',
  '- list',
  '<at>Somebody</at>',
  '<b>html</b> &lt;',
  '{{DATE(2026-01-01T00:00:00Z, SHORT)}}',
  '${1+1} ${$root} @{x}',
  '\u202Egnp.exe \u2066x\u2069',
  'a\u200Bb\u200Dc\uFEFFd\u00ADe\u2060f',
  'a\u0000b\u0007c\r\nd\u2028e',
  'Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306algo',
  '\uD800 lone \uDC00',
  '\uE000{1+1}',
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
];
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;
const samples = allSamples();

/** The fields that may, by the type of what they stand on. Titles of buttons are shown as they are, in every client. */
const FIELDS_FOR_FOREIGN_TEXT: ReadonlyMap<string, readonly string[]> = new Map([
  ['TextRun', ['text']],
  ['Input.Text', ['value']],
  ['Input.ChoiceSet', ['value']],
  ['choices', ['title', 'value']],
  ['data', ['operationId', 'batchId', 'directoryId', 'topic', 'documentId', 'format']],
  ['Action.Execute', ['title']],
  ['Action.Submit', ['title']],
  ['Action.OpenUrl', ['title', 'url']],
]);

function mayHoldForeignText({ type, field }: { type: string; field: string }): boolean {
  return FIELDS_FOR_FOREIGN_TEXT.get(type)?.includes(field) ?? false;
}

describe.each(samples)('text of people and services on the card $title', ({ view }) => {
  test('stands only where no renderer reads it as markdown', () => {
    for (const marker of [MARKER, `https://${MARKER}.example/`]) {
      const { card, speech, summary } = renderer.render(withForeignText(view, marker));
      const found = textsOf(card).filter(({ text }) => text.toLowerCase().includes(MARKER.toLowerCase()));
      expect(found.filter((place) => !mayHoldForeignText(place))).toEqual([]);
      expect(speech + summary).not.toContain(MARKER);
    }
  });

  test('changes nothing but the places it stands in, whatever it is', () => {
    const ours = fixedTexts(withForeignText(view, MARKER));
    for (const payload of PAYLOADS) expect(fixedTexts(withForeignText(view, payload))).toEqual(ours);
  });
});

/** Everything on the card that is not foreign: our sentences, verbs, headings, styles. */
function fixedTexts(view: View): string[] {
  return textsOf(renderer.render(view).card)
    .filter((place) => !mayHoldForeignText(place))
    .map(({ type, field, text }) => `${type}.${field}: ${text}`);
}

test.each(['漢', '😀', '"', '\\'])(
  'forty directories fit on a confirm card when each text is made of %s alone',
  (letter) => {
    for (const { view } of samples.filter((sample) => sample.view.name === 'confirm-batch')) {
      const { card } = renderer.render(withForeignText(view, letter.repeat(400)));
      expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(24 * 1024);
    }
  },
);

/** The most that the dialogs put on one card: pages of ten, twelve and six, lists as they are. */
const MOST_LISTED: Readonly<Record<string, number>> = {
  overview: 10,
  'access-of-all': 12,
  access: 5,
  history: 6,
  proof: 10,
  batch: 100,
  'confirm-batch': 100,
  'choose-directories': 100,
};

/** The view with as many directories as there can be, each name in it made of one letter. Ids stay what they are. */
function withNames(view: View, letter: string): View {
  const name = letter.repeat(400);
  const rename = (node: unknown, field: string): unknown => {
    if (typeof node === 'string') return /name$|^domain$|^account$|^unknown$/i.test(field) ? name : node;
    if (Array.isArray(node)) {
      const list: readonly unknown[] = node;
      const grows = /^\{"(directoryName|partnerId":"\d+","partnerName)"/.test(JSON.stringify(list[0] ?? ''));
      const length = grows && field !== 'buttons' ? (MOST_LISTED[view.name] ?? 60) : list.length;
      return Array.from({ length }, (_, place) => rename(list[place % list.length], field));
    }
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rename(value, key)]));
  };
  return { name: view.name, data: rename(view.data, '') } as View;
}

const listing = samples.filter(({ view }) => JSON.stringify(view.data).includes('[{"directoryName"'));

// Each takes more of a card than it shows: bytes, half characters, a mark that is escaped. In German our own words are longer.
test.each([
  ['漢', ['en-GB', 'de-DE']],
  ['😀', ['de-DE']],
  ['"', ['de-DE']],
] as const)('a full list of directories whose names are made of %s alone fits', (letter, locales) => {
  for (const { view } of listing) {
    for (const locale of locales) {
      const { card } = renderer.render(withNames(view, letter), locale);
      const bytes = Buffer.byteLength(JSON.stringify(card));
      expect(`${view.name}: ${bytes > 24 * 1024 ? bytes : 'fits'}`).toBe(`${view.name}: fits`);
    }
  }
});

test('no text makes a card fail, grow beyond 24 KB, reach the network, or hide what it says', () => {
  const foreign = fc.oneof(
    fc.constantFrom(...PAYLOADS),
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.array(fc.constantFrom(...PAYLOADS), { maxLength: 4 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(fc.constantFrom(...samples), foreign, ({ view }, text) => {
      const { card } = renderer.render(withForeignText(view, text));
      expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(24 * 1024);
      // Only a field of several lines, the text to copy, has line breaks.
      const shown = textsOf(card).map((one) =>
        one.type === 'Input.Text' ? one.text.replaceAll('\n', ' ') : one.text,
      );
      expect(shown.filter((one) => INVISIBLE.test(one))).toEqual([]);
      const others = (type: string, field: string, may: RegExp): unknown[] =>
        elementsOf(card, type).filter((one) => !may.test(String(one[field])));
      expect(others('TextRun', 'text', /^(?!.*\{\{)/s)).toEqual([]);
      expect(others('Action.OpenUrl', 'url', /^https?:\/\//)).toEqual([]);
      const picture = /^https:\/\/bot\.example\/pictures\/(link|lighthouse|guest)-en-light\.png$/;
      expect(others('Image', 'url', picture)).toEqual([]);
    }),
    { numRuns: howMany({ usual: 200, full: 10_000 }) },
  );
});

test('a template expression in a name is shown as the person wrote it', () => {
  const { card } = renderer.render({
    name: 'signed-in',
    data: { account: '${1+1} and ${account}', goesOn: true },
  });
  expect(elementsOf(card, 'TextRun').map((run) => run['text'])).toContain('${1+1} and ${account}');
});

test('an address that is not https, or http on this machine, gets no button', () => {
  const where = { account: 'Ida', directoryName: 'Alder', directoryId: '', reason: 'first' } as const;
  const linksFor = (url: string) =>
    elementsOf(renderer.render({ name: 'sign-in', data: { ...where, url } }).card, 'Action.OpenUrl');
  const refused = [
    '',
    'javascript:alert(1)',
    'http://evil.example/',
    'data:text/html,x',
    'https://a@evil.example/',
  ];
  for (const url of refused) expect(linksFor(url)).toEqual([]);
  expect(linksFor('http://127.0.0.1:3978/auth/start?ticket=x')).toHaveLength(1);
  expect(linksFor('https://bot.example/auth/start?ticket=x')).toHaveLength(1);
});

test('nothing but a directory id and a PartnerID gets into a command that people paste into a shell', () => {
  const hostile = '"; rm -rf ~ #';
  const { card } = renderer.render({
    name: 'problem-by-hand',
    data: {
      code: 'access-blocked',
      correlationId: '',
      directoryName: '',
      directoryId: hostile,
      partnerId: hostile,
      action: 'link',
      adminConsentUrl: '',
    },
  });
  const commands = elementsOf(card, 'TextRun').filter((run) => run['fontType'] === 'monospace');
  expect(commands.map((run) => run['text'])).toEqual([
    'az login --tenant <directory id>',
    'az extension add --name managementpartner',
    'az managementpartner create --partner-id <PartnerID>',
    'az managementpartner show',
    'Install-Module Az.ManagementPartner',
    'Connect-AzAccount -TenantId <directory id>',
    'New-AzManagementPartner -PartnerId <PartnerID>',
    'Get-AzManagementPartner',
  ]);
});
