import { MAX_RECORD_LENGTH } from './record-store';

/** A value as the text that is stored. Throws for what is no JSON, and for what is too long. */
export function recordText(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new Error('A record must be JSON.');
  if (text.length > MAX_RECORD_LENGTH) throw new Error('A record must not be that long.');
  return text;
}

/** The value of a stored text; the text itself where that is no JSON or too long, so that its owner can set it aside. */
export function recordValue(text: string): unknown {
  if (text.length > MAX_RECORD_LENGTH) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
