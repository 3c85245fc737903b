import { fold } from '../text/plain-text';
import { z } from 'zod';
import { FAQ_LABELS, KNOWN_LABELS } from '../../model/label';

const label = z.enum(KNOWN_LABELS);
const phrase = z.string().trim().min(1).max(80);
/** Words with spaces between them; `@name` stands for the words of that group. */
const words = z.string().regex(/^[\p{Ll}\d@&' -]+$/u, 'lower-case words with spaces between them');
/** The same; `*` stands for any end or beginning of a word. */
const stems = z
  .string()
  .regex(/^[\p{Ll}\d'* -]+$/u, 'lower-case words or parts of words with spaces between them');

const phrasesSchema = z
  .object({
    /** How people call the bot at the start of a message. */
    botNames: z.array(phrase),
    /** What this language is called, in this and in the other languages. */
    languageNames: z.array(words).min(1),
    /** Ways to say the same: `for` becomes `say`, everywhere else in this file too. */
    synonyms: z.array(z.object({ say: words, for: z.array(phrase).min(1) }).strict()),
    /** Words in which one slip is repaired, and real words that must stay although they are one slip away. */
    typos: z.object({ words, leave: words }).strict(),
    /** Politeness, taken out wherever it stands. */
    courtesies: z.array(phrase),
    /** Named lists of words for the rules. */
    groups: z.record(z.string().regex(/^[a-z]+$/), words),
    /** Whole messages. */
    exact: z.array(z.object({ label, phrases: z.array(phrase).min(1) }).strict()),
    /** Whole messages without a word in them. */
    marks: z.array(z.object({ label, phrases: z.array(phrase).min(1) }).strict()),
    /**
     * A rule fits when every need is met by one of its words and every other word is allowed. The first that fits wins.
     * `numtoken`, `guidtoken`, `domaintoken` stand for a PartnerID, a GUID, a domain. `tail`: whether a directory
     * may be named ("… in Contoso Retail").
     */
    rules: z.array(
      z
        .object({
          label,
          needs: z.array(words).min(1),
          allows: words.default('@small'),
          tail: z.boolean().default(true),
        })
        .strict(),
    ),
    /** Beginnings after which the name of a directory follows. */
    openings: z.array(z.object({ label, phrases: z.array(phrase).min(1) }).strict()),
    /** How a directory is named at the end of a message. */
    places: z
      .object({
        /** Words that lead to the name. */
        before: words,
        /** Words around the name that are not part of it. */
        around: words,
        /** Words that end the name. */
        end: words,
        /** Words that show that no directory is meant. */
        never: words,
      })
      .strict(),
    /** How one or several directories are named anywhere in a message; see `where.ts`. */
    where: z
      .object({
        /** Words that lead to a name. */
        before: words,
        /** Words between two names. */
        joiners: words,
        /** Words around a name that are not part of it. */
        around: words,
        /** Words that end a name. */
        end: words,
        /** What follows such a word and names nothing: "in a minute". */
        none: z.array(phrase),
        /** Beginnings that ask for the last thing again, elsewhere. */
        again: z.array(phrase),
        /** Ways to say "everywhere". */
        everywhere: z.array(phrase),
        /** "Every" and "all", which say so together with one of `allOf` ("every customer"). */
        all: words,
        allOf: words,
        /** Words that are no name although nothing leads to them. */
        common: words,
      })
      .strict(),
    /** Whose link a message is about, and who writes it; see `who.ts`. */
    who: z
      .object({
        /** Words for other people: "my colleague", "she". */
        people: words,
        /** Words of this language that are people in another one only: in German, "her" is no woman. */
        nobody: words,
        /** Words for oneself. */
        self: words,
        /** Verbs that a question about somebody begins with: "is Priya linked?". */
        asking: words,
        /** What such a question is about. */
        about: words,
        /** What stands between a thing and whose it is: "the link of Priya". */
        of: words,
        customer: words,
        /** What a customer does: "the customer wants …". */
        theirVerbs: words,
        /** What makes a question a request: "can you …?". */
        politeRequests: z.array(phrase),
        /** What only a customer's administrator says. */
        customerSide: z.array(phrase),
        /** Words that begin a question. */
        questions: words,
        /** Verbs of the changes that may be made in many directories. */
        actions: z.object({ unlink: words, change: words }).strict(),
        /** Words of the trade: a message that has one is about PAL even if it is not understood. */
        trade: words,
        /** The names of what is claimed or granted: "PAL", "CPOR". Two of them are compared, not defined. */
        associations: words,
        /** What makes a question one about the meaning of a word. */
        definitions: z.array(phrase).min(1),
        /** Words that ask for somebody or for one of several. */
        which: words,
      })
      .strict(),
    /** What a customer's administrator asks, in words that the examples don't have; see `who.ts`. */
    customers: z
      .object({
        /** Words for oneself. */
        us: stems,
        /** "Our": what follows it, up to two words away, is a customer's when it is one of `things`. */
        ours: stems,
        things: stems,
        /** What is a customer's more often than not. */
        around: stems,
        /** A partner that is spoken of, not to. */
        partners: stems,
        /** "They": some others than "us". */
        they: stems,
        /** Words of partners: a message that has one is no customer's for its words alone. */
        never: stems,
        /** A question fits when each of its lists has a word of the message; the first that fits wins. */
        questions: z.array(z.object({ topic: z.enum(FAQ_LABELS), says: z.array(stems).min(1) }).strict()),
      })
      .strict(),
    /** Words in another sentence that make it unsafe to act on this one. */
    stoppers: words,
  })
  .strict();

/** What `content/<locale>/phrases.json` holds: how people say things, as data. */
export type Phrases = z.infer<typeof phrasesSchema>;

/** The phrases, parsed. Throws a ZodError that names the entry at fault. */
export function readPhrases(json: unknown): Phrases {
  return phrasesSchema.parse(json);
}

/** Turns a line of words into a set; `@name` becomes the words of that group (groups may name groups before them). */
export type Lists = (line: string) => ReadonlySet<string>;

/** Makes the reader of word lines. Throws when a line names a group that does not exist. */
export function createLists(groups: Readonly<Record<string, string>>): Lists {
  const known = new Map<string, ReadonlySet<string>>();
  const read: Lists = (line) => {
    const words = fold(line).split(' ').filter(Boolean);
    return new Set(
      words.flatMap((word) => {
        if (!word.startsWith('@')) return [word];
        const group = known.get(word.slice(1));
        if (!group) throw new Error(`phrases: there is no group of words named ${word}`);
        return [...group];
      }),
    );
  };
  for (const [name, line] of Object.entries(groups)) known.set(name, read(line));
  return read;
}
