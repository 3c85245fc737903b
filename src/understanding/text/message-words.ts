import { spotted } from './find-spots';
import type { Spotted } from './find-spots';
import { plainText } from './plain-text';
import type { Word } from './words';
import { wordsOf } from './words';

/** The meaning is read from the beginning of a message; more would only cost time. */
const MAX_READ_LENGTH = 2000;
const MENTION = /<at\b[^<>]{0,200}>[^<>]{0,200}<\/at>/gi;

/** A message as it reads to a person, without mentions, and its words. */
export interface MessageWords extends Spotted {
  readonly words: readonly Word[];
}

/** Takes a message apart into words; ids, domains and other numbers are tokens. */
export function messageWords(text: string): MessageWords {
  const { plain, spots } = spotted(plainText(text).replace(MENTION, ' '));
  const words = wordsOf(plain, spots).filter(({ start }) => start < MAX_READ_LENGTH);
  return { plain, spots, words };
}
