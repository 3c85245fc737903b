import fc from 'fast-check';
import type { Concern } from '../../../src/knowledge/entry';
import { findConcerns } from '../../../src/knowledge/entry';

function concern(id: string, title: string, keywords: string[], text: string): Concern {
  return {
    id,
    concern: title,
    title,
    text: [text],
    plain: [text],
    sources: [],
    keywords,
    reviewed: '2026-01-01',
  };
}

const DATA = concern('data', 'What data is involved?', ['gdpr', 'telemetry'], 'Microsoft gets no secrets.');
const SECURITY = concern('security', 'Is it secure?', ['risk', 'security'], 'The data stays where it is.');
const ACCESS = concern('access', 'Ask for access', ['invite', 'größe'], 'You choose the role.');
const ALL = [DATA, SECURITY, ACCESS];
const idsFor = (words: string): string[] => findConcerns(ALL, words).map(({ id }) => id);

test('no words find all of them, in their order', () => {
  expect(idsFor('')).toEqual(['data', 'security', 'access']);
  expect(idsFor(' ?! \u200b')).toEqual(['data', 'security', 'access']);
});

test('the beginning of a word is enough, in any case and any width', () => {
  expect(idsFor('TELE')).toEqual(['data']);
  expect(idsFor('ｇｄｐｒ')).toEqual(['data']);
  expect(idsFor('Größe')).toEqual(['access']);
});

test('titles and keywords weigh more than the text', () => {
  expect(idsFor('data')).toEqual(['data', 'security']);
});

test('every word must fit, when there is something that all of them fit', () => {
  expect(idsFor('data involved')).toEqual(['data']);
  expect(idsFor('data stays')).toEqual(['security']);
});

test('of a whole question the telling words decide', () => {
  expect(idsFor('which security holes come with it?')).toEqual(['security']);
  expect(idsFor('would you please explain the gdpr and telemetry or the risk?')).toEqual([
    'data',
    'security',
  ]);
});

test('short words alone tell nothing', () => {
  expect(idsFor('pizza in it')).toEqual([]);
});

test('what fits nothing finds nothing', () => {
  expect(idsFor('pizza')).toEqual([]);
});

test('whatever is typed, the search ends, invents nothing and changes nothing', () => {
  const before = JSON.stringify(ALL);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('data '.repeat(10_000))), (words) => {
      const found = findConcerns(ALL, words);
      expect(found.every((one) => ALL.includes(one))).toBe(true);
      expect(new Set(found).size).toBe(found.length);
    }),
  );
  expect(JSON.stringify(ALL)).toBe(before);
});
