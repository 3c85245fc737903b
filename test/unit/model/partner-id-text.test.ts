import fc from 'fast-check';

import type { PartnerIdReading } from '../../../src/model/partner-id-text';
import { findPartnerId, readPartnerId } from '../../../src/model/partner-id-text';

/** The digits, the name of the mistake, or 'none'. */
function short(reading: PartnerIdReading): string {
  if (reading.kind === 'found') return reading.partnerId;
  return reading.kind === 'mistake' ? reading.mistake : 'none';
}

const GUID = '3f2b8c1e-9a4d-4e7b-8f60-1c2d3e4f5a6b';
const FULL_WIDTH = '１２３４５６７';

describe('a text that is meant to be a PartnerID', () => {
  test.each([
    ['1234567', '1234567'],
    ['  1234567\n', '1234567'],
    ['0012345', '0012345'],
    ['12345', '12345'],
    ['1234567890', '1234567890'],
    [FULL_WIDTH, '1234567'],
    ['1 234 567', '1234567'],
    ['1\u00a0234\u00a0567', '1234567'],
    ['1.234.567', '1234567'],
    ["1'234'567", '1234567'],
    ['1’234’567', '1234567'],
    ['1´234´567', '1234567'],
    ['1,234,567', '1234567'],
    ['12-345-67', '1234567'],
    ['12–345–67', '1234567'],
    ['123_4567', '1234567'],
    ['1 2 3 4 5 6 7', '1234567'],
    ['12\u200b34\u200d567', '1234567'],
    ['\u202e1234567\u202c', '1234567'],
    ['\ufeff1234567', '1234567'],
    ['12\u000034567', '1234567'],
    ['MPN 1234567', '1234567'],
    ['MPN1234567', '1234567'],
    ['mpn id: 1234567', '1234567'],
    ['MPN-ID 1234567', '1234567'],
    ['PartnerID 1234567', '1234567'],
    ['PartnerID=1234567', '1234567'],
    ['partner id 1234567', '1234567'],
    ['Partner Number: 1234567', '1234567'],
    ['PAL id 1234567', '1234567'],
    ['PLA 1234567', '1234567'],
    ['#1234567', '1234567'],
    ['# 1234567', '1234567'],
    ['no. 1234567', '1234567'],
    ['Nr. 1234567', '1234567'],
    ['№ 1234567', '1234567'],
    ['"1234567"', '1234567'],
    ['„1234567“', '1234567'],
    ['«1234567»', '1234567'],
    ['`1234567`', '1234567'],
    ['(1234567)', '1234567'],
    ['**1234567**', '1234567'],
    ['1234567.', '1234567'],
    ['it’s 1234567', '1234567'],
    ['1234567 (MPN)', '1234567'],
    ['1234567 1234567', '1234567'],
    ['1234567, 1 234 567', '1234567'],
    ['044 123 45 67', '0441234567'],

    ['', 'empty'],
    ['   ', 'empty'],
    ['\u200b\u2060', 'empty'],
    ['MPN ID:', 'empty'],
    ['-', 'empty'],
    ['???', 'empty'],
    ['12345a7', 'letters'],
    ['l234567', 'letters'],
    ['O234567', 'letters'],
    ['1234567mpn', 'letters'],
    ['12345id7', 'letters'],
    ['hello', 'letters'],
    ['contoso 1234567', 'letters'],
    ['+41 44 123', 'letters'],
    ['1234', 'too-short'],
    ['0', 'too-short'],
    ['1 2 3', 'too-short'],
    ['12345678901', 'too-long'],
    ['1234 5678 9012', 'too-long'],
    ['9'.repeat(200), 'too-long'],
    [GUID, 'guid'],
    [GUID.toUpperCase(), 'guid'],
    [`{${GUID}}`, 'guid'],
    [GUID.replaceAll('-', ''), 'guid'],
    [`PartnerID: ${GUID}`, 'guid'],
    ['1234567 7654321', 'several'],
    ['1234567, 7654321', 'several'],
    ['1234567/7654321', 'several'],
    ['1234567; 7654321', 'several'],
    ['12345 id 67', 'several'],
  ])('%j is read as %s', (text, expected) => {
    expect(short(readPartnerId(text))).toBe(expected);
  });

  test.each([
    ['12345', true],
    ['123456', false],
    ['12345678', false],
    ['123456789', true],
    ['1234567890', true],
  ])('%s has an unusual length: %s', (text, isUnusualLength) => {
    expect(readPartnerId(text)).toEqual({ kind: 'found', partnerId: text, isUnusualLength });
  });
});

