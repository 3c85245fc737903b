import fc from 'fast-check';

import type { PartnerIdReading } from '../../../../src/understanding/text/partner-id';
import { findPartnerId, readPartnerId } from '../../../../src/understanding/text/partner-id';
import { recognized } from '../../../../src/understanding/text/find-entities';
import { howMany } from '../../../support/threats';

/** The digits, the name of the mistake, or 'none'. */
function short(reading: PartnerIdReading): string {
  if (reading.kind === 'found') return reading.partnerId;
  return reading.kind === 'mistake' ? reading.mistake : 'none';
}

const RUNS = howMany({ usual: 500, full: 10_000 });
const GUID = '3f2b8c1e-9a4d-4e7b-8f60-1c2d3e4f5a6b';
const digits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 10 })
  .map((list) => list.join(''));
const separators = fc.array(
  fc.constantFrom('', '', ' ', '\u00a0', '.', '-', "'", '’', '_', ',', '\u200b', '\u202f', '–'),
  { minLength: 10, maxLength: 10 },
);

describe('whatever is written', () => {
  test('a PartnerID reads back the same with any separators and in full width', () => {
    fc.assert(
      fc.property(digits, separators, fc.boolean(), (id, between, isFullWidth) => {
        const written = Array.from(id)
          .map((digit) => (isFullWidth ? String.fromCharCode(digit.charCodeAt(0) + 0xfee0) : digit))
          .map((digit, index) => `${digit}${index < id.length - 1 ? (between[index] ?? '') : ''}`)
          .join('');
        expect(short(readPartnerId(written))).toBe(id);
        expect(short(readPartnerId(`MPN ID: "${written}"`))).toBe(id);
      }),
      { numRuns: RUNS },
    );
  });

  test('an id that was read is read again as itself, alone and in a message', () => {
    fc.assert(
      fc.property(digits, (id) => {
        expect(short(readPartnerId(id))).toBe(id);
        expect(short(findPartnerId(recognized(id)))).toBe(id);
        expect(short(findPartnerId(recognized(`link my PartnerID ${id}, please`)))).toBe(id);
      }),
      { numRuns: RUNS },
    );
  });

  test('what is found has 5 to 10 ASCII digits, and nothing throws', () => {
    const pieces = fc.constantFrom(
      '12345',
      ' ',
      '.',
      '-',
      '#',
      'MPN',
      'to',
      'from',
      '→',
      '７',
      'a',
      GUID,
      '\n',
      '€',
      '%',
      ':',
      '/',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(pieces, { maxLength: 40 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        for (const reading of [readPartnerId(written), findPartnerId(recognized(written))]) {
          if (reading.kind === 'found') expect(reading.partnerId).toMatch(/^[0-9]{5,10}$/);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('a message that is too long is cut before a number, never inside it', () => {
    for (const number of ['1234567890', '12 345 678', '123456789012', GUID]) {
      for (let shift = 0; shift <= number.length; shift += 1) {
        const text = `${'word '.repeat(900).slice(0, 4096 - shift - 1)} ${number} and more`;
        const expected =
          shift === number.length ? [short(findPartnerId(recognized(number))), 'none'] : ['none'];
        expect(expected).toContain(short(findPartnerId(recognized(text))));
      }
    }
  });

  test.each([
    '1',
    '1 ',
    '1.',
    '-',
    ' ',
    'a1',
    '1234567 ',
    'MPN ',
    '€',
    '+1 ',
    GUID,
    'a.',
    '@',
    '\u200b',
    'ﷺ',
    '1:',
    '12345, ',
  ])('100 KB of %j is read without trouble', (piece) => {
    const hostile = piece.repeat(Math.ceil(100_000 / piece.length));
    expect(() => [readPartnerId(hostile), findPartnerId(recognized(hostile))]).not.toThrow();
  });
});
