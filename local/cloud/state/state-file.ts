import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { linkRowSchema } from './link-row';

const savedStateSchema = z.object({
  rows: z.array(linkRowSchema),
  /** Tenant ids whose administrator has approved the app. */
  consents: z.array(z.string()),
});

/** What survives a restart. Tokens, codes and faults do not. */
export type SavedState = z.infer<typeof savedStateSchema>;

/** The saved state, or undefined when there is none yet. Throws one plain sentence when the file is not ours. */
export function loadState(file: string): SavedState | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return savedStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`The local cloud can't read its saved state in ${file}. Delete the file to begin anew.`, {
      cause: error,
    });
  }
}

/** Writes the state so that a crash leaves the old file or the new one, never half of one. */
export function saveState(file: string, state: SavedState): void {
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.new`;
  writeFileSync(half, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, file);
}