describe('a PartnerID in a free message', () => {
  test.each([
    ['link my PartnerID 1234567', '1234567'],
    ['link 1234567', '1234567'],
    ['link 1234567 in contoso.example', '1234567'],
    ['please connect 1 234 567 to my account', '1234567'],
    ["it's 1.234.567", '1234567'],
    ['our mpn is 12-34-567, thanks', '1234567'],
    ['mpn 12.34.567', '1234567'],
    [`PartnerID ${FULL_WIDTH} please`, '1234567'],
    ['MPN1234567', '1234567'],
    ['#1234567', '1234567'],
    ['link #1234567', '1234567'],
    ['1234567?', '1234567'],
    ['link 0012345', '0012345'],
    ['link 1234567 and 1234567', '1234567'],
    ['my id, 1234567, should be linked', '1234567'],
    ['link 1234567 for 3 customers', '1234567'],
    ['link 1234567 2 times', '1234567'],
    ['we are 20 people, our id is 1234567', '1234567'],
    ['link 1234567 by 31.12.2025', '1234567'],
    ['link 1234567 before 10:30', '1234567'],
    ['link 1234567, call me at +41 44 123 45 67', '1234567'],
    ['ticket INC0012345: link 1234567', '1234567'],
    ['case 7654321, link 1234567', '1234567'],
    [`link 1234567 in tenant ${GUID}`, '1234567'],
    ['our number is 1234567 since 2019', '1234567'],
    ['在 1234567', '1234567'],
    ['编号1234567', '1234567'],
    ['link <1234567>', '1234567'],
    ['**1234567**', '1234567'],
    ['is 1234567 linked?', '1234567'],
    ['link 1234567 tenant contoso', '1234567'],
    ['link 1234567 partner id', '1234567'],

    ['change from 1234567 to 7654321', '7654321'],
    ['change it to 7654321 from 1234567', '7654321'],
    ['change 1234567 to 7654321', '7654321'],
    ['1234567 → 7654321', '7654321'],
    ['1234567 -> 7654321', '7654321'],
    ['1234567=>7654321', '7654321'],
    ['7654321 instead of 1234567', '7654321'],
    ['use 7654321 instead of 1234567', '7654321'],
    ['instead of 1234567 use 7654321', '7654321'],
    ['replace 1234567 with 7654321', '7654321'],
    ['replace 1234567 by our new id 7654321', '7654321'],
    ['swap 1234567 for 7654321', '7654321'],
    ['not 1234567 but 7654321', '7654321'],
    ['7654321, not 1234567', '7654321'],
    ['7654321 rather than 1234567', '7654321'],
    ['1234567 is wrong, it must be 7654321', '7654321'],
    ['I linked 1234567 but it should be 7654321', '7654321'],
    ['my old id is 1234567 and the new one is 7654321', '7654321'],
    ['new id 7654321, old id 1234567', '7654321'],
    ['change PartnerID 1 234 567 to 7 654 321', '7654321'],

    ['1234567 7654321', 'several'],
    ['link 1234567 and 7654321', 'several'],
    ['1234567 or 7654321?', 'several'],
    ['1234567 / 7654321', 'several'],
    ['1234567\n7654321', 'several'],
    ['I linked 1234567 instead of 7654321', 'several'],
    ['link 12345a7', 'letters'],
    ['link l234567', 'letters'],
    ['my mpn is 12a4', 'letters'],
    ['change from 1234567 to 76543a1', 'letters'],
    ['link 1234', 'too-short'],
    ['my PartnerID is 123', 'too-short'],
    ['link 12345678901', 'too-long'],
    ['my mpn is 1234567890123456', 'too-long'],
    [GUID, 'guid'],
    [`{${GUID.toUpperCase()}}`, 'guid'],
    [`link ${GUID}`, 'guid'],
    [`my PartnerID is ${GUID}`, 'guid'],
    [`link to ${GUID}`, 'guid'],

    ['', 'none'],
    ['link my PartnerID', 'none'],
    ['change it from 1234567', 'none'],
    ['use something instead of 1234567', 'none'],
    [`work in tenant ${GUID}`, 'none'],
    [`switch to ${GUID}`, 'none'],
    [`show my link in ${GUID}`, 'none'],
    ['12.05.2024', 'none'],
    ['2024-05-12', 'none'],
    ['2024-05-12T10:30:00Z', 'none'],
    ['5/12/2024', 'none'],
    ['on March 5, 2024', 'none'],
    ['5th of March 2024', 'none'],
    ['2024-2025', 'none'],
    ['since 2019', 'none'],
    ['at 10:30:15', 'none'],
    ['+41 44 123 45 67', 'none'],
    ['+1 (555) 123-4567', 'none'],
    ['555-123-4567', 'none'],
    ['call me at 5551234567', 'none'],
    ['phone: 044 123 45 67', 'none'],
    ['0041441234567', 'none'],
    ['$12345', 'none'],
    ['12345 USD', 'none'],
    ['€ 1.234.567', 'none'],
    ['CHF 20000', 'none'],
    ['12,345.67', 'none'],
    ['it costs 123456 euros', 'none'],
    ['12345%', 'none'],
    ['50000 per cent', 'none'],
    ['v2.61.0', 'none'],
    ['version 12345', 'none'],
    ['10.0.22621', 'none'],
    ['192.168.100.200', 'none'],
    ['INC0012345', 'none'],
    ['ticket 1234567', 'none'],
    ['case #1234567', 'none'],
    ['SR 1234567', 'none'],
    ['TRACKINGID#2301010050001234', 'none'],
    ['JIRA-12345', 'none'],
    ['KB5012345', 'none'],
    ['AADSTS50076', 'none'],
    ['error 500213', 'none'],
    ['we have 12345 seats', 'none'],
    ['customer number 1234567', 'none'],
    ['my subscription id is 1234567', 'none'],
    ['1234567@contoso.example', 'none'],
    ['https://contoso.example/orders/1234567', 'none'],
    ['vm1234567.contoso.example', 'none'],
    ['Dynamics 365', 'none'],
    ['M365', 'none'],
    ['4111 1111 1111 1111', 'none'],
    ['0x1234567', 'none'],
  ])('%j yields %s', (text, expected) => {
    expect(short(findPartnerId(text))).toBe(expected);
  });
});

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
        const written = [...id]
          .map((digit) => (isFullWidth ? String.fromCharCode(digit.charCodeAt(0) + 0xfee0) : digit))
          .map((digit, index) => `${digit}${index < id.length - 1 ? (between[index] ?? '') : ''}`)
          .join('');
        expect(short(readPartnerId(written))).toBe(id);
        expect(short(readPartnerId(`MPN ID: "${written}"`))).toBe(id);
      }),
    );
  });

  test('an id that was read is read again as itself, alone and in a message', () => {
    fc.assert(
      fc.property(digits, (id) => {
        expect(short(readPartnerId(id))).toBe(id);
        expect(short(findPartnerId(id))).toBe(id);
        expect(short(findPartnerId(`link my PartnerID ${id}, please`))).toBe(id);
      }),
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
        for (const reading of [readPartnerId(written), findPartnerId(written)]) {
          if (reading.kind === 'found') expect(reading.partnerId).toMatch(/^[0-9]{5,10}$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a message that is too long is cut before a number, never inside it', () => {
    for (const number of ['1234567890', '12 345 678', '123456789012', GUID]) {
      for (let shift = 0; shift <= number.length; shift += 1) {
        const text = `${'word '.repeat(900).slice(0, 4096 - shift - 1)} ${number} and more`;
        const expected = shift === number.length ? [short(findPartnerId(number)), 'none'] : ['none'];
        expect(expected).toContain(short(findPartnerId(text)));
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
    expect(() => [readPartnerId(hostile), findPartnerId(hostile)]).not.toThrow();
  });
});
