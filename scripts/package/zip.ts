import { unzipSync, zipSync } from 'fflate';

/** The oldest moment that a zip can have: the same files make the same bytes, whenever and wherever. */
const EPOCH = new Date(1980, 0, 1);

/** A zip with all files at its root, in the order of their names. */
export function zipOf(files: ReadonlyMap<string, Buffer>): Buffer {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.from(zipSync(Object.fromEntries(sorted), { level: 9, mtime: EPOCH }));
}

/** The names in a zip, as they stand there. */
export function namesInZip(zip: Buffer): string[] {
  return Object.keys(unzipSync(zip));
}
