import { join } from 'node:path';
import fc from 'fast-check';
import { packageRoot } from '../../../src/config/package';
import { mentionIn, readDirectories } from '../../../src/dialogs/named-directories';
import { foldWord, loadPlaceWords, placeIn } from '../../../src/dialogs/place-words';
import type { Directory } from '../../../src/model/directory';
import { plainText } from '../../../src/understanding/text/plain-text';
import { asTenantId } from '../../../src/model/identifiers';

const WORDS = loadPlaceWords(join(packageRoot(__dirname), 'content'));

const directory = (
  digit: number,
  name: string,
  domain: string,
  kind: Directory['kind'] = 'customer',
): Directory => ({
  tenantId: asTenantId(`${String(digit).repeat(8)}-1111-4111-8111-111111111111`)!,
  name,
  defaultDomain: domain,
  kind,
});

const ALL = [
  directory(1, 'Fabrikam Consulting', 'fabrikam.example', 'home'),
  directory(2, 'Contoso Retail', 'contoso-retail.example'),
  directory(3, 'Woodgrove Bank', 'woodgrove-bank.example'),
  directory(4, 'Coho Winery', 'coho.example'),
  directory(5, 'Bed and Breakfast at Home GmbH', 'bb.example'),
  directory(6, 'Wide World Importers', 'wwi.example'),
  directory(7, 'Zürich Labs', 'zlabs.example'),
  directory(8, 'Wide World Bank', 'wwb.example'),
];

/** What a message names, as text: names found; ?fitting; !unknown~near. */
function named(text: string, partnerId?: string): string {
  const place = placeIn(text, WORDS, partnerId);
  if (place === undefined) return 'nothing';
  const { found, fitting, unknown } = readDirectories(place, ALL, WORDS);
  const parts = [
    ...found.map(({ name }) => name),
    ...fitting.map(({ name }) => `?${name}`),
    ...unknown.map(({ name, near }) => `!${name}~${near.map((one) => one.name).join('|')}`),
  ];
  return parts.join('; ');
}

test.each([
  ['link 1234567 in contoso', 'Contoso Retail'],
  ['link 1234567 in my company’s directory', 'Fabrikam Consulting'],
  ['link 1234567 at our company please', 'Fabrikam Consulting'],
  ['switch to home', 'Fabrikam Consulting'],
  ['verknüpfe 1234567 in unserem eigenen Mandanten', 'Fabrikam Consulting'],
  ['link 1234567 on my own in contoso', 'Contoso Retail'],
  ['link 1234567 for my own company in contoso', 'Contoso Retail'],
  ['verknüpfe 1234567 mit meinem eigenen Konto in Contoso', 'Contoso Retail'],
  ['undo the link in contoso from two days ago', 'Contoso Retail'],
  ['undo the link in contoso yesterday', 'Contoso Retail'],
  ['show my link in Woodgrove from last week', 'Woodgrove Bank'],
  ['die Änderung in Contoso von vorgestern', 'Contoso Retail'],
  ['die Änderung bei Woodgrove vor zwei Tagen', 'Woodgrove Bank'],
  ['what I did in the last two weeks', ''],
  ['link 1234567 in Contoso Retail please, thanks', 'Contoso Retail'],
  ['link 1234567 in contoso-retail.example', 'Contoso Retail'],
  ['link 1234567 in 33333333-1111-4111-8111-111111111111', 'Woodgrove Bank'],
  ['link in contoso with 1234567', 'Contoso Retail'],
  ['link 1234568 in coho and woodgrove', 'Coho Winery; Woodgrove Bank'],
  [
    'change it to 2345678 in Contoso, Fabrikam & Woodgrove',
    'Contoso Retail; Fabrikam Consulting; Woodgrove Bank',
  ],
  ['link 1234567 in contoso/woodgrove', 'Contoso Retail; Woodgrove Bank'],
  ['link 1234567 in Contosso Retail', '!Contosso Retail~Contoso Retail'],
  ['link 1234567 in Contsoo', '!Contsoo~Contoso Retail'],
  ['link 1234567 in Contoso Bank', '!Contoso Bank~Contoso Retail'],
  ['link 1234567 in Foo', '!Foo~'],
  ['link 1234567 in contoso and nowhere.example', 'Contoso Retail; !nowhere.example~'],
  [
    'link 1234567 in contoso, 99999999-1111-4111-8111-111111111111 and abcdef12-1111-4111-8111-111111111111',
    'Contoso Retail; !99999999-1111-4111-8111-111111111111~; !abcdef12-1111-4111-8111-111111111111~',
  ],
  [
    'link 1234567 in 1. Contoso 2. Woodgrove, 44444444-1111-4111-8111-111111111111',
    'Contoso Retail; Woodgrove Bank; Coho Winery',
  ],
  ['link 1234567 in contoso, customer-3.example', 'Contoso Retail; !customer-3.example~'],
  ['link 1234567 in contoso, my-firm-in-the-north.example', 'Contoso Retail; !my-firm-in-the-north.example~'],
  ['link 1234567 in contoso, 365.example and woodgrove', 'Contoso Retail; Woodgrove Bank; !365.example~'],
  [
    'link 1234567 in contoso, Stadtwerke der Stadt Nirgendwo GmbH, coho',
    'Contoso Retail; Coho Winery; !Stadtwerke der Stadt Nirgendwo GmbH~',
  ],
  ['link 1234567 in contoso and Foo', 'Contoso Retail; !Foo~'],
  ['link 1234567 in contoso and woodgrvoe', 'Contoso Retail; !woodgrvoe~Woodgrove Bank'],
  ['link 1234567 in Link', '!Link~'],
  ['link 1234567 in contoso, I was told to do that by my boss', 'Contoso Retail'],
  ['link 1234567 in bed and breakfast at home gmbh', 'Bed and Breakfast at Home GmbH'],
  ['link 1234567 in wide world', '?Wide World Importers; ?Wide World Bank'],
  ['link 1234567 in importers', 'Wide World Importers'],
  ['link 1234567 in woodg', 'Woodgrove Bank'],
  ['link 1234567 in zurich labs', 'Zürich Labs'],
  ['link 1234567 at home', 'Fabrikam Consulting'],
  ['link 1234567 in my home directory', 'Fabrikam Consulting'],
  ['link 1234567 in this directory', ''],
  ['link 1234567 here', 'nothing'],
  ['link 1234567', 'nothing'],
  ['change from 1234567 to 2345678', 'nothing'],
  ['link my account to my PartnerID 1234567', 'nothing'],
  ['remove my link from contoso', 'Contoso Retail'],
  ['show my link for Foo Ltd', '!Foo Ltd~'],
  ['PartnerID 1234567 in Contoso Retail verknüpfen', 'Contoso Retail'],
  ['verknüpfe 1234567 bei Contoso und Woodgrove', 'Contoso Retail; Woodgrove Bank'],
  ['entferne die Verknüpfung bei der Firma Contoso bitte', 'Contoso Retail'],
  [
    'ich muss unsere Nummer 1234567 bei Contoso, Coho Winery und der Woodgrove Bank hinterlegen',
    'Contoso Retail; Coho Winery; Woodgrove Bank',
  ],
])('%s → %s', (text, expected) => {
  expect(named(text, '1234567')).toBe(expected);
});

