import { z } from 'zod';

import { PICTURE_NAMES } from '../model/picture';

const line = z.string().trim().min(1);
const paragraphs = z.array(line);
const topic = z.string().regex(/^[a-z0-9-]+$/);

/** What Microsoft publishes as documentation: its reference pages, and files for partners. Not its forums. */
const MICROSOFT = /^https:\/\/(learn|assetsprod)\.microsoft\.com\//;

/**
 * Where a statement comes from, so that a reader can tell the kinds apart: what Microsoft documents, what people have
 * only seen in practice (at its address, if it has one), and what is a property of this bot.
 */
const source = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('microsoft'),
      title: line,
      url: z.string().url().regex(MICROSOFT),
    })
    .strict(),
  z
    .object({
      kind: z.literal('practice'),
      title: line,
      url: z.string().url().startsWith('https://').optional(),
    })
    .strict(),
  z.object({ kind: z.literal('bot'), title: line, url: z.undefined().optional() }).strict(),
]);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const commands = z.array(z.object({ title: line, lines: paragraphs.min(1) }).strict());

const table = z
  .object({ title: line, columns: paragraphs.length(3), rows: z.array(paragraphs.length(3)).min(1) })
  .strict();

/** The longest short answer: what fits on a phone without scrolling. */
const LONGEST_SHORT = 400;

/** One answer, as a writer keeps it: `knowledge/<locale>/<topic>.json`. Plain text throughout. */
export const entrySchema = z
  .object({
    id: topic,
    question: line,
    short: line.max(LONGEST_SHORT),
    long: paragraphs,
    steps: paragraphs.optional(),
    /** The drawing that says it at a glance, shown under the short answer. */
    picture: z.enum(PICTURE_NAMES).optional(),
    /** The first helps to decide and is shown at once, the second compares and is under "Tell me more". */
    tables: z.array(table).max(2).optional(),
    commands: commands.optional(),
    /** For a customer's administrator; stands alone. */
    customer: z
      .object({ title: line, text: paragraphs.min(1) })
      .strict()
      .optional(),
    sources: z.array(source).min(1),
    /** When somebody last checked it. */
    reviewed: day,
    related: z.array(topic),
    /** What the person may want to do next. */
    next: z
      .array(z.enum(['link', 'show', 'check-access', 'unlink', 'switch-directory', 'sign-in', 'help']))
      .min(1),
  })
  .strict();

/** What a customer asks about, with the answer for them: `knowledge/<locale>/customer/<id>.json`. */
export const concernSchema = z
  .object({
    id: topic,
    concern: line.max(30),
    title: line,
    text: paragraphs.min(1),
    /** The same for a mail or a chat without cards, paragraph by paragraph. */
    plain: paragraphs.min(1),
    sources: z.array(source),
    /** Words under which the search finds it. */
    keywords: z.array(line),
    reviewed: day,
  })
  .strict();

/** A procedure from beginning to end: `knowledge/<locale>/guides/<id>.json`. */
export const guideSchema = z
  .object({
    id: topic,
    title: line,
    intro: line,
    warning: line.optional(),
    steps: paragraphs.min(1),
    commands: commands.optional(),
    sources: z.array(source).min(1),
    reviewed: day,
  })
  .strict();

/** What the search says when it has found nothing: `knowledge/<locale>/search/nothing-found.json`. */
export const nothingFoundSchema = z.object({ id: topic, text: line }).strict();

/** See entrySchema. */
export type Entry = z.infer<typeof entrySchema>;
/** See concernSchema. */
export type Concern = z.infer<typeof concernSchema>;
/** See guideSchema. */
export type Guide = z.infer<typeof guideSchema>;

const LONGEST_SEARCH = 200;

/** Shorter ones are in every question, and begin too many other words. */
const SHORTEST_TELLING_WORD = 4;

/**
 * The concerns that fit what someone types, best fit first; all of them for no words. Every word should begin a word
 * of the concern; when there is no such concern, as for a whole question, the words that tell something decide.
 */
export function findConcerns(concerns: readonly Concern[], words: string): readonly Concern[] {
  const wanted = wordsOf(words.slice(0, LONGEST_SEARCH));
  if (wanted.length === 0) return concerns;
  const fitting = ranked(concerns, (concern) => fitOfAll(concern, wanted));
  return fitting.length > 0 ? fitting : ranked(concerns, (concern) => fitOfSome(concern, wanted));
}

function ranked(concerns: readonly Concern[], fitOf: (concern: Concern) => number): readonly Concern[] {
  return concerns
    .map((concern) => ({ concern, fit: fitOf(concern) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ concern }) => concern);
}

/** Keywords and titles say what it is about, so they weigh more than the text. Zero when a word is nowhere. */
function fitOfAll(concern: Concern, wanted: readonly string[]): number {
  const strong = strongWordsOf(concern);
  const weak = wordsOf(concern.text.join(' '));
  const fits = wanted.map((word) => {
    if (strong.some((one) => one.startsWith(word))) return 3;
    return weak.some((one) => one.startsWith(word)) ? 1 : 0;
  });
  return fits.includes(0) ? 0 : fits.reduce<number>((sum, fit) => sum + fit, 0);
}

/** How many of the telling words are in the keywords or titles. */
function fitOfSome(concern: Concern, wanted: readonly string[]): number {
  const strong = strongWordsOf(concern);
  return wanted.filter(
    (word) => word.length >= SHORTEST_TELLING_WORD && strong.some((one) => one.startsWith(word)),
  ).length;
}

function strongWordsOf(concern: Concern): string[] {
  return wordsOf([concern.concern, concern.title, ...concern.keywords].join(' '));
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
