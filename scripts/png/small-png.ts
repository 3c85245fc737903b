import { deflateSync, inflateSync } from 'node:zlib';

import { chunk, chunksOf, PNG_SIGNATURE } from './png-chunks';
import { unfiltered } from './unfiltered';

const MOST_COLORS = 256;
/** Bytes of a pixel: red, green, blue. */
const PIXEL = 3;
const RGB = 2;
const INDEXED = 3;

/**
 * A screenshot with at most 256 colours: half the size, and the same to the eye. Takes what Chromium makes (8-bit RGB,
 * not interlaced); anything else is given back as it is.
 */
export function smallPng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header?.readUInt8(8) !== 8 || header.readUInt8(9) !== RGB) return png;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const rows = unfiltered(inflateSync(packed), header.readUInt32BE(0) * PIXEL, PIXEL);
  const { colors, indexOf } = paletteOf(rows);
  const indexed = Buffer.from(header);
  indexed.writeUInt8(INDEXED, 9);
  const palette = Buffer.alloc(colors.length * PIXEL);
  colors.forEach((color, index) => palette.writeUIntBE(color, index * PIXEL, PIXEL));
  const lines = rows.map((row) => Buffer.from([0, ...colorsOf(row).map((color) => indexOf.get(color) ?? 0)]));
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk('IHDR', indexed),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colorsOf(row: Buffer): number[] {
  return Array.from({ length: row.length / PIXEL }, (_, x) => row.readUIntBE(x * PIXEL, PIXEL));
}

/** The colours that are used most; every other one becomes the nearest of them. */
function paletteOf(rows: readonly Buffer[]): { colors: number[]; indexOf: Map<number, number> } {
  const counts = new Map<number, number>();
  for (const color of rows.flatMap(colorsOf)) counts.set(color, (counts.get(color) ?? 0) + 1);
  const byUse = [...counts].sort(([, one], [, other]) => other - one).map(([color]) => color);
  const colors = byUse.slice(0, MOST_COLORS);
  return { colors, indexOf: new Map(byUse.map((color) => [color, nearest(colors, color)])) };
}

function nearest(colors: readonly number[], wanted: number): number {
  const distances = colors.map((color) => distance(color, wanted));
  return distances.indexOf(Math.min(...distances));
}

function distance(one: number, other: number): number {
  return [16, 8, 0].reduce(
    (sum, shift) => sum + (((one >> shift) & 0xff) - ((other >> shift) & 0xff)) ** 2,
    0,
  );
}
