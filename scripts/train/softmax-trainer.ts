import type { MessageVector, Vector, Weighted } from '../../src/understanding/classifier/vectors';
import { SENTENCE_PART, softmax, weigh } from '../../src/understanding/classifier/vectors';
import { createRandom, shuffle } from './random';

/** What is learnt: a weight for each feature and label, a bias for each label, and what makes a sentence matter. */
export interface Learnt {
  /** Row by row, one row a feature. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly salience: Float32Array;
}

/** A message and the rank of its label. */
export interface TrainingMessage {
  readonly message: MessageVector;
  readonly label: number;
}

const SEED = 7;
const EPOCHS = 25;
/**
 * The share of a message's features that a lesson leaves out, others each time, so that no label hangs on one word. Of
 * all that was tried nothing helped more; see docs/decisions/README.md.
 */
const LEFT_OUT = 0.6;
const RATE = 0.15;
const LAST_RATE_SHARE = 0.1;
const BIAS_RATE = 0.1;
const SALIENCE_RATE = 4;
/** What is learnt is the mean of what stood there after each epoch from this one on: the last one alone is a matter of chance. */
const MEAN_FROM_EPOCH = 12;
/** A mistake smaller than this teaches nothing that an int8 would keep. */
const NEGLIGIBLE = 0.0005;

/** A vector without a share of its features, chosen by chance; what stays counts the more. */
function thinned({ ids, values }: Vector, random: () => number): Vector {
  const kept = new Int32Array(ids.length);
  const amounts = new Float32Array(ids.length);
  let count = 0;
  for (let place = 0; place < ids.length; place += 1) {
    if (random() < LEFT_OUT) continue;
    kept[count] = ids[place] ?? 0;
    amounts[count] = (values[place] ?? 0) / (1 - LEFT_OUT);
    count += 1;
  }
  return { ids: kept.subarray(0, count), values: amounts.subarray(0, count) };
}

/** One step of stochastic gradient descent on one message. */
class Step {
  private readonly error: Float32Array;
  private readonly touched: Int32Array;
  private touchedCount = 0;

  constructor(
    private readonly learnt: Learnt,
    private readonly labels: number,
    private readonly random: () => number,
  ) {
    this.error = new Float32Array(labels);
    this.touched = new Int32Array(labels);
  }

  run({ message, label }: TrainingMessage, rate: number): void {
    const { parts, shares } = weigh(message, this.learnt.salience);
    const weighted = {
      shares,
      parts: parts.map(({ vector, weight }) => ({ vector: thinned(vector, this.random), weight })),
    };
    this.findError(weighted, label);
    if (message.sentences.length > 1) this.learnSalience(message, weighted, rate);
    this.learnWeights(weighted, rate);
  }

  private findError({ parts }: Weighted, label: number): void {
    const { error, labels } = this;
    score(parts, this.learnt, error);
    softmax(error);
    error[label] = (error[label] ?? 0) - 1;
    this.touchedCount = 0;
    for (let index = 0; index < labels; index += 1) {
      if (Math.abs(error[index] ?? 0) < NEGLIGIBLE) continue;
      this.touched[this.touchedCount] = index;
      this.touchedCount += 1;
    }
  }

  private learnWeights({ parts }: Weighted, rate: number): void {
    const { error, labels, touched, touchedCount, learnt } = this;
    for (const { vector, weight } of parts) {
      for (let place = 0; place < vector.ids.length; place += 1) {
        const row = (vector.ids[place] ?? 0) * labels;
        const by = rate * weight * (vector.values[place] ?? 0);
        for (let turn = 0; turn < touchedCount; turn += 1) {
          const index = touched[turn] ?? 0;
          learnt.weights[row + index] = (learnt.weights[row + index] ?? 0) - by * (error[index] ?? 0);
        }
      }
    }
    for (let index = 0; index < labels; index += 1)
      learnt.biases[index] = (learnt.biases[index] ?? 0) - rate * BIAS_RATE * (error[index] ?? 0);
  }

  /** The gradient of a softmax over sentences: those that would have made the error smaller come to matter more. */
  private learnSalience({ sentences }: MessageVector, { shares }: Weighted, rate: number): void {
    const blame = sentences.map(({ meaning }) => this.blameOf(meaning.ids, meaning.values));
    const mean = blame.reduce((sum, one, place) => sum + one * (shares[place] ?? 0), 0);
    const { salience } = this.learnt;
    sentences.forEach((sentence, place) => {
      const by = (shares[place] ?? 0) * ((blame[place] ?? 0) - mean) * SALIENCE_RATE * rate;
      const { ids, values } = sentence.salience;
      for (let index = 0; index < ids.length; index += 1) {
        const id = ids[index] ?? 0;
        salience[id] = (salience[id] ?? 0) - by * (values[index] ?? 0);
      }
    });
  }

  private blameOf(ids: Int32Array, values: Float32Array): number {
    const { error, labels, touched, touchedCount, learnt } = this;
    let blame = 0;
    for (let place = 0; place < ids.length; place += 1) {
      const row = (ids[place] ?? 0) * labels;
      let sum = 0;
      for (let turn = 0; turn < touchedCount; turn += 1) {
        const index = touched[turn] ?? 0;
        sum += (learnt.weights[row + index] ?? 0) * (error[index] ?? 0);
      }
      blame += sum * (values[place] ?? 0);
    }
    return blame * SENTENCE_PART;
  }
}

function score(parts: Weighted['parts'], { weights, biases }: Learnt, scores: Float32Array): void {
  scores.set(biases);
  const labels = scores.length;
  for (const { vector, weight } of parts) {
    for (let place = 0; place < vector.ids.length; place += 1) {
      const row = (vector.ids[place] ?? 0) * labels;
      const value = (vector.values[place] ?? 0) * weight;
      for (let index = 0; index < labels; index += 1)
        scores[index] = (scores[index] ?? 0) + (weights[row + index] ?? 0) * value;
    }
  }
}

function addTo(sum: Float64Array, values: Float32Array): void {
  for (let place = 0; place < sum.length; place += 1) sum[place] = (sum[place] ?? 0) + (values[place] ?? 0);
}

/** Trains softmax regression with attention over sentences. The same messages give the same bits, always. */
export function trainSoftmax(
  messages: readonly TrainingMessage[],
  sizes: { readonly features: number; readonly labels: number; readonly salience: number },
): Learnt {
  const learnt: Learnt = {
    weights: new Float32Array(sizes.features * sizes.labels),
    biases: new Float32Array(sizes.labels),
    salience: new Float32Array(sizes.salience),
  };
  const mean = Object.values(learnt).map((values: Float32Array) => ({
    values,
    sum: new Float64Array(values.length),
  }));
  const random = createRandom(SEED);
  const order = Int32Array.from(messages.keys());
  const step = new Step(learnt, sizes.labels, random);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, random);
    const rate = RATE * (1 - (epoch / EPOCHS) * (1 - LAST_RATE_SHARE));
    for (const place of order) {
      const message = messages[place];
      if (message) step.run(message, rate);
    }
    if (epoch >= MEAN_FROM_EPOCH) for (const { values, sum } of mean) addTo(sum, values);
  }
  for (const { values, sum } of mean) values.set(sum.map((total) => total / (EPOCHS - MEAN_FROM_EPOCH)));
  return learnt;
}
