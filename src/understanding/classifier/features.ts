import { memoize } from '../../lib/bounded-map';
import type { Word } from '../text/words';
import { indexPhrases, phraseWords, replacePhrases, sentencesOf } from '../text/words';
import { createConceptFinder } from './concepts';
import type { Meanings } from './concepts';

/**
 * One sentence as the classifier sees it. The first letter of a feature's name says its kind; see FEATURE_KINDS. `M` and
 * `S` stand for the names, as the makers of the reader say.
 */
export interface SentenceFeatures<M, S> {
  /** What the sentence says; a feature that occurs twice stands here twice. */
  readonly meaning: readonly M[];
  /** What shows whether this is the sentence that matters among several; read when it is asked for. */
  readonly salience: () => readonly S[];
  /** The same for what is not a word: the place in the message, the length, a question mark. */
  readonly shape: readonly S[];
}

/** Turns the names of features into what is counted. What is made is remembered: of a name it must always be the same. */
export interface FeatureMakers<M, S> {
  /** Of several features that always come together. */
  meaning(names: readonly string[]): M;
  salience(name: string): S;
}

/** How much a kind of feature weighs, and in how many examples it must occur to be learnt from. */
export const FEATURE_KINDS: Readonly<
  Record<string, { readonly weight: number; readonly minExamples: number }>
> = {
  /** A word. */
  w: { weight: 1.4, minExamples: 2 },
  /** Two neighbouring words. */
  b: { weight: 0.8, minExamples: 3 },
  /** Two to four letters in a row. */
  c: { weight: 0.6, minExamples: 3 },
  /** A concept. */
  g: { weight: 1.5, minExamples: 1 },
  /** Two concepts together. */
  p: { weight: 0.8, minExamples: 4 },
  /** A question mark. */
  q: { weight: 1, minExamples: 1 },
};

const SHORTEST_RUN = 2;
const LONGEST_RUN = 4;
const MAX_WORD_LENGTH = 24;
const MAX_LENGTH_STEP = 6;
const REMEMBERED_WORDS = 10_000;

function letterRuns(word: string): string[] {
  // Tokens stand for numbers and domains, and have no letters of their own.
  if (word.endsWith('token')) return [];
  const edged = `<${word.slice(0, MAX_WORD_LENGTH)}>`;
  const runs: string[] = [];
  for (let length = SHORTEST_RUN; length <= LONGEST_RUN; length += 1) {
    for (let start = 0; start + length <= edged.length; start += 1)
      runs.push(`c:${edged.slice(start, start + length)}`);
  }
  return runs;
}

/** The pairs of a sentence's concepts, and of each with the topics of the message. */
function pairsOf<M>(
  concepts: readonly string[],
  topics: readonly string[],
  pairOf: (concept: string) => (other: string) => M,
): M[] {
  const others = topics.filter((topic) => !concepts.includes(topic));
  return concepts.flatMap((concept, place) => {
    const withConcept = pairOf(concept);
    return [...concepts.slice(place + 1), ...others].map(withConcept);
  });
}

/** A sentence, its words after synonyms, and the concepts in it: as it was written, and altogether. */
interface Looked {
  readonly sentence: readonly Word[];
  readonly words: readonly string[];
  readonly said: ReadonlySet<string>;
  readonly concepts: readonly string[];
}

const isAsked = (sentence: readonly Word[]): boolean => sentence.at(-1)?.closing.includes('?') ?? false;

function shapeOf(sentence: readonly Word[], place: number, count: number): string[] {
  const position = place === 0 ? 'first' : place === count - 1 ? 'last' : 'middle';
  const step = Math.min(MAX_LENGTH_STEP, Math.round(Math.log2(sentence.length + 1)));
  return [isAsked(sentence) ? 's:?' : 's:.', `s:${position}`, `s:length ${step}`];
}

/** The makers, each of which remembers what it made: that a text is read once only is most of the speed. */
function rememberingMakers<M, S>(make: FeatureMakers<M, S>) {
  const one = (name: string): M => make.meaning([name]);
  const remember = <T>(work: (text: string) => T): ((text: string) => T) => memoize(work, REMEMBERED_WORDS);
  return {
    word: remember((word) => one(`w:${word}`)),
    runs: remember((word) => make.meaning(letterRuns(word))),
    neighbours: rememberPairs((before, word) => one(`b:${before} ${word}`)),
    concept: remember((concept) => one(`g:${concept}`)),
    pair: remember((concept) =>
      remember((other) => one(concept < other ? `p:${concept}+${other}` : `p:${other}+${concept}`)),
    ),
    asked: one('q:?'),
    salientWord: remember((word) => make.salience(`w:${word}`)),
    salient: remember((name) => make.salience(name)),
  };
}

/** The same for two words, together at most as many: looked up one after the other, without making one text of both. */
function rememberPairs<T>(work: (before: string, word: string) => T): (before: string, word: string) => T {
  const known = new Map<string, Map<string, T>>();
  let count = 0;
  return (before, word) => {
    const after = known.get(before);
    const remembered = after?.get(word);
    if (remembered !== undefined) return remembered;
    const result = work(before, word);
    if (count >= REMEMBERED_WORDS) {
      known.clear();
      count = 0;
    }
    const into = known.get(before) ?? new Map<string, T>();
    known.set(before, into.set(word, result));
    count += 1;
    return result;
  };
}

/** Makes the reader of features; it takes the words of a message, already repaired. */
export function createFeatureReader<M, S>(
  meanings: Meanings,
  make: FeatureMakers<M, S>,
): (words: readonly Word[]) => SentenceFeatures<M, S>[] {
  const textsOf = (phrase: string): string[] => phraseWords(phrase).map(({ text }) => text);
  const synonyms = indexPhrases(
    meanings.synonyms.flatMap(({ say, for: said }) =>
      said.map((phrase) => [textsOf(phrase), textsOf(say)] as const),
    ),
  );
  const conceptsIn = createConceptFinder(meanings.concepts);
  const made = rememberingMakers(make);

  const look = (sentence: readonly Word[]): Looked => {
    const replaced = replacePhrases(synonyms, sentence);
    const said = conceptsIn(sentence);
    const isSame = replaced.every((word, place) => word === sentence[place]);
    return {
      sentence,
      words: replaced.map(({ text }) => text),
      said,
      concepts: (isSame ? [...said] : [...new Set([...said, ...conceptsIn(replaced)])]).sort(),
    };
  };

  const read = ({ sentence, words, said, concepts }: Looked, topics: readonly string[]) => {
    const edged = ['^', ...words, '$'];
    return {
      meaning: [
        ...words.map(made.word),
        ...edged.slice(1).map((word, place) => made.neighbours(edged[place] ?? '', word)),
        ...words.map(made.runs),
        ...concepts.map(made.concept),
        ...pairsOf(concepts, topics, made.pair),
        ...(isAsked(sentence) ? [made.asked] : []),
      ],
      salience: () => [
        ...Array.from(new Set(words), made.salientWord),
        ...[edged.slice(0, 2), edged.slice(-2)].map((pair) => made.salient(`b:${pair.join(' ')}`)),
        ...Array.from(said, (concept) => made.salient(`g:${concept}`)),
      ],
    };
  };

  return (words) => {
    const sentences = sentencesOf(words).map(look);
    const topics = meanings.topics.filter((topic) =>
      sentences.some(({ concepts }) => concepts.includes(topic)),
    );
    return sentences.map((looked, place) => ({
      ...read(looked, topics),
      shape: shapeOf(looked.sentence, place, sentences.length).map(made.salient),
    }));
  };
}
