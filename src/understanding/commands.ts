import { z } from 'zod';

import { LABELS } from './label';

const commandsSchema = z
  .array(
    z
      .object({
        // What Teams allows in an app manifest.
        title: z.string().min(1).max(32),
        description: z.string().min(1).max(128),
        label: z.enum(LABELS).exclude(['out-of-scope']),
      })
      .strict(),
  )
  .min(1)
  .max(12);

/** What a person can ask for, as help and the app manifest list it. Typing the title does it. */
export type Command = Readonly<z.infer<typeof commandsSchema>[number]>;

/** The commands of `content/<locale>/commands.json`, parsed. Throws a ZodError that names the entry at fault. */
export function readCommands(json: unknown): readonly Command[] {
  return commandsSchema.parse(json);
}
