import type { Command } from './command';
import type { ReadText } from './read-text';

/** A SHA-256 in hex; some programs write it in pairs. */
const DIGEST_IN_TEXT = /(?<![0-9a-f])(?:[0-9a-f]{2}[ :]?){31}[0-9a-f]{2}(?![0-9a-f])/i;
const ASKS_ABOUT_A_FILE =
  /\b(?:check|verify|genuine|authentic|prüf\w*|überprüf\w*|echt\w*)\b.*\b(?:file|export|digest|hash|datei|prüfsumme)\b|\b(?:file|export|digest|hash|datei|prüfsumme)\b.*\b(?:check|verify|genuine|authentic|prüf\w*|überprüf\w*|echt\w*)\b/iu;
const IS_ABOUT_HISTORY = /\b(?:history|decisions|verlauf\w*|historie|entscheidungen)\b/iu;

/** "Check this file", with the digest of one, wherever in the conversation it is asked; undefined for anything else. */
export function fileToCheck({ text, said }: ReadText): Command | undefined {
  const digest = DIGEST_IN_TEXT.exec(text)?.[0].replace(/[ :]/g, '').toLowerCase();
  if (digest !== undefined) return { kind: 'check-file', digest };
  return said.label === 'export-proof' && ASKS_ABOUT_A_FILE.test(text) ? { kind: 'check-file' } : undefined;
}

/** Whether an export is to be of one's own decisions. */
export function isAboutHistory(text: string): boolean {
  return IS_ABOUT_HISTORY.test(text);
}
