import type { Sheet, Spot } from './spots';
import { withSpots } from './spots';

const GUID = /(?<![0-9a-z])[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-z])/gi;
const PARTS = [8, 12, 16, 20, 32];

function hyphenated(written: string): string {
  const hex = written.toLowerCase().replaceAll('-', '');
  return PARTS.map((end, index) => hex.slice(PARTS[index - 1] ?? 0, end)).join('-');
}

/** Marks every GUID, written with hyphens or as 32 hex digits; braces around it don't matter. */
export function markGuids(sheet: Sheet): Sheet {
  const spots = [...sheet.text.matchAll(GUID)].map((match): Spot => {
    const place = { start: match.index, end: match.index + match[0].length };
    return { ...place, kind: 'guid', guid: hyphenated(match[0]) };
  });
  return withSpots(sheet, spots);
}
