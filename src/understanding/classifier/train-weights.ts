import { LABELS } from '../../model/label';
import type { Label } from '../../model/label';
import type { Example, TrainingContent } from './content';
import type { SentenceFeatures } from './features';
import { createFeatureReader, FEATURE_KINDS } from './features';
import type { Meanings } from './meanings';
import { messageWords } from './message-words';
import { trainSoftmax } from './softmax-trainer';
import { createSpellRepair } from './spell-repair';
import { vectorOf } from './vectors';
import type { FeatureTable } from './vectors';
import { roundWeights } from './weights';
import type { Weights } from './weights';

/** A word that occurs once may itself be a slip, and is no model for a repair. */
const MIN_WORD_COUNT = 2;
const MIN_SALIENCE_COUNT = 3;
/** Keeps weights near one, whatever the number of examples. */
const IDF_UNIT = 4;

function countWords(examples: readonly Example[], meanings: Meanings): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of examples)
    for (const word of messageWords(text).words) counts.set(word.text, (counts.get(word.text) ?? 0) + 1);
  for (const [word, count] of counts) if (count < MIN_WORD_COUNT) counts.delete(word);
  const listed = [...meanings.synonyms.flatMap(({ say, for: said }) => [say, ...said]), ...meanings.leave];
  for (const word of listed.flatMap((phrase) => phrase.toLowerCase().split(' ')))
    counts.set(word, counts.get(word) ?? 1);
  return counts;
}

function countFeatures(documents: readonly Iterable<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const document of documents)
    for (const feature of document) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}

function featureTable(documents: readonly (readonly SentenceFeatures[])[]): FeatureTable {
  const counts = countFeatures(
    documents.map((sentences) => new Set(sentences.flatMap(({ meaning }) => meaning))),
  );
  const kept = [...counts].filter(
    ([feature, count]) => count >= (FEATURE_KINDS[feature.charAt(0)]?.minExamples ?? Infinity),
  );
  return {
    ids: new Map(kept.map(([feature], id) => [feature, id])),
    weights: Float32Array.from(kept, ([feature, count]) => {
      const rarity = Math.log((1 + documents.length) / (1 + count)) / IDF_UNIT;
      return (FEATURE_KINDS[feature.charAt(0)]?.weight ?? 0) * rarity;
    }),
  };
}

function salienceTable(documents: readonly (readonly SentenceFeatures[])[]): Map<string, number> {
  const sentences = documents.flat();
  const counts = countFeatures(sentences.map(({ salience }) => salience));
  const shapes = new Set(sentences.flatMap(({ shape }) => shape.map((feature) => `s:${feature}`)));
  const kept = [...counts].filter(([, count]) => count >= MIN_SALIENCE_COUNT).map(([feature]) => feature);
  return new Map([...kept, ...shapes].map((feature, id) => [feature, id]));
}

/** Learns the weights from the content. The same content gives the same bits, always. */
export function trainWeights({ examples, meanings, hash }: TrainingContent): Weights {
  const counts = countWords(examples, meanings);
  const repair = createSpellRepair(counts);
  const readFeatures = createFeatureReader(meanings);
  const documents = examples.map(({ text }) => {
    const { words } = messageWords(text);
    const repaired = repair(words.map((word) => word.text));
    return readFeatures(words.map((word, place) => ({ ...word, text: repaired[place] ?? word.text })));
  });
  const meaning = featureTable(documents);
  const salience = salienceTable(documents);
  const present = new Set<Label>(examples.map(({ label }) => label));
  const labels = LABELS.filter((label) => present.has(label));
  const rank = new Map(labels.map((label, place) => [label, place]));
  const messages = documents.map((sentences, place) => ({
    message: vectorOf(sentences, meaning, salience),
    label: rank.get(examples[place]?.label ?? 'out-of-scope') ?? 0,
  }));
  const learnt = trainSoftmax(messages, {
    features: meaning.ids.size,
    labels: labels.length,
    salience: salience.size,
  });
  return {
    contentHash: hash,
    labels,
    meanings,
    words: [...counts],
    features: [...meaning.ids.keys()],
    featureWeights: meaning.weights,
    ...roundWeights(learnt.weights, labels.length),
    biases: learnt.biases,
    salienceFeatures: [...salience.keys()],
    salience: learnt.salience,
  };
}
