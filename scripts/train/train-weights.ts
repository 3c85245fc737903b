import { LABELS } from '../../src/model/label';
import type { Label } from '../../src/model/label';
import type { TrainingContent } from './content';
import { countWords } from './count-words';
import type { SentenceFeatures } from '../../src/understanding/classifier/features';
import { createFeatureReader, FEATURE_KINDS } from '../../src/understanding/classifier/features';
import { withTexts } from '../../src/understanding/text/words';
import { isOfLanguage } from '../../src/understanding/classifier/classify';
import { messageWords } from '../../src/understanding/text/find-entities';
import { trainSoftmax } from './softmax-trainer';
import { createSpellRepair } from '../../src/understanding/text/slips';
import type { FeatureTable } from '../../src/understanding/classifier/vectors';
import { createVectorReader } from '../../src/understanding/classifier/vectors';
import type { Weights } from '../../src/understanding/classifier/weights';
import { roundWeights } from '../../src/understanding/classifier/weights';

const MIN_SALIENCE_COUNT = 3;
/** Keeps weights near one, whatever the number of examples. */
const IDF_UNIT = 4;

function countFeatures(documents: readonly Iterable<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const document of documents)
    for (const feature of document) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}

/**
 * What is out of scope is more varied than any examples of it: it counts as this much likelier (a power of e) than they
 * say. One to two points more of it are declined, and of what is in scope one message in a thousand.
 */
const OUT_OF_SCOPE_LEAN = 0.4;

/** The sentences of an example, their features by name. */
type Document = readonly SentenceFeatures<readonly string[], string>[];

function featureTable(documents: readonly Document[]): FeatureTable {
  const counts = countFeatures(
    documents.map((sentences) => new Set(sentences.flatMap(({ meaning }) => meaning.flat()))),
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

function salienceTable(documents: readonly Document[]): Map<string, number> {
  const sentences = documents.flat();
  const counts = countFeatures(sentences.map(({ salience }) => salience()));
  const shapes = new Set(sentences.flatMap(({ shape }) => shape));
  const kept = [...counts].filter(([, count]) => count >= MIN_SALIENCE_COUNT).map(([feature]) => feature);
  return new Map([...kept, ...shapes].map((feature, id) => [feature, id]));
}

/** Learns the weights from the content. The same content gives the same bits, always. */
export function trainWeights({ languages, examples, meanings, hash }: TrainingContent): Weights {
  const counted = countWords(examples, meanings, languages);
  const repair = createSpellRepair(new Map(counted.words), {
    acronyms: new Set(meanings.acronyms),
    isOf: isOfLanguage({ ...counted, languages }),
  });
  const messages = examples.map(({ text, language }) => {
    const { words } = messageWords(text);
    return withTexts(
      words,
      repair(
        words.map((word) => word.text),
        language,
      ),
    );
  });
  const readNames = createFeatureReader<readonly string[], string>(meanings, {
    meaning: (names) => names,
    salience: (name) => name,
  });
  const documents = messages.map(readNames);
  const meaning = featureTable(documents);
  const salience = salienceTable(documents);
  const present = new Set<Label>(examples.map(({ label }) => label));
  const labels = LABELS.filter((label) => present.has(label));
  const rank = new Map(labels.map((label, place) => [label, place]));
  const readVectors = createVectorReader(meanings, meaning, salience);
  const lessons = messages.map((words, place) => ({
    message: readVectors(words),
    label: rank.get(examples[place]?.label ?? 'out-of-scope') ?? 0,
  }));
  const learnt = trainSoftmax(lessons, {
    features: meaning.ids.size,
    labels: labels.length,
    salience: salience.size,
  });
  const lean = rank.get('out-of-scope');
  if (lean !== undefined) learnt.biases[lean] = (learnt.biases[lean] ?? 0) + OUT_OF_SCOPE_LEAN;
  return {
    contentHash: hash,
    labels,
    languages,
    meanings,
    ...counted,
    features: [...meaning.ids.keys()],
    featureWeights: meaning.weights,
    ...roundWeights(learnt.weights, labels.length),
    biases: learnt.biases,
    salienceFeatures: [...salience.keys()],
    salience: learnt.salience,
  };
}
