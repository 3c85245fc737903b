import type { Word } from '../text/words';
import type { Weights } from './weights';

/** Finds the language that words are written in; undefined when they don't show it. */
export type FindLanguage = (words: readonly Word[]) => string | undefined;

/** A word that no example of a language has may still occur in it. */
const UNSEEN = 0.5;
/** The likeliest must be about four times as likely as the next one. */
const SURE_FROM = 1.4;

/**
 * Makes the finder of languages (naive Bayes over words): how often the examples of each language have a word. Names of
 * products, numbers and whatever both languages say alike count little by themselves.
 */
export function createLanguageFinder({ languages, words, wordLanguages }: Weights): FindLanguage {
  const width = languages.length;
  const totals = languages.map((_, language) =>
    words.reduce((sum, _word, place) => sum + (wordLanguages[place * width + language] ?? 0), 1),
  );
  const places = new Map(words.map(([word], place) => [word, place]));
  return (message) => {
    const scores = languages.map(() => 0);
    for (const { text } of message) {
      const place = text.endsWith('token') ? undefined : places.get(text);
      if (place === undefined) continue;
      for (let language = 0; language < width; language += 1) {
        const often = (wordLanguages[place * width + language] ?? 0) + UNSEEN;
        scores[language] = (scores[language] ?? 0) + Math.log(often / (totals[language] ?? 1));
      }
    }
    const [best = 0, next = -Infinity] = [...scores].sort((a, b) => b - a);
    return best - next >= SURE_FROM ? languages[scores.indexOf(best)] : undefined;
  };
}

/** Tells whether a word occurs in the examples of a language, or in none of any: then it may be one of each. */
export function isOfLanguage({
  languages,
  words,
  wordLanguages,
}: Pick<Weights, 'languages' | 'words' | 'wordLanguages'>): (word: string, language: string) => boolean {
  const width = languages.length;
  const places = new Map(words.map(([word], place) => [word, place]));
  return (word, language) => {
    const place = places.get(word) ?? 0;
    const often = wordLanguages.subarray(place * width, (place + 1) * width);
    return often.every((count) => count === 0) || (often[languages.indexOf(language)] ?? 0) > 0;
  };
}
