import { z } from 'zod';

import { readJsonFile } from '../lib/json';
import { KNOWN_LABELS } from '../model/label';
import type { Label } from '../model/label';

/** What `commands.json` holds. */
export const commandsSchema = z
  .array(
    z
      .object({
        /** What to type, in the language of the file; as long as Teams allows in an app manifest. */
        title: z.string().min(1).max(32),
        /** What it is called on a button. */
        button: z.string().min(1).max(40),
        description: z.string().min(1).max(128),
        label: z.enum(KNOWN_LABELS),
      })
      .strict(),
  )
  .min(1)
  .max(12);

/** What a person can ask for, as help and the app manifest list it. Typing the title does it. */
export type MenuCommand = Readonly<z.infer<typeof commandsSchema>[number]>;

/** Reads `content/<locale>/commands.json`; throws, naming the entry at fault, when it is not right. */
export function loadCommands(contentFolder: string, locale: string): readonly MenuCommand[] {
  return readJsonFile(commandsSchema, contentFolder, locale, 'commands.json');
}

const offersSchema = z.record(z.enum(KNOWN_LABELS), z.string().min(1).max(40));

/**
 * Reads `content/<locale>/offers.json`: what those commands are called on a button that have no place among the twelve
 * which Teams lists, so that they can be offered where a message was not quite understood.
 */
export function loadOfferTitles(contentFolder: string, locale: string): ReadonlyMap<Label, string> {
  const titles = readJsonFile(offersSchema, contentFolder, locale, 'offers.json');
  return new Map(Object.entries(titles) as [Label, string][]);
}

const helpSchema = z
  .array(
    z
      .object({
        title: z.string().min(1),
        /** What to type in the language, and what it is understood as. */
        lines: z.array(z.object({ say: z.string().min(1), label: z.enum(KNOWN_LABELS) }).strict()).min(1),
      })
      .strict(),
  )
  .min(1);

/** A group of what a person can type, as help shows it: on one line. */
export interface HelpGroup {
  readonly title: string;
  readonly text: string;
}

/** Reads what help lists, with the labels; throws a ZodError that names the entry at fault. */
export function readHelp(contentFolder: string, locale: string): z.infer<typeof helpSchema> {
  return readJsonFile(helpSchema, contentFolder, locale, 'help.json');
}

/** Reads what help lists as the card shows it. */
export function loadHelp(contentFolder: string, locale: string): readonly HelpGroup[] {
  return readHelp(contentFolder, locale).map(({ title, lines }) => ({
    title,
    text: lines.map(({ say }) => say).join(' · '),
  }));
}
