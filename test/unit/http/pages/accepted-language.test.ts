import fc from 'fast-check';

import { acceptedLanguage } from '../../../../src/http/pages/write-page';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en'],
  ['fr-FR,fr;q=0.9,de;q=0.5', 'de'],
  ['en;q=0.1, de;q=0.9', 'de'],
  ['de;q=0, en', 'en'],
  ['de;q=0', 'en'],
  ['DE-ch', 'de'],
  ['den', 'en'],
  ['*', 'en'],
  ['de;q=high', 'en'],
])('a browser that accepts %j reads %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

test('whatever stands in the header, it is a language that is spoken', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(['en', 'de']).toContain(acceptedLanguage(header));
    }),
  );
});
