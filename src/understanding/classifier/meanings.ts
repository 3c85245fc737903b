import { z } from 'zod';

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
