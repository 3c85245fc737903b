import type { Word } from '../text/words';
import type { Meanings } from './concepts';
import type { SentenceFeatures } from './features';
import { FEATURE_KINDS, createFeatureReader } from './features';

/** A sparse vector: which features, and how much of each. */
export interface Vector {
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** The features that are known, with their rank and their weight (kind × inverse document frequency). */
export interface FeatureTable {
  readonly ids: ReadonlyMap<string, number>;
  readonly weights: Float32Array;
}

/** One sentence in numbers. */
export interface SentenceVector {
  readonly meaning: Vector;
  /** Ranks of the salience features that are known, and how much each counts. */
  readonly salience: Vector;
}

/** A message in numbers: as a whole, and sentence by sentence. */
export interface MessageVector {
  readonly whole: Vector;
  readonly sentences: readonly SentenceVector[];
}

const SHAPE_WEIGHT = 0.5;
const UNKNOWN = -1;
/** One sentence alone always matters. */
const NOTHING: Vector = { ids: new Int32Array(0), values: new Float32Array(0) };

/** Features that always come together: the ranks of those that are known, and how much is not. */
interface Bag {
  readonly ids: Int32Array;
  readonly unknown: number;
}

type Read = SentenceFeatures<Bag, number>;

const kindWeight = (feature: string): number => FEATURE_KINDS[feature.charAt(0)]?.weight ?? 0;

function bagOf(names: readonly string[], { ids }: FeatureTable): Bag {
  const unknown = names.filter((name) => !ids.has(name) && !name.startsWith('c'));
  return {
    ids: Int32Array.from(names.flatMap((name) => ids.get(name) ?? [])),
    unknown: unknown.reduce((sum, name) => sum + kindWeight(name) ** 2, 0),
  };
}

/**
 * TF-IDF of length one. Words never seen count in the length: a message full of them is close to nothing known. Features
 * are counted in one long row that is used again and again: nothing is looked up.
 */
function createMeaning(weights: Float32Array): (bags: readonly Bag[]) => Vector {
  const row = new Uint32Array(weights.length);
  const touched = new Int32Array(weights.length);
  return (bags) => {
    let count = 0;
    let squares = 0;
    for (const { ids, unknown } of bags) {
      squares += unknown;
      for (const id of ids) {
        const before = row[id] ?? 0;
        if (before === 0) {
          touched[count] = id;
          count += 1;
        }
        row[id] = before + 1;
      }
    }
    const ids = touched.slice(0, count);
    const values = new Float32Array(count);
    for (let place = 0; place < count; place += 1) {
      const id = ids[place] ?? 0;
      const often = row[id] ?? 1;
      row[id] = 0;
      const value = (often === 1 ? 1 : 1 + Math.log(often)) * (weights[id] ?? 0);
      values[place] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares) || 1;
    for (let place = 0; place < count; place += 1) values[place] = (values[place] ?? 0) / length;
    return { ids, values };
  };
}

function salienceVector({ salience: read, shape }: Read): Vector {
  const salience = read();
  const share = 1 / Math.sqrt(salience.length || 1);
  const said = salience.filter((id) => id !== UNKNOWN);
  const ids = Int32Array.from([...said, ...shape.filter((id) => id !== UNKNOWN)]);
  return { ids, values: new Float32Array(ids.length).fill(SHAPE_WEIGHT).fill(share, 0, said.length) };
}

/** Makes what turns the words of a message, already repaired, into numbers. */
export function createVectorReader(
  meanings: Meanings,
  table: FeatureTable,
  salienceIds: ReadonlyMap<string, number>,
): (words: readonly Word[]) => MessageVector {
  const read = createFeatureReader(meanings, {
    meaning: (names) => bagOf(names, table),
    salience: (name) => salienceIds.get(name) ?? UNKNOWN,
  });
  const vectorOf = createMeaning(table.weights);
  return (words) => {
    const sentences = read(words);
    const meaningOf = ({ meaning }: Read): Vector => vectorOf(meaning);
    const [only] = sentences;
    if (only !== undefined && sentences.length === 1) {
      const meaning = meaningOf(only);
      return { whole: meaning, sentences: [{ meaning, salience: NOTHING }] };
    }
    const parts = sentences.map((one) => ({ meaning: meaningOf(one), salience: salienceVector(one) }));
    return { whole: vectorOf(sentences.flatMap(({ meaning }) => meaning)), sentences: parts };
  };
}

/** Turns scores into probabilities, in place. */
export function softmax(scores: Float32Array): void {
  let highest = -Infinity;
  for (const score of scores) highest = Math.max(highest, score);
  let total = 0;
  for (let place = 0; place < scores.length; place += 1) {
    const power = Math.exp((scores[place] ?? 0) - highest);
    scores[place] = power;
    total += power;
  }
  for (let place = 0; place < scores.length; place += 1) scores[place] = (scores[place] ?? 0) / total;
}

/** A message weighted: the whole of it, and each sentence as much as it seems to matter. */
export interface Weighted {
  readonly parts: readonly { readonly vector: Vector; readonly weight: number }[];
  /** How much each sentence matters; adds up to one. */
  readonly shares: readonly number[];
}

/** Half is the message as a whole, half the sentences that matter in it. */
export const SENTENCE_PART = 0.5;
/** Vectors have length one; this makes them long enough for sure answers. */
const SCALE = 4;

function dot(vector: Vector, weights: Float32Array): number {
  let sum = 0;
  for (let place = 0; place < vector.ids.length; place += 1)
    sum += (vector.values[place] ?? 0) * (weights[vector.ids[place] ?? 0] ?? 0);
  return sum;
}

/** Decides how much each sentence of a message matters: a softmax over the salience of each. */
export function weigh(message: MessageVector, salience: Float32Array): Weighted {
  const { whole, sentences } = message;
  if (sentences.length <= 1) return { parts: [{ vector: whole, weight: SCALE }], shares: [1] };
  const scores = sentences.map((sentence) => dot(sentence.salience, salience));
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const shares = powers.map((power) => power / total);
  return {
    parts: [
      { vector: whole, weight: SCALE * (1 - SENTENCE_PART) },
      ...sentences.map(({ meaning }, place) => ({
        vector: meaning,
        weight: SCALE * SENTENCE_PART * (shares[place] ?? 0),
      })),
    ],
    shares,
  };
}
