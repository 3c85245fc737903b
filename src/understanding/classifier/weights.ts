import { endianness } from 'node:os';

import { z } from 'zod';

import type { Label } from '../../model/label';
import { LABELS } from '../../model/label';
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

const MAGIC = 'PALU0004';
const ALIGNMENT = 8;

const headerSchema = z
  .object({
    contentHash: z.string(),
    labels: z.array(z.enum(LABELS)),
    languages: z.array(z.string()),
    /** Checked when the file was made; checking again would double the time to load. */
    meanings: z.custom<Meanings>(),
    words: z.string(),
    wordCounts: z.string(),
    rareWords: z.string(),
    features: z.string(),
    salienceFeatures: z.string(),
    /** In bytes. */
    sizes: z.array(z.number().int()).length(6),
  })
  .strict();

const padding = (length: number): number => (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;

const bytesOf = (list: Float32Array | Int8Array | Uint16Array): Buffer =>
  Buffer.from(list.buffer, list.byteOffset, list.byteLength);

/** The weights as one file: a header in JSON, then the numbers in little-endian order. */
export function encodeWeights(weights: Weights): Buffer {
  assertLittleEndian();
  const numbers = [
    weights.featureWeights,
    weights.rowScales,
    weights.biases,
    weights.salience,
    weights.rows,
    weights.wordLanguages,
  ].map(bytesOf);
  const header = Buffer.from(
    JSON.stringify({
      contentHash: weights.contentHash,
      labels: weights.labels,
      languages: weights.languages,
      meanings: weights.meanings,
      words: weights.words.map(([word]) => word).join('\n'),
      rareWords: weights.rareWords.join('\n'),
      wordCounts: weights.words.map(([, count]) => count).join(' '),
      features: weights.features.join('\n'),
      salienceFeatures: weights.salienceFeatures.join('\n'),
      sizes: numbers.map(({ length }) => length),
    }),
  );
  const front = Buffer.alloc(ALIGNMENT);
  front.writeUInt32LE(header.length);
  return Buffer.concat([
    Buffer.from(MAGIC),
    front,
    header,
    Buffer.alloc(padding(header.length)),
    ...numbers.flatMap((bytes) => [bytes, Buffer.alloc(padding(bytes.length))]),
  ]);
}

/** Reads a weights file; throws when it is none or was made for other labels. */
export function decodeWeights(file: Buffer): Weights {
  assertLittleEndian();
  const header = readHeader(file);
  let place = 2 * ALIGNMENT + header.length + padding(header.length);
  const { sizes, features, salienceFeatures, words, wordCounts, rareWords, ...rest } = header.parsed;
  const counts = wordCounts.split(' ');
  // A copy of the bytes begins at an aligned address, which the numbers need.
  const [featureWeights, rowScales, biases, salience, rows, wordLanguages] = sizes.map((size) => {
    const bytes = new Uint8Array(file.subarray(place, place + size));
    if (bytes.length !== size) throw new Error('The weights file is cut short.');
    place += size + padding(size);
    return bytes.buffer;
  });
  const floats = (buffer: ArrayBuffer = new ArrayBuffer(0)): Float32Array => new Float32Array(buffer);
  return {
    ...rest,
    words: words.split('\n').map((word, index) => [word, Number(counts[index])] as const),
    rareWords: rareWords.split('\n'),
    features: features.split('\n'),
    salienceFeatures: salienceFeatures.split('\n'),
    featureWeights: floats(featureWeights),
    rowScales: floats(rowScales),
    biases: floats(biases),
    salience: floats(salience),
    rows: new Int8Array(rows ?? new ArrayBuffer(0)),
    wordLanguages: new Uint16Array(wordLanguages ?? new ArrayBuffer(0)),
  };
}

/** The hash of the content that a weights file was made from; undefined when it is no weights file of this version. */
export function contentHashOf(file: Buffer): string | undefined {
  try {
    return readHeader(file).parsed.contentHash;
  } catch {
    return undefined;
  }
}

function readHeader(file: Buffer): { parsed: z.infer<typeof headerSchema>; length: number } {
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('This is no weights file.');
  const length = file.readUInt32LE(MAGIC.length);
  const start = 2 * ALIGNMENT;
  const parsed = headerSchema.parse(JSON.parse(file.toString('utf8', start, start + length)));
  return { parsed, length };
}

function assertLittleEndian(): void {
  if (endianness() !== 'LE') throw new Error('Weights files need a little-endian machine.');
}
