import type { Label } from '../../model/label';
import { createSpellRepair, isAnagram } from '../text/slips';
import type { Word } from '../text/words';
import { phraseWords, sentencesOf, withTexts } from '../text/words';
import type { Weighted } from './vectors';
import { createVectorReader, softmax, weigh } from './vectors';
import type { Weights } from './weights';

/** A label and how likely it is, from 0 to 1. */
export interface Likely {
  readonly label: Label;
  readonly confidence: number;
}

/** What the classifier makes of a message. */
export interface Classified {
  /** Every label, the likeliest first; empty when the message has no words. */
  readonly likely: readonly Likely[];
  /** The words of the sentence that matters most. */
  readonly request: readonly Word[];
  /** The words that stand in no example, slips repaired: names, and what the bot has never heard of. */
  readonly strangers: readonly Word[];
}

/** Classifies the words of a message; see `FindLanguage` for the language. */
export interface Classifier {
  readonly language: FindLanguage;
  readonly classify: (words: readonly Word[], language: string | undefined) => Classified;
}

/** How much there is of which features. */
interface Amounts {
  readonly ids: ArrayLike<number>;
  readonly sums: ArrayLike<number>;
}

/** Of one part there is nothing to add up. */
function amountsOf({ vector: { ids, values }, weight }: Weighted['parts'][number]): Amounts {
  const sums = new Float64Array(values.length);
  for (let place = 0; place < values.length; place += 1) sums[place] = (values[place] ?? 0) * weight;
  return { ids, sums };
}

/** Adds up how much of each feature there is in all parts of a message, in a row that is used again and again. */
function createAdder(size: number): (weighted: Weighted) => Amounts {
  const row = new Float64Array(size);
  return ({ parts }) => {
    const [only, ...others] = parts;
    if (only !== undefined && others.length === 0) return amountsOf(only);
    const touched: number[] = [];
    for (const { vector, weight } of parts) {
      for (let place = 0; place < vector.ids.length; place += 1) {
        const id = vector.ids[place] ?? 0;
        const before = row[id] ?? 0;
        if (before === 0) touched.push(id);
        row[id] = before + (vector.values[place] ?? 0) * weight;
      }
    }
    // What adds up to nothing may stand there twice; the second time it is nothing again.
    const sums = touched.map((id) => {
      const sum = row[id] ?? 0;
      row[id] = 0;
      return sum;
    });
    return { ids: touched, sums };
  };
}

/**
 * Adds to the score of each label what the features say for it. Most of the time of a message goes by here; two features
 * at a time read and write the scores half as often.
 */
function createScorer({
  labels,
  rows,
  rowScales,
}: Weights): (scores: Float32Array, amounts: Amounts) => void {
  const width = labels.length;
  return (scores, { ids, sums }) => {
    for (let place = 0; place < ids.length; place += 2) {
      const one = ids[place] ?? 0;
      const other = ids[place + 1] ?? 0;
      const ofOne = (sums[place] ?? 0) * (rowScales[one] ?? 0);
      const ofOther = (sums[place + 1] ?? 0) * (rowScales[other] ?? 0);
      const first = one * width;
      const second = other * width;
      for (let index = 0; index < width; index += 1) {
        const added = (rows[first + index] ?? 0) * ofOne + (rows[second + index] ?? 0) * ofOther;
        scores[index] = (scores[index] ?? 0) + added;
      }
    }
  };
}

/** More labels than there will be; a power of two. */
const MOST_LABELS = 1_024;

/**
 * The labels by what they score, the highest first, equal ones in their order. The bits of a positive number are in the
 * order of the numbers, so that numbers alone are sorted, without a comparison of ours.
 */
function inOrder(labels: readonly Label[], scores: Float32Array): Likely[] {
  const bits = new Uint32Array(scores.buffer);
  const keys = new Float64Array(bits.length);
  for (let place = 0; place < bits.length; place += 1) {
    keys[place] = (bits[place] ?? 0) * MOST_LABELS + (MOST_LABELS - 1 - place);
  }
  keys.sort();
  const ordered: Likely[] = [];
  for (let rank = keys.length - 1; rank >= 0; rank -= 1) {
    const key = keys[rank] ?? 0;
    const place = MOST_LABELS - 1 - (key - Math.floor(key / MOST_LABELS) * MOST_LABELS);
    const label = labels[place];
    if (label !== undefined) ordered.push({ label, confidence: scores[place] ?? 0 });
  }
  return ordered;
}

