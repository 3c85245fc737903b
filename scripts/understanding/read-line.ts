import type { Understanding, Understand } from '../../src/understanding/understand';

/** What `npm run understand` prints for a message. */
export interface PrintedLine {
  readonly text: string;
  readonly label: string;
  readonly band: Understanding['band'];
  readonly confidence: number;
  readonly top3: readonly { readonly label: string; readonly confidence: number }[];
  readonly partnerId: string | null;
  readonly tenant: string | null;
}

const DECIMALS = 1e4;
const rounded = (confidence: number): number => Math.round(confidence * DECIMALS) / DECIMALS;

/** The PartnerID as it is printed: digits, "AMBIGUOUS", "INVALID", or null. */
function printedId({ partnerId }: Understanding): string | null {
  if (partnerId.kind === 'none') return null;
  if (partnerId.kind === 'found') return partnerId.partnerId;
  return partnerId.mistake === 'several' ? 'AMBIGUOUS' : 'INVALID';
}

/** Understands a text, for print. The label is the likeliest one even where the band says to decline. */
export function readLine(understanding: Understand, text: string, locale?: string): PrintedLine {
  const said = understanding.understand(text, locale);
  return {
    text,
    label: said.top3[0]?.label ?? said.label,
    band: said.band,
    confidence: rounded(said.confidence),
    top3: said.top3.map(({ label, confidence }) => ({ label, confidence: rounded(confidence) })),
    partnerId: printedId(said),
    tenant: said.tenant ?? null,
  };
}
