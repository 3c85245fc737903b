import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const placeholdersSchema = z
  .object({ tenant: z.string(), partnerId: z.string(), appId: z.string() })
  .strict();

/** What stands in a command where something is not known, in the language of the reader. */
export type Placeholders = Readonly<z.infer<typeof placeholdersSchema>>;

/** Reads `content/<language>/placeholders.json`; throws when it is not right. */
export function loadPlaceholders(contentFolder: string, language: string): Placeholders {
  const file = join(contentFolder, language, 'placeholders.json');
  return placeholdersSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
