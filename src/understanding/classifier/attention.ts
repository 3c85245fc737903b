import type { MessageVector, Vector } from './vectors';

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
