import { z } from 'zod';
import { memoize } from '../../lib/bounded-map';
import { fold } from '../text/plain-text';
import type { Word } from '../text/words';
import { phraseWords } from '../text/words';

const phrase = z.string().trim().min(1).max(60);

const meaningsSchema = z
  .object({
    /** Ways to say the same: `for` becomes `say`. */
    synonyms: z.array(z.object({ say: phrase, for: z.array(phrase).min(1) }).strict()),
    /**
     * Words and phrases with a related meaning, by a name for it, which is the same in every language. A phrase may
     * stand under several; `verknüpf*` stands for every word that begins so.
     */
    concepts: z.record(z.string().regex(/^[a-z0-9]+$/), z.array(phrase).min(1)),
    /** The concepts that colour a whole message: "DPOR" in the first sentence is meant in the last one too. */
    topics: z.array(z.string()),
    /** Real words that must stay as they are, although they are one slip away from another. */
    leave: z.array(phrase),
    /** Words of everyday speech, with spaces between them: not knowing them from an example makes nothing doubtful. */
    everyday: z.string(),
    /** Abbreviations of the trade: no other word is taken for one of them, unless two letters are swapped. */
    acronyms: z.array(phrase),
  })
  .strict();

/** What `content/<locale>/meanings.json` holds: which words mean much the same, as data. */
export type Meanings = Readonly<z.infer<typeof meaningsSchema>>;

/** The meanings, parsed. Throws when they are not right, or when a topic is no concept. */
export function readMeanings(json: unknown): Meanings {
  const meanings = meaningsSchema.parse(json);
  const unknown = meanings.topics.find((topic) => !(topic in meanings.concepts));
  if (unknown !== undefined) throw new Error(`meanings: the topic ${unknown} is no concept`);
  return meanings;
}

/** The meanings of several languages as one: a concept has the words of all of them. */
export function joinMeanings(all: readonly Meanings[]): Meanings {
  const concepts = new Map<string, string[]>();
  for (const one of all) {
    for (const [name, phrases] of Object.entries(one.concepts))
      concepts.set(name, [...(concepts.get(name) ?? []), ...phrases]);
  }
  return {
    synonyms: all.flatMap(({ synonyms }) => synonyms),
    concepts: Object.fromEntries(concepts),
    topics: [...new Set(all.flatMap(({ topics }) => topics))],
    leave: [...new Set(all.flatMap(({ leave }) => leave))],
    everyday: all.map(({ everyday }) => everyday).join(' '),
    acronyms: [...new Set(all.flatMap(({ acronyms }) => acronyms))],
  };
}

/** A word without its commonest English endings, so that "reports" and "reported" meet. */
function stem(word: string): string {
  if (word.length > 4) {
    if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
    if (word.endsWith('ing') && word.length > 5) return word.slice(0, -3);
    if (word.endsWith('ed') || word.endsWith('es')) return word.slice(0, -2);
  }
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

interface Entry {
  readonly stems: readonly string[];
  readonly concept: string;
}

const REMEMBERED_WORDS = 10_000;
/** Shorter beginnings would be those of too many words. */
const MIN_BEGINNING = 3;

/** Finds the concepts that words touch on; every phrase that fits counts, longer or shorter. */
export function createConceptFinder(
  concepts: Meanings['concepts'],
): (words: readonly Word[]) => ReadonlySet<string> {
  const stemOf = memoize(stem, REMEMBERED_WORDS);
  const byFirst = new Map<string, Entry[]>();
  const byBeginning = new Map<string, string[]>();
  for (const [concept, phrases] of Object.entries(concepts)) {
    for (const phrase of phrases) {
      if (phrase.endsWith('*')) {
        const beginning = fold(phrase.slice(0, -1)).trim();
        byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), concept]);
        continue;
      }
      const stems = phraseWords(phrase).map(({ text }) => stem(text));
      const [first = ''] = stems;
      const sameKey = byFirst.get(first);
      if (sameKey) sameKey.push({ stems, concept });
      else byFirst.set(first, [{ stems, concept }]);
    }
  }
  const begunBy = memoize((word) => {
    const found: string[] = [];
    for (let length = MIN_BEGINNING; length <= word.length; length += 1)
      found.push(...(byBeginning.get(word.slice(0, length)) ?? []));
    return found;
  }, REMEMBERED_WORDS);
  return (words) => {
    const stems = words.map(({ text }) => stemOf(text));
    const found = new Set<string>(words.flatMap(({ text }) => begunBy(text)));
    for (let place = 0; place < stems.length; place += 1) {
      for (const entry of byFirst.get(stems[place] ?? '') ?? []) {
        if (entry.stems.every((part, offset) => stems[place + offset] === part)) found.add(entry.concept);
      }
    }
    return found;
  };
}
