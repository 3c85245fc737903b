import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FAQ_LABELS, LABELS } from '../../../../src/model/label';
import { trainWeights } from '../../../../scripts/train/train-weights';
import {
  contentHashOf,
  decodeWeights,
  encodeWeights,
} from '../../../../src/understanding/classifier/weights';
import { nearDuplicateOf } from '../../../../scripts/understanding/near-duplicates';
import { readLabelled } from '../../../../scripts/understanding/labelled-lines';
import { howMany } from '../../../support/threats';
import { training, weightsFile } from '../../understanding/make-understanding';

const ROOT = join(__dirname, '../../../..');
const MAX_BYTES = 4 * 2 ** 20;
const { examples } = training();

describe('the trained weights', () => {
  // Training on everything takes as long as half of a build: `npm run threat-report` holds what was built against it.
  test('are the same, bit for bit, whenever they are trained', () => {
    const isAll = howMany({ usual: 0, full: 1 }) === 1;
    const content = { ...training(), examples: isAll ? examples : examples.filter((_, n) => n % 60 === 0) };
    const trained = (): Buffer => encodeWeights(trainWeights(content));
    expect(trained().equals(isAll ? weightsFile() : trained())).toBe(true);
  });

  test('fit into four megabytes, and say what content they come from', () => {
    const file = weightsFile();
    expect(file.length).toBeLessThan(MAX_BYTES);
    expect(contentHashOf(file)).toBe(training().hash);
  });

  test('read and written again are the same file', () => {
    const file = weightsFile();
    expect(encodeWeights(decodeWeights(file)).equals(file)).toBe(true);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['another file', Buffer.from('{"contentHash":"x"}')],
    ['half a file', weightsFile().subarray(0, 100_000)],
  ])('are refused when the file is %s', (_, file) => {
    expect(() => decodeWeights(file)).toThrow();
  });
});

describe('the examples', () => {
  const textsOf = (label: string): string[] =>
    examples.filter((example) => example.label === label).map(({ text }) => text);

  test.each(LABELS)('say %s in at least 25 ways', (label) => {
    expect(new Set(textsOf(label)).size).toBeGreaterThanOrEqual(25);
  });

  test('say at least 300 things that are out of scope', () => {
    expect(textsOf('out-of-scope').length).toBeGreaterThanOrEqual(300);
  });

  test('mean one thing each', () => {
    const labels = new Map<string, Set<string>>();
    for (const { text, label } of examples) {
      const key = text.toLowerCase();
      labels.set(key, (labels.get(key) ?? new Set()).add(label));
    }
    expect([...labels].filter(([, meant]) => meant.size > 1)).toEqual([]);
  });

  test('have an entry of the knowledge for every question', () => {
    const entries = readdirSync(join(ROOT, 'knowledge/en')).flatMap((name) =>
      name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [],
    );
    expect(entries).toEqual(expect.arrayContaining([...FAQ_LABELS]));
  });
});

describe('the dev set', () => {
  const lines = readLabelled(readFileSync(join(ROOT, 'content/en/dev-set.jsonl'), 'utf8'));
  const isNearlyExample = nearDuplicateOf(examples.map(({ text }) => text));

  test('has enough messages that no example resembles, so that its figures mean something', () => {
    const unlike = lines.filter(({ text }) => !isNearlyExample(text));
    expect(unlike.filter(({ label }) => label !== 'out-of-scope').length).toBeGreaterThanOrEqual(240);
    expect(unlike.filter(({ label }) => label === 'out-of-scope').length).toBeGreaterThanOrEqual(60);
  });

  test('knows no label that the bot does not know', () => {
    expect(lines.filter(({ label }) => !(LABELS as readonly string[]).includes(label))).toEqual([]);
  });
});
