import { randomUUID } from 'node:crypto';
import { errorName } from '../model/log';
import type { RecordStore } from '../storage/record-store';
import type { Finding } from './finding';
import { findingsOf } from './finding';

const { right, wrong } = findingsOf('Records');

/** Writes a record, reads it back and removes it. `place` names where, for people; `open` may throw. */
export async function checkRecords(
  place: string,
  open: () => RecordStore | Promise<RecordStore>,
  fix: string,
): Promise<Finding[]> {
  let store: RecordStore | undefined;
  try {
    store = await open();
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
    await store?.close();
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : errorName(error);
}
