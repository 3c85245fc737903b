const PLAIN = /^[\x20-\x7e]*$/;
const SPELT_OUT: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
};
const MARKS = /\p{M}/gu;

/** A word as it is compared: lower-case, umlauts spelt out ("verknüpfen" and "verknuepfen" meet), no accents. */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower
    .replace(/[äöüßæœø]/g, (letter) => SPELT_OUT[letter] ?? letter)
    .replaceAll('’', "'")
    .normalize('NFD')
    .replace(MARKS, '')
    .normalize('NFC');
}
