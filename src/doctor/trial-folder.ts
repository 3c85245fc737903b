import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nearestExisting } from '../storage/make-folder';

/**
 * Where the doctor may try to keep a record: the folder itself if it is there, else one beside which it would be made,
 * so that looking leaves no folder behind and touches nobody's records. Throws where no folder can be made.
 */
export function trialFolder(folder: string): { readonly path: string; readonly remove: () => void } {
  if (existsSync(folder)) return { path: folder, remove: () => undefined };
  const path = mkdtempSync(join(nearestExisting(folder), 'pal-doctor-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
