import { endianness } from 'node:os';

import { z } from 'zod';

import { LABELS } from '../../model/label';
import type { Meanings } from './concepts';
import type { Weights } from './weights';

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
