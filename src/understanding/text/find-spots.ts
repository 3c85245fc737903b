import { markDigitRuns } from './digit-runs';
import { markGuids } from './guids';
import { markMixedWords } from './mixed-words';
import { markLookalikes } from './number-lookalikes';
import { plainText } from './plain-text';
import type { Sheet, Spot } from './spots';
import { markWebWords } from './web-words';

/** A text as it reads to a person, and what was recognized in it. */
export interface Spotted {
  readonly plain: string;
  /** In the order of the text. */
  readonly spots: readonly Spot[];
}

/**
 * Everything in a plain text that is an id, a domain or a number, in the order of the text. Each step reads only
 * what the steps before it left, so the surest come first.
 */
export function findSpots(plain: string): Spot[] {
  const steps = [markGuids, markWebWords, markLookalikes, markMixedWords, markDigitRuns];
  const { spots } = steps.reduce<Sheet>((sheet, step) => step(sheet), { text: plain, spots: [] });
  return [...spots].sort((a, b) => a.start - b.start);
}

/** Reads a text once, for all who look for something in it. */
export function spotted(text: string): Spotted {
  const plain = plainText(text);
  return { plain, spots: findSpots(plain) };
}
