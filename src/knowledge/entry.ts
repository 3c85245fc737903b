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
