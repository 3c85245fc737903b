import type { SentenceFeatures } from './features';
import { FEATURE_KINDS } from './features';

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

const kindWeight = (feature: string): number => FEATURE_KINDS[feature.charAt(0)]?.weight ?? 0;

/** What a text counts up to: how often each known feature occurs, and how much of it is unknown. */
interface Counted {
  readonly counts: ReadonlyMap<number, number>;
  readonly unknown: number;
}

function count(features: readonly string[], table: FeatureTable): Counted {
  const counts = new Map<number, number>();
  let unknown = 0;
  for (const feature of features) {
    const id = table.ids.get(feature);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
    else if (!feature.startsWith('c')) unknown += kindWeight(feature) ** 2;
  }
  return { counts, unknown };
}

function addUp(parts: readonly Counted[]): Counted {
  const counts = new Map<number, number>();
  for (const part of parts)
    for (const [id, times] of part.counts) counts.set(id, (counts.get(id) ?? 0) + times);
  return { counts, unknown: parts.reduce((sum, { unknown }) => sum + unknown, 0) };
}

/** TF-IDF of length one. Words never seen count in the length: a message full of them is close to nothing known. */
function meaningVector({ counts, unknown }: Counted, weights: Float32Array): Vector {
  const ids = new Int32Array(counts.size);
  const values = new Float32Array(counts.size);
  let squares = unknown;
  let place = 0;
  for (const [id, times] of counts) {
    const value = (times === 1 ? 1 : 1 + Math.log(times)) * (weights[id] ?? 0);
    ids[place] = id;
    values[place] = value;
    squares += value * value;
    place += 1;
  }
  const length = Math.sqrt(squares) || 1;
  for (let index = 0; index < values.length; index += 1) values[index] = (values[index] ?? 0) / length;
  return { ids, values };
}

function salienceVector(sentence: SentenceFeatures, table: ReadonlyMap<string, number>): Vector {
  const share = 1 / Math.sqrt(sentence.salience.length || 1);
  const known = [
    ...sentence.salience.map((feature) => [table.get(feature), share] as const),
    ...sentence.shape.map((feature) => [table.get(`s:${feature}`), SHAPE_WEIGHT] as const),
  ].flatMap(([id, value]) => (id === undefined ? [] : [{ id, value }]));
  return {
    ids: Int32Array.from(known, ({ id }) => id),
    values: Float32Array.from(known, ({ value }) => value),
  };
}

/** Turns the features of a message into numbers. */
export function vectorOf(
  sentences: readonly SentenceFeatures[],
  meaning: FeatureTable,
  salience: ReadonlyMap<string, number>,
): MessageVector {
  const counted = sentences.map((sentence) => count(sentence.meaning, meaning));
  const parts = sentences.map((sentence, place) => ({
    meaning: meaningVector(counted[place] ?? addUp([]), meaning.weights),
    salience: salienceVector(sentence, salience),
  }));
  const [only] = parts;
  const whole = only && parts.length === 1 ? only.meaning : meaningVector(addUp(counted), meaning.weights);
  return { whole, sentences: parts };
}
