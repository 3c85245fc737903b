import { randomUUID } from 'node:crypto';
import { errorName } from '../model/log';
import type { RecordStore } from '../storage/record-store';
import type { Finding } from './finding';
import { findingsOf } from './finding';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nearestExisting } from '../storage/sqlite-file';

const { right, wrong } = findingsOf('Records');

/** Where the records are kept, and how the doctor gets there. */
export interface RecordsPlace {
  /** For people. */
  readonly place: string;
  readonly fix: string;
  /** May throw. Closing lets go of the store and of all that was made for it. */
  readonly open: () => { readonly store: RecordStore; readonly close: () => Promise<void> };
}

/** Writes a record, reads it back and removes it. */
export async function checkRecords({ place, open, fix }: RecordsPlace): Promise<Finding[]> {
  let trial: ReturnType<typeof open> | undefined;
  try {
    trial = open();
    const { store } = trial;
    const key = `doctor-${randomUUID()}`;
    const put = await store.put('references', key, { doctor: true }, { absent: true });
    const read = await store.get('references', key);
    await store.delete('references', key);
    const isGone = (await store.get('references', key)) === undefined;
    const isWell = put.kind === 'stored' && read !== undefined && isGone;
    return [
      isWell
        ? right(place, 'a record was written, read and removed')
        : wrong(place, 'a record was not kept as it was written', fix),
    ];
  } catch (error) {
    return [wrong(place, `can’t be used (${codeOf(error)})`, fix)];
  } finally {
    await trial?.close();
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : errorName(error);
}

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
