import type { Label } from '../../model/label';
import type { Word } from '../words';
import { weigh } from './attention';
import type { Weighted } from './attention';
import { createFeatureReader } from './features';
import { sentencesOf } from './sentences';
import { softmax } from './softmax';
import { createSpellRepair } from './spell-repair';
import { vectorOf } from './vectors';
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
}

/** Classifies the words of a message. */
export type Classify = (words: readonly Word[]) => Classified;

/** How much of each feature there is in a message, all its parts together. */
function added({ parts }: Weighted): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { vector, weight } of parts) {
    for (let place = 0; place < vector.ids.length; place += 1) {
      const id = vector.ids[place] ?? 0;
      sums.set(id, (sums.get(id) ?? 0) + (vector.values[place] ?? 0) * weight);
    }
  }
  return sums;
}

/** Makes the classifier from trained weights. It takes time linear in the message. */
export function createClassifier(weights: Weights): Classify {
  const repair = createSpellRepair(new Map(weights.words));
  const readFeatures = createFeatureReader(weights.meanings);
  const meaning = {
    ids: new Map(weights.features.map((feature, id) => [feature, id])),
    weights: weights.featureWeights,
  };
  const salience = new Map(weights.salienceFeatures.map((feature, id) => [feature, id]));
  const { labels, rows, rowScales, biases } = weights;

  return (words) => {
    if (words.length === 0) return { likely: [], request: [] };
    const repaired = repair(words.map(({ text }) => text));
    const read = words.map((word, place) => ({ ...word, text: repaired[place] ?? word.text }));
    const weighted = weigh(vectorOf(readFeatures(read), meaning, salience), weights.salience);
    const scores = Float32Array.from(biases);
    for (const [row, value] of added(weighted)) {
      const scaled = value * (rowScales[row] ?? 0);
      const start = row * labels.length;
      for (let index = 0; index < labels.length; index += 1)
        scores[index] = (scores[index] ?? 0) + (rows[start + index] ?? 0) * scaled;
    }
    softmax(scores);
    const likely = labels
      .map((label, place) => ({ label, confidence: scores[place] ?? 0 }))
      .sort((a, b) => b.confidence - a.confidence);
    const most = weighted.shares.indexOf(Math.max(...weighted.shares));
    return { likely, request: sentencesOf(read)[most] ?? read };
  };
}
