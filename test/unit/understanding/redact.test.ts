import * as fc from 'fast-check';

import { redact } from '../../../src/understanding/second-opinion';

test.each([
  ['link 1234567 please', 'link [number] please'],
  ['my id is 1 234 567, ok?', 'my id is [number], ok?'],
  ['PartnerID 12', 'PartnerID [number]'],
  ['in 84f392b6-3c97-4a27-8bdf-04727730e575 please', 'in [id] please'],
  ['use contoso.onmicrosoft.com now', 'use [domain] now'],
  ['for fabrikam.com now', 'for [domain] now'],
  ['ask robin@fabrikam.com', 'ask [other]'],
  ['see https://evil.example/?q=1', 'see [other]'],
  ['<at>PAL</at> who are you', 'who are you'],
  ['call 0049 (30) 901820 now', 'call [other] now'],
])('of "%s" only "%s" may leave the bot', (text, redacted) => {
  expect(redact(text)).toBe(redacted);
});

test('a pasted token is masked', () => {
  const word = 'Ab-_9'.repeat(60);
  expect(redact(`why is ${word}.${word} refused`)).not.toContain('Ab-_9');
});

test('at most 500 characters are left, whatever comes', () => {
  expect(redact('word '.repeat(5000))).toHaveLength(500);
  expect(() => encodeURIComponent(redact(`x${'🎉'.repeat(10)} `.repeat(30)))).not.toThrow();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => redact(text).length <= 500),
  );
});

test('a message without words leaves nothing', () => {
  for (const text of ['', '   ', '1234567', '🎉', '?!', 'fabrikam.com']) expect(redact(text)).toBe('');
});

test('no number, id, domain, mail address or link survives among any words', () => {
  const digit = fc.integer({ min: 0, max: 9 }).map(String);
  const number = fc.array(digit, { minLength: 3, maxLength: 20 }).map((digits) => digits.join(''));
  const secret = fc.oneof(number, fc.uuid(), fc.domain(), fc.emailAddress(), fc.webUrl());
  const words = fc.array(
    fc.constantFrom('link', 'is', 'my id:', '(', '–', 'PartnerID', '"', 'in', '\u200b', '5'),
  );
  fc.assert(
    fc.property(words, secret, words, (before, inside, after) => {
      const text = redact(`${before.join(' ')} so ${inside} ${after.join(' ')}`);
      expect(text.toLowerCase()).not.toContain(inside.toLowerCase());
    }),
    { numRuns: 500 },
  );
});