const SHORTEST_SURE = 5;

/** A short word with one letter changed may as well be another word: "PLAR" is no "plan". */
function isGuess(written: string, repaired: string): boolean {
  return (
    written !== repaired &&
    written.length === repaired.length &&
    written.length < SHORTEST_SURE &&
    !isAnagram(written, repaired)
  );
}

/** Makes the classifier from trained weights. It takes time linear in the message. */
export function createClassifier(weights: Weights): Classifier {
  const repair = createSpellRepair(new Map(weights.words), {
    acronyms: new Set(weights.meanings.acronyms),
    isOf: isOfLanguage(weights),
  });
  const vocabulary = new Set([
    ...weights.words.map(([word]) => word),
    ...weights.rareWords,
    ...phraseWords(weights.meanings.everyday).map(({ text }) => text),
  ]);
  const meaning = {
    ids: new Map(weights.features.map((feature, id) => [feature, id])),
    weights: weights.featureWeights,
  };
  const salience = new Map(weights.salienceFeatures.map((feature, id) => [feature, id]));
  const readVectors = createVectorReader(weights.meanings, meaning, salience);
  const addUp = createAdder(weights.features.length);
  const addScores = createScorer(weights);
  const { labels, biases } = weights;

  const classify: Classifier['classify'] = (words, language) => {
    if (words.length === 0) return { likely: [], request: [], strangers: [] };
    const read = withTexts(
      words,
      repair(
        words.map(({ text }) => text),
        language,
      ),
    );
    const weighted = weigh(readVectors(read), weights.salience);
    const scores = Float32Array.from(biases);
    addScores(scores, addUp(weighted));
    softmax(scores);
    const likely = inOrder(labels, scores);
    const most = weighted.shares.indexOf(Math.max(...weighted.shares));
    const strangers = read.filter(
      ({ text }, place) =>
        (!text.endsWith('token') && !vocabulary.has(text)) || isGuess(words[place]?.text ?? text, text),
    );
    return { likely, request: sentencesOf(read)[most] ?? read, strangers };
  };
  return { language: createLanguageFinder(weights), classify };
}

/** Finds the language that words are written in; undefined when they don't show it. */
export type FindLanguage = (words: readonly Word[]) => string | undefined;

/** A word that no example of a language has may still occur in it. */
const UNSEEN = 0.5;
/**
 * A word, and the message as a whole, must be about four times as likely in one language as in any other. A word below
 * that shows nothing: "azure stack pal" is said in every language, and more often in the examples of one by chance.
 */
const SHOWS_FROM = 1.5;

/** By how much the highest of a few numbers is above the next. */
function lead(scores: readonly number[]): number {
  const [best = 0, next = -Infinity] = [...scores].sort((a, b) => b - a);
  return best - next;
}

/**
 * Makes the finder of languages (naive Bayes over words): how often the examples of each language have a word. Names of
 * products, numbers and whatever the languages say alike don't count.
 */
function createLanguageFinder({ languages, words, wordLanguages }: Weights): FindLanguage {
  const width = languages.length;
  const totals = languages.map((_, language) =>
    words.reduce((sum, _word, place) => sum + (wordLanguages[place * width + language] ?? 0), 1),
  );
  const likelihoods = new Map(
    words
      .map(([word], place): [string, number[]] => [
        word,
        totals.map((total, language) =>
          Math.log(((wordLanguages[place * width + language] ?? 0) + UNSEEN) / total),
        ),
      ])
      .filter(([word, ofWord]) => !word.endsWith('token') && lead(ofWord) >= SHOWS_FROM),
  );
  return (message) => {
    const scores = languages.map(() => 0);
    for (const { text } of message) {
      const ofWord = likelihoods.get(text);
      if (ofWord === undefined) continue;
      for (let language = 0; language < width; language += 1) {
        scores[language] = (scores[language] ?? 0) + (ofWord[language] ?? 0);
      }
    }
    return lead(scores) >= SHOWS_FROM ? languages[scores.indexOf(Math.max(...scores))] : undefined;
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
