import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_LENGTH = 8;
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
  const rows = unfiltered(inflateSync(packed), header.readUInt32BE(0) * PIXEL);
  const { colors, indexOf } = paletteOf(rows);
  const indexed = Buffer.from(header);
  indexed.writeUInt8(INDEXED, 9);
  const palette = Buffer.alloc(colors.length * PIXEL);
  colors.forEach((color, index) => palette.writeUIntBE(color, index * PIXEL, PIXEL));
  const lines = rows.map((row) => Buffer.from([0, ...colorsOf(row).map((color) => indexOf.get(color) ?? 0)]));
  return Buffer.concat([
    png.subarray(0, SIGNATURE_LENGTH),
    chunk('IHDR', indexed),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = SIGNATURE_LENGTH; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const made = Buffer.alloc(typed.length + 8);
  made.writeUInt32BE(data.length, 0);
  typed.copy(made, 4);
  made.writeUInt32BE(crc32(typed), typed.length + 4);
  return made;
}

/** The rows of an image; each stands after a byte that says how it was filtered. */
function unfiltered(raw: Buffer, rowLength: number): Buffer[] {
  const rows: Buffer[] = [];
  let above = Buffer.alloc(rowLength);
  for (let at = 0; at < raw.length; at += rowLength + 1) {
    const row = Buffer.from(raw.subarray(at + 1, at + 1 + rowLength));
    const filter = raw.readUInt8(at);
    for (let x = 0; x < rowLength; x += 1) {
      const left = x < PIXEL ? 0 : (row[x - PIXEL] ?? 0);
      const corner = x < PIXEL ? 0 : (above[x - PIXEL] ?? 0);
      row[x] = ((row[x] ?? 0) + predicted(filter, left, above[x] ?? 0, corner)) & 0xff;
    }
    rows.push(row);
    above = row;
  }
  return rows;
}

/** The five filters of PNG (its specification, section 9.2). */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? closest(left + up - corner, [left, up, corner]) : 0;
}

/** Of equally close ones, the first. */
function closest(wanted: number, values: readonly [number, ...number[]]): number {
  return values.reduce((best, value) => (Math.abs(wanted - value) < Math.abs(wanted - best) ? value : best));
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