test.each([
  'hinterlegen',
  'bitte eintragen',
  'setzen',
  'anlegen',
  'nachtragen',
  'ergänzen',
  'speichern',
  'vermerken',
  'zu hinterlegen',
  'einzutragen',
  'eingetragen haben',
  'hinterlegt werden',
  'nachgetragen',
  'zugeordnet wird',
])('a German verb at the end of a sentence is no directory: "… %s"', (verb) => {
  expect(named(`ich soll 1234567 in Contoso und Woodgrove ${verb}`, '1234567')).toBe(
    'Contoso Retail; Woodgrove Bank',
  );
});

test.each(['put on', 'registered', 'should have been', 'be entered', 'added please', 'recorded', 'assigned'])(
  'nor is an English one: "… %s"',
  (verb) => {
    expect(named(`our number 1234567, in Contoso and Woodgrove, ${verb}`, '1234567')).toBe(
      'Contoso Retail; Woodgrove Bank',
    );
  },
);

test.each([
  ['unlink contoso', 'contoso', 'unlink'],
  ['is contoso linked?', 'contoso', 'is linked?'],
  ['and coho winery', 'coho winery', 'and'],
  ['same for woodgrove bank', 'woodgrove bank', 'same'],
  ['link in coho', 'coho', 'link'],
  ['unlink contoso bank', 'contoso bank', 'unlink'],
  ['unlink contosso', 'contosso', 'unlink'],
  ['remove contoso and woodgrove now', 'contoso and woodgrove', 'remove now'],
])('"%s" mentions "%s" beside "%s"', (text, mentioned, rest) => {
  const mention = mentionIn(text, ALL, WORDS);
  expect(mention?.named).toBe(mentioned);
  expect(mention?.rest.replace(/\s+/g, ' ')).toBe(rest);
});

test.each(['what is PAL?', 'link my bank', 'the wild net'])('"%s" mentions nothing', (text) => {
  expect(mentionIn(text, ALL, WORDS)).toBeUndefined();
});

