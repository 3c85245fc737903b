import type { PartnerId } from '../../model/identifiers';

/** A number in a message that was meant as a PartnerID but can't be one. */
export type NumberMistake = 'letters' | 'too-short' | 'too-long';

interface Place {
  /** Offsets in the plain text. */
  readonly start: number;
  readonly end: number;
}

/** A stretch of a message that is not plain words: an id, a domain, or a number of another kind. */
export type Spot = Place &
  (
    | { readonly kind: 'partner-id'; readonly partnerId: PartnerId }
    | { readonly kind: 'mistake'; readonly mistake: NumberMistake; readonly written: string }
    | { readonly kind: 'guid'; readonly guid: string }
    | { readonly kind: 'domain'; readonly domain: string }
    | { readonly kind: 'other' }
  );

/** A text in which what was recognized is blanked out, so that no later step reads it again. */
export interface Sheet {
  readonly text: string;
  readonly spots: readonly Spot[];
}

// A private-use character: plain text holds none.
const BLANK = '\ue000';

/** The sheet with more spots on it, their characters blanked. Spots must not overlap. */
export function withSpots(sheet: Sheet, spots: readonly Spot[]): Sheet {
  if (spots.length === 0) return sheet;
  const parts: string[] = [];
  let from = 0;
  for (const spot of spots) {
    parts.push(sheet.text.slice(from, spot.start), BLANK.repeat(spot.end - spot.start));
    from = spot.end;
  }
  parts.push(sheet.text.slice(from));
  return { text: parts.join(''), spots: [...sheet.spots, ...spots] };
}
