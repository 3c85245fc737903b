import { LANGUAGES } from '../../model/language';
import type { Language } from '../../model/language';

/** A header is read up to here; browsers send less. */
const MOST_RANGES = 20;

/** The language that a browser likes best of those that are spoken (RFC 9110, Accept-Language); else English. */
export function acceptedLanguage(header: string | undefined): Language {
  const ranges = (header ?? '').split(',', MOST_RANGES).map(readRange);
  const liked = ranges.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  for (const { tag } of liked) {
    const found = LANGUAGES.find((language) => tag === language || tag.startsWith(`${language}-`));
    if (found !== undefined) return found;
  }
  return 'en';
}

function readRange(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range
    .trim()
    .toLowerCase()
    .split(/\s*;\s*/);
  const quality = parameters.find((one) => one.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}
