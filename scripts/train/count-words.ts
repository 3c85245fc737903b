import type { Meanings } from '../../src/understanding/classifier/concepts';
import type { Weights } from '../../src/understanding/classifier/weights';
import { isOneSlip } from '../../src/understanding/text/slips';
import { messageWords } from '../../src/understanding/text/find-entities';
import { phraseWords } from '../../src/understanding/text/words';
import type { Example } from './content';

/** A word that occurs once may itself be a slip, and is no model for a repair. */
const MIN_WORD_COUNT = 2;
/** A word so many times rarer than one that it is a slip of is that slip: people write them more than once. */
const SLIP_BELOW = 8;
const SHORTEST_SLIP = 4;
/** Where a letter is left out or doubled, a short word is too often another one. */
const SHORTEST_WITH_LETTER = 6;
const END = 2;

type Counts = Map<string, readonly number[]>;

const total = (often: readonly number[]): number => often.reduce((sum, one) => sum + one, 0);
const lettersOf = (word: string): string => Array.from(word).sort().join('');

/** "lnik" is "link" with two letters swapped, "custmer" is "customer" with one left out; "links" is another word. */
function isPlainSlip(word: string, of: string): boolean {
  if (!of.startsWith(word.charAt(0)) || !isOneSlip(word, of)) return false;
  if (word.length === of.length) return lettersOf(word) === lettersOf(of);
  return of.length >= SHORTEST_WITH_LETTER && word.slice(-END) === of.slice(-END);
}

/** The words of the examples that are slips of much commoner ones: they are to be repaired, not to be known. */
function slipsIn(counts: Counts, leave: ReadonlySet<string>): string[] {
  const byCount = [...counts].map(([word, often]) => ({ word, count: total(often) }));
  return byCount
    .filter(({ word }) => word.length >= SHORTEST_SLIP && !leave.has(word))
    .filter(({ word, count }) =>
      byCount.some((of) => of.count >= count * SLIP_BELOW && of.word !== word && isPlainSlip(word, of.word)),
    )
    .map(({ word }) => word);
}

/** How often words occur in the examples of each language, and those that meanings.json lists. */
export function countWords(
  examples: readonly Example[],
  meanings: Meanings,
  languages: readonly string[],
): Pick<Weights, 'words' | 'wordLanguages' | 'rareWords'> {
  const none = languages.map(() => 0);
  const counts: Counts = new Map();
  for (const { text, language } of examples) {
    const place = languages.indexOf(language);
    for (const word of messageWords(text).words) {
      const often = counts.get(word.text) ?? none;
      counts.set(
        word.text,
        often.map((count, index) => count + Number(index === place)),
      );
    }
  }
  const wordsOf = (phrases: readonly string[]): string[] =>
    phrases.flatMap(phraseWords).map(({ text }) => text);
  const leave = new Set(wordsOf([...meanings.leave, meanings.everyday, ...meanings.acronyms]));
  for (const slip of slipsIn(counts, leave)) counts.delete(slip);
  const rareWords = [...counts].filter(([, often]) => total(often) < MIN_WORD_COUNT).map(([word]) => word);
  for (const word of rareWords) counts.delete(word);
  const listed = [...meanings.synonyms.flatMap(({ say, for: said }) => [say, ...said]), ...meanings.leave];
  for (const word of wordsOf([...listed, ...meanings.acronyms]))
    if (!counts.has(word)) counts.set(word, none);
  return {
    words: [...counts].map(([word, often]) => [word, Math.max(1, total(often))]),
    wordLanguages: Uint16Array.from([...counts.values()].flat()),
    rareWords,
  };
}
