import { crc32 } from 'node:zlib';

/** The eight bytes that every PNG begins with. */
export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
}

/** The chunks of a PNG, in their order; empty when it is none. What stands after a torn chunk is left out. */
export function chunksOf(png: Buffer): PngChunk[] {
  const chunks: PngChunk[] = [];
  if (!png.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return chunks;
  for (let at = PNG_SIGNATURE.length; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

/** A chunk as it stands in a file: length, type, data, checksum. */
export function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const made = Buffer.alloc(typed.length + 8);
  made.writeUInt32BE(data.length, 0);
  typed.copy(made, 4);
  made.writeUInt32BE(crc32(typed), typed.length + 4);
  return made;
}
