import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { readJsonFile } from '../lib/json';
import type { Concern, Entry, Guide } from './entry';
import { concernSchema, entrySchema, findConcerns, guideSchema, nothingFoundSchema } from './entry';

/** The reviewed answers of one language. */
export interface Knowledge {
  /** The answer to a question, by topic. */
  entry(topic: string): Entry | undefined;
  guide(id: string): Guide | undefined;
  /** What customers ask about, in the order of the files. */
  readonly concerns: readonly Concern[];
  concern(id: string): Concern | undefined;
  /** The concerns that fit the words someone searches for; all of them for no words. */
  search(words: string): readonly Concern[];
  /** What the search says when it has found nothing. */
  readonly nothingFound: string;
  /** Every topic that has an entry. */
  readonly topics: readonly string[];
}

/** Reads every file of a language; throws, naming the file, when one is not right or an `id` is not its file's name. */
export function loadKnowledge(folder: string, locale: string): Knowledge {
  const root = join(folder, locale);
  const entries = readFolder(root, entrySchema);
  const guides = readFolder(join(root, 'guides'), guideSchema);
  const concerns = readFolder(join(root, 'customer'), concernSchema);
  const nothingFound = readFolder(join(root, 'search'), nothingFoundSchema).get('nothing-found');
  if (nothingFound === undefined) throw new Error(`${root} does not say what to say when nothing is found.`);
  return {
    entry: (topic) => entries.get(topic),
    guide: (id) => guides.get(id),
    concern: (id) => concerns.get(id),
    concerns: [...concerns.values()],
    search: (words) => findConcerns([...concerns.values()], words),
    nothingFound: nothingFound.text,
    topics: [...entries.keys()],
  };
}

function readFolder<T extends { id: string }>(
  folder: string,
  schema: z.ZodType<T, z.ZodTypeDef, unknown>,
): Map<string, T> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    files.sort().map((name) => {
      const read = readJsonFile(schema, folder, name);
      if (`${read.id}.json` !== name) throw new Error(`${join(folder, name)} calls itself ${read.id}.`);
      return [read.id, read];
    }),
  );
}

const placeholdersSchema = z
  .object({ tenant: z.string(), partnerId: z.string(), appId: z.string() })
  .strict();

/** What stands in a command where something is not known, in the language of the reader. */
export type Placeholders = Readonly<z.infer<typeof placeholdersSchema>>;

/** Reads `content/<language>/placeholders.json`; throws when it is not right. */
export function loadPlaceholders(contentFolder: string, language: string): Placeholders {
  return readJsonFile(placeholdersSchema, contentFolder, language, 'placeholders.json');
}
