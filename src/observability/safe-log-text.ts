/** What is put in the place of a secret. */
const HIDDEN = '[redacted]';
/** Longer texts are cut: no value of ours is longer. */
const LONGEST_TEXT = 200;
/** Looking for secrets in more than this would cost time for nothing that is kept. */
const LONGEST_LOOKED_AT = 4_000;
/** A secret of the settings that is shorter than this could stand in any line by chance. */
const SHORTEST_SECRET = 6;

/** What looks like a secret, whoever made it. */
const SECRET_SHAPES: readonly RegExp[] = [
  // A JSON Web Token, or its beginning.
  /eyJ[\w-]+(?:\.[\w-]*)*/g,
  /-----BEGIN[\s\S]*?(?:-----END[^-]*-----|$)/g,
  /\b(?:Bearer|Basic)\s+\S+/gi,
  // What follows such a name in an address, a form, a connection string or JSON.
  /\b(?:access_token|refresh_token|id_token|client_secret|client_assertion|assertion|code|code_verifier|password|pwd|sig|AccountKey|SharedAccessKey|api-key|InstrumentationKey)["']?\s*[=:]\s*["']?[^\s"'&;,]+/gi,
  // Entra's client secrets.
  /[\w.~-]{3}\dQ~[\w.~-]{20,}/g,
  // Random bytes in base64, 30 of them or more; our ids and theirs are shorter, or have no digits.
  /(?=[\w+/.~-]*\d)(?=[\w+/.~-]*[A-Za-z])[\w+/.~-]{40,}={0,2}/g,
];
/** Control, format (bidi, zero-width), line and paragraph separators, lone surrogates: a line must stay one line. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Makes any text fit to stand in a log line: without secrets, printable, and short. */
export type SafeLogText = (text: string) => string;

/** SafeLogText that knows the secrets of the settings besides what looks like one. */
export function createSafeLogText(secrets: readonly string[]): SafeLogText {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return (text) => {
    const start = text.slice(0, LONGEST_LOOKED_AT);
    const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), start);
    const clean = SECRET_SHAPES.reduce((rest, shape) => rest.replace(shape, HIDDEN), withoutKnown);
    return cut(clean).replace(UNPRINTABLE, escaped);
  };
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
