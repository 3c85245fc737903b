/**
 * The rows of an image; each stands after a byte that says how it was filtered (PNG's specification, section 9.2).
 * `pixelBytes`: how many bytes a pixel has.
 */
export function unfiltered(raw: Buffer, rowLength: number, pixelBytes: number): Buffer[] {
  const rows: Buffer[] = [];
  let above = Buffer.alloc(rowLength);
  for (let at = 0; at < raw.length; at += rowLength + 1) {
    const row = Buffer.from(raw.subarray(at + 1, at + 1 + rowLength));
    const filter = raw.readUInt8(at);
    for (let x = 0; x < row.length; x += 1) {
      const left = x < pixelBytes ? 0 : (row[x - pixelBytes] ?? 0);
      const corner = x < pixelBytes ? 0 : (above[x - pixelBytes] ?? 0);
      row[x] = ((row[x] ?? 0) + predicted(filter, left, above[x] ?? 0, corner)) & 0xff;
    }
    rows.push(row);
    above = row;
  }
  return rows;
}

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
