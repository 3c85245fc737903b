import type { View } from '../../../src/cards/view';
import { allSamples, renderer, textsOf } from './support/cards';

/** What only several of something are or do; `1` may stand in front of none of it, with or without marks around. */
const PLURALS = {
  en: 'directories|subscriptions|administrators|decisions|days|seconds|minutes|need|have|come|are|were|do|count',
  de: 'Verzeichnisse|Abonnements|Administratoren|Entscheidungen|Tage|Tagen|brauchen|haben|kommen|sind|waren|zählen|konnten|werden',
};
/** Beside a count, as in "All 1". */
const BESIDE_ONE =
  /(?:^|[^\p{L}\d])(?:(?:all|alle) 1(?![\d.])|(?:these directories|diesen Verzeichnissen) \(1\))/iu;
const COUNTS = [0, 1, 2] as const;

/** The data with every number in it as given, and no list longer than that. */
function counted(node: unknown, count: number): unknown {
  if (typeof node === 'number') return count;
  if (Array.isArray(node)) return node.slice(0, count).map((item: unknown) => counted(item, count));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, counted(value, count)]));
}

describe.each(['en', 'de'] as const)('in %s', (language) => {
  const ofSeveral = new RegExp(
    `(?<![\\d.,·] |[\\d.,])\\b1\\*{0,2} (?:of 1 |von 1 |more |weitere )?(?:${PLURALS[language]})\\b`,
    'u',
  );

  test.each(COUNTS)('no card of %d speaks of it as of another number', (count) => {
    const wrong = allSamples().flatMap(({ title, view }) => {
      const { card } = renderer.render(
        { name: view.name, data: counted(view.data, count) } as View,
        language,
      );
      return textsOf(card)
        .map(({ text }) => text)
        .filter((text) => ofSeveral.test(text) || BESIDE_ONE.test(text))
        .map((text) => `${title}: ${text}`);
    });
    expect([...new Set(wrong)]).toEqual([]);
  });
});
