import fc from 'fast-check';
import { foldWord } from '../../../src/dialogs/place-words';
import { MAX_TEXT_LENGTH, plainText } from '../../../src/understanding/text/plain-text';

const ascii = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});

test('a text of plain letters comes to the same as with something invisible in it, which takes the long way', () => {
  fc.assert(
    fc.property(ascii, (text) => {
      expect(plainText(text)).toBe(plainText(`${text}\u200b`));
    }),
  );
});

test.each([
  ['  link   1234567 ', 'link 1234567'],
  ['', ''],
  ['a\tb', 'a b'],
  ['a\r\nb', 'a\nb'],
  ['ｌｉｎｋ', 'link'],
])('%j reads as %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test('a plain text that is too long is cut between words', () => {
  const long = `${'word '.repeat(MAX_TEXT_LENGTH / 5)}1234567`;
  expect(plainText(long)).toBe('word '.repeat(MAX_TEXT_LENGTH / 5).trim());
});

test('a name of plain letters is folded like one with a mark on it', () => {
  fc.assert(
    fc.property(ascii, (word) => {
      expect(foldWord(word)).toBe(foldWord(`${word}\u0301`));
    }),
  );
});
