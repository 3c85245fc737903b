import type { Label } from '../../model/label';
import type { Meanings } from './concepts';

/** Everything that understanding needs from training, as it is in the weights file. */
export interface Weights {
  /** Of the content that they were learnt from. */
  readonly contentHash: string;
  readonly labels: readonly Label[];
  /** Of the examples. */
  readonly languages: readonly string[];
  readonly meanings: Meanings;
  /** Words of the examples and how often they occur, for the repair of slips. */
  readonly words: readonly (readonly [word: string, count: number])[];
  /** Words that occur once: known, but no model for a repair. */
  readonly rareWords: readonly string[];
  /** How often each word occurs in each language, word by word. */
  readonly wordLanguages: Uint16Array;
  readonly features: readonly string[];
  readonly featureWeights: Float32Array;
  /** Row by row, one row a feature; the true weight is this times the row's scale. */
  readonly rows: Int8Array;
  readonly rowScales: Float32Array;
  readonly biases: Float32Array;
  readonly salienceFeatures: readonly string[];
  readonly salience: Float32Array;
}

const MAX_INT8 = 127;

/** Rounds weights to eight bits, with a scale of its own for each feature. */
export function roundWeights(weights: Float32Array, rowLength: number): Pick<Weights, 'rows' | 'rowScales'> {
  const rowScales = new Float32Array(weights.length / rowLength);
  const rows = new Int8Array(weights.length);
  for (let row = 0; row < rowScales.length; row += 1) {
    const start = row * rowLength;
    let largest = 0;
    for (let place = start; place < start + rowLength; place += 1)
      largest = Math.max(largest, Math.abs(weights[place] ?? 0));
    const scale = Math.fround(largest / MAX_INT8);
    rowScales[row] = scale;
    if (scale === 0) continue;
    for (let place = start; place < start + rowLength; place += 1)
      rows[place] = Math.round((weights[place] ?? 0) / scale);
  }
  return { rows, rowScales };
}