test('whatever stands behind "in" names the directories it names, or is unknown: it is never taken for nothing', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'contoso',
      'woodgrove',
      'coho',
      'bank',
      'link',
      'and',
      'home',
      'in',
      'the',
      'my',
      ',',
      '12',
      'für',
    ),
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('in', 'at', 'bei'),
      (said, preposition) => {
        const text = `link 1234567 ${preposition} ${said.join(' ')}`;
        const place = placeIn(text, WORDS, '1234567');
        const pointing = [...WORDS.around, ...WORDS.and, ...WORDS.to, ...WORDS.in];
        const words = (plainText(said.join(' ')).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map(foldWord);
        const isName = words.some((one) => !pointing.includes(one) && one !== '1234567');
        if (!isName) return;
        const { found, fitting, unknown } = readDirectories(place ?? '', ALL, WORDS);
        expect(found.length + fitting.length + unknown.length).toBeGreaterThan(0);
        const plain = foldWord(plainText(said.join(' ')));
        for (const one of found) {
          const named = [
            ...one.name.split(' '),
            one.defaultDomain,
            one.tenantId,
            ...(one.kind === 'home' ? [...WORDS.home, ...WORDS.own] : []),
          ];
          expect(named.some((part) => plain.includes(foldWord(part).slice(0, 2)))).toBe(true);
        }
      },
    ),
    {
      numRuns: 2_000,
      examples: [
        [['the', 'für', 'link'], 'in'],
        [['oWn '], 'in'],
      ],
    },
  );
});

/** What is read of a list with these lines, and which names are still to be asked about. */
function listed(lines: readonly string[], all: readonly Directory[]): string {
  const place = placeIn(`link 1234567 in\n${lines.join('\n')}`, WORDS, '1234567') ?? '';
  const { found, choices, unknown } = readDirectories(place, all, WORDS);
  const domains = (some: readonly Directory[]): string => some.map((one) => one.defaultDomain).join('|');
  const names = unknown.map(({ name }) => name).join('|');
  return `${domains(found)}; ${choices.map(domains).join(', ') || '-'}; ${names || '-'}`;
}

describe('a list out of a spreadsheet', () => {
  const TWINS = [
    ...ALL,
    directory(9, 'Northwind', 'northwind-de.example'),
    {
      ...directory(0, 'Northwind', 'northwind-at.example'),
      tenantId: asTenantId('abcdefab-1111-4111-8111-111111111111')!,
    },
    {
      ...directory(0, '=HYPERLINK("http://x","Contoso")', 'evil.example'),
      tenantId: asTenantId('abcdefac-1111-4111-8111-111111111111')!,
    },
  ];
  test.each<readonly [what: string, lines: readonly string[], read: string]>([
    [
      'with headings and columns for name, domain and tenant id',
      [
        'Name\tPrimary domain\tTenant ID',
        'Contoso Retail\tcontoso-retail.example\t22222222-1111-4111-8111-111111111111',
        'Coho Winery\tcoho.example\t44444444-1111-4111-8111-111111111111',
      ],
      'contoso-retail.example|coho.example; -; -',
    ],
    [
      'with German headings',
      ['Kundenname\tDomäne\tMandanten-ID', 'Woodgrove Bank\twoodgrove-bank.example\t'],
      'woodgrove-bank.example; -; -',
    ],
    [
      'with numbered lines',
      ['1\tContoso Retail', '2\tWide World Bank', '3\tNobody Ltd'],
      'contoso-retail.example|wwb.example; -; Nobody Ltd',
    ],
    [
      'in which the domain tells which of two equal names is meant',
      ['Northwind\tnorthwind-at.example'],
      'northwind-at.example; -; -',
    ],
    [
      'in which the id does',
      ['abcdefab-1111-4111-8111-111111111111\tNorthwind', 'coho.example'],
      'northwind-at.example|coho.example; -; -',
    ],
    [
      'in which both are named with their domains',
      ['Northwind\tnorthwind-at.example', 'Northwind\tnorthwind-de.example'],
      'northwind-at.example|northwind-de.example; -; -',
    ],
    [
      'in which one of two equal names is told, and the other is not',
      ['Northwind\tnorthwind-at.example', 'Northwind\t'],
      'northwind-at.example; northwind-de.example; -',
    ],
    [
      'in which nothing tells them',
      ['Northwind', 'coho.example'],
      'coho.example; northwind-de.example|northwind-at.example; -',
    ],
    [
      'with a name that is a formula, told by its domain',
      ['=HYPERLINK("http://x","Contoso")\tevil.example'],
      'evil.example; -; -',
    ],
  ])('%s', (_, lines, read) => {
    expect(listed(lines, TWINS)).toBe(read);
  });
});

test('a row of names with nothing between them names each of them', () => {
  const { found, unknown } = readDirectories('contoso woodgrove and coho', ALL, WORDS);
  expect(found.map(({ name }) => name.split(' ')[0]).sort()).toEqual(['Coho', 'Contoso', 'Woodgrove']);
  expect(unknown).toEqual([]);
});
