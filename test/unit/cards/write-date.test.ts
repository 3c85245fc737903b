import { writeDate, writeDay } from '../../../src/cards/card-text';
import { languageOf } from '../../../src/model/language';

const TIME = '2024-11-05T14:03:00Z';

test.each<readonly [string, string]>([
  ['en-US', 'November 5, 2024 at 02:03 PM UTC'],
  ['en', 'November 5, 2024 at 02:03 PM UTC'],
  ['en-GB', '5 November 2024 at 14:03 UTC'],
  ['en_GB', '5 November 2024 at 14:03 UTC'],
  ['en-001', '5 November 2024'],
  ['de-DE', '5. November 2024 um 14:03 UTC'],
  ['de_DE', '5. November 2024 um 14:03 UTC'],
  ['de-AT', '5. November 2024 um 14:03 UTC'],
  ['DE', '5. November 2024 um 14:03 UTC'],
  ['de-Latn-CH', '5. November 2024 um 14:03 UTC'],
  // What the bot does not speak is answered in English, dates and all.
  ...[
    'fr-FR',
    'th-TH',
    'fa-IR',
    'ar-SA',
    'zh-Hant-HK',
    'ja-JP-u-ca-japanese',
    'C',
    'x-klingon',
    '',
    '-',
    'de9',
  ].map((locale) => [locale, 'November 5, 2024 at 02:03 PM UTC'] as const),
  // Nor does a locale bring a calendar or digits along.
  ['en-US-u-ca-buddhist-nu-thai', 'November 5, 2024 at 02:03 PM UTC'],
  ['en-TH', '2024'],
  ['en-AE', '5 November 2024'],
])('a time for %j is written as %s', (locale, expected) => {
  expect(writeDate(TIME, locale).replace(/\s/g, ' ')).toContain(expected);
});

test('a day has no time, and what is none is nothing', () => {
  expect(writeDay('2026-11-27', 'de_AT')).toBe('27. November 2026');
  for (const odd of ['soon', '', 7, null, undefined]) expect(writeDate(odd, 'en')).toBe('');
});

test.each<readonly [string | undefined, string]>([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['de_DE', 'de'],
  ['DE-de', 'de'],
  ['de_CH.UTF-8', 'de'],
  ['den', 'en'],
  ['fr_CH', 'en'],
  [undefined, 'en'],
])('%s is answered in %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});
