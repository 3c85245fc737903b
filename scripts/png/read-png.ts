import { inflateSync } from 'node:zlib';

import { chunksOf } from './png-chunks';
import { unfiltered } from './unfiltered';

/** A picture, as far as an icon's rules ask for it. */
export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity (0 to 255), row by row. */
  readonly pixels: readonly (readonly [number, number, number, number])[];
  /** The texts that stand beside the picture, by their keyword. */
  readonly texts: ReadonlyMap<string, string>;
}

const RGB = 2;
const RGBA = 6;

/** Reads an 8-bit RGB or RGBA picture that is not interlaced, as browsers write them; undefined for anything else. */
export function readPng(png: Buffer): PngPicture | undefined {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header?.length !== 13 || header.readUInt8(8) !== 8 || header.readUInt8(12) !== 0) return undefined;
  const kind = header.readUInt8(9);
  if (kind !== RGB && kind !== RGBA) return undefined;
  const pixelBytes = kind === RGBA ? 4 : 3;
  const width = header.readUInt32BE(0);
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const rows = unfiltered(inflateSync(packed), width * pixelBytes, pixelBytes);
  const pixels = rows.flatMap((row) =>
    Array.from({ length: width }, (_, x) => pixelAt(row, x * pixelBytes, kind === RGBA)),
  );
  const texts = chunks.filter(({ type }) => type === 'tEXt').map(({ data }) => textOf(data));
  return { width, height: header.readUInt32BE(4), pixels, texts: new Map(texts) };
}

function pixelAt(row: Buffer, at: number, hasOpacity: boolean): readonly [number, number, number, number] {
  return [row[at] ?? 0, row[at + 1] ?? 0, row[at + 2] ?? 0, hasOpacity ? (row[at + 3] ?? 0) : 255];
}

/** Keyword, a zero byte, text. */
function textOf(data: Buffer): readonly [string, string] {
  const end = data.indexOf(0);
  return [data.toString('latin1', 0, end), data.toString('latin1', end + 1)];
}
