import type { Word } from '../text/words';
import { indexPhrases, phraseAt, phraseWords, replacePhrases, withTexts } from '../text/words';
import type { Phrases, Lists } from './phrases';
import { createTypoRepair } from '../text/slips';

/** Brings the many ways to word a thing to one. */
export interface Wording {
  /** A phrase of the content file in the words that messages are brought to. */
  phrase(phrase: string): string[];
  /** A message without the bot's name, with slips repaired and synonyms replaced. */
  message(words: readonly Word[]): Word[];
  /** The words after the politeness that they begin with. */
  afterCourtesies(words: readonly Word[]): readonly Word[];
  /** The words without any politeness. */
  withoutCourtesies(words: readonly Word[]): Word[];
}

const textsOf = (phrase: string): string[] => phraseWords(phrase).map(({ text }) => text);

/** Every word that stands in the phrases. */
export function everyWord(phrases: Phrases): ReadonlySet<string> {
  const known = everyWords.get(phrases) ?? wordsIn(phrases);
  everyWords.set(phrases, known);
  return known;
}

/** Several readers ask for them at the start. */
const everyWords = new WeakMap<Phrases, ReadonlySet<string>>();

function wordsIn(phrases: Phrases): ReadonlySet<string> {
  const lines = [
    phrases.typos.words,
    phrases.typos.leave,
    ...phrases.botNames,
    ...phrases.courtesies,
    ...phrases.synonyms.flatMap(({ say, for: said }) => [say, ...said]),
    ...Object.values(phrases.groups),
    ...phrases.exact.flatMap((entry) => entry.phrases),
    ...phrases.openings.flatMap((entry) => entry.phrases),
    ...phrases.rules.flatMap(({ needs, allows }) => [...needs, allows]),
  ];
  return new Set(lines.flatMap(textsOf));
}

/** Compiles the bot's names, synonyms, key words and politeness of the phrases. */
export function createWording(phrases: Phrases, lists: Lists): Wording {
  const repair = createTypoRepair([...lists(phrases.typos.words)], everyWord(phrases));
  const botNames = indexPhrases(phrases.botNames.map((name) => [textsOf(name), true] as const));
  const synonyms = indexPhrases(
    phrases.synonyms.flatMap(({ say, for: said }) =>
      said.map((phrase) => [textsOf(phrase), textsOf(say)] as const),
    ),
  );
  const phrase: Wording['phrase'] = (written) =>
    replacePhrases(synonyms, phraseWords(written)).map(({ text }) => text);
  const courtesies = indexPhrases(phrases.courtesies.map((written) => [phrase(written), []] as const));

  return {
    phrase,
    message(words) {
      const unslipped = withTexts(words, repair(words.map(({ text }) => text)));
      const said = replacePhrases(synonyms, unslipped);
      return said.slice(phraseAt(botNames, said, 0)?.length ?? 0);
    },
    afterCourtesies(words) {
      let place = 0;
      for (let hit = phraseAt(courtesies, words, 0); hit; hit = phraseAt(courtesies, words, place))
        place += hit.length;
      return words.slice(place);
    },
    withoutCourtesies: (words) => replacePhrases(courtesies, words),
  };
}
