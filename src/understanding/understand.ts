import type { Label } from '../model/label';
import type { Classifier, Likely } from './classifier/classify';
import type { Band } from './confidence';
import { bandOf, hearBoth } from './confidence';
import type { LanguagePhrases } from './rules/rule-reader';
import { createRuleReader, inMany } from './rules/rule-reader';
import type { Where } from './rules/where';
import { createWhereReader } from './rules/where';
import { createLists } from './rules/word-lists';
import { messageWords } from './text/message-words';
import type { PartnerIdReading } from './text/partner-id';
import { findPartnerId } from './text/partner-id';
import { findTenant } from './text/tenant';
import type { Word } from './text/words';

/** What a message was understood as. It starts nothing: a change of a link always asks with a card first. */
export interface Understanding {
  /** The likeliest label; `out-of-scope` whenever the band is `decline`. */
  readonly label: Label;
  readonly band: Band;
  /** How likely the likeliest label is, from 0 to 1. */
  readonly confidence: number;
  /** Up to three labels, the likeliest first. */
  readonly top3: readonly Likely[];
  readonly partnerId: PartnerIdReading;
  /** The language that the message is written in, such as `de`; undefined when its words don't show it. */
  readonly language?: string;
  /** With `switch-language`: the language asked for, if one was named. */
  readonly wantedLanguage?: string;
  /** A directory named by its domain or id, lower-case. */
  readonly tenant?: string;
  /** Every directory that may be named, and whether all of them are meant. */
  readonly where: Where;
  /** Lower-case words that may be the name of a directory: "link 1234567 in Contoso Retail" → "contoso retail". */
  readonly directoryWords?: string;
}

/** Understands free text. */
export interface Understand {
  /** `locale`: the language of the client, such as `de`, for messages that don't show their own. */
  understand(text: string, locale?: string): Understanding;
}

const OFFERED = 3;

/** The words of a directory's name as they were written, lower-case. */
function directoryWordsOf(plain: string, place: readonly Word[]): string | undefined {
  const [first, last] = [place[0], place.at(-1)];
  return first && last ? plain.slice(first.start, last.end).toLowerCase().replace(/\s+/g, ' ') : undefined;
}

/**
 * Makes the understanding from the phrases of all languages and a trained classifier. Never throws on any text, and
 * takes time linear in it.
 */
export function createUnderstanding(
  languages: readonly LanguagePhrases[],
  { classify, language: findLanguage }: Classifier,
): Understand {
  const rules = createRuleReader(languages);
  const readWhere = createWhereReader(
    languages.map(({ phrases }) => ({ phrases, lists: createLists(phrases.groups) })),
  );
  const nameOf = new Map(
    languages.flatMap(({ language, phrases }) =>
      phrases.languageNames.map((name) => [name, language] as const),
    ),
  );

  return {
    understand(text, locale) {
      const message = messageWords(text);
      const { plain, words } = message;
      const language = findLanguage(words);
      const { where, rest, isMany } = readWhere(message);
      const { ruled: read, place } = rules.read(plain, words, rest, language ?? locale);
      const ruled = read && isMany ? inMany(read) : read;
      const classified = classify(words, language ?? locale);
      const likely = hearBoth(classified.likely, ruled);
      const band = bandOf(likely, classified, ruled, rules.isUnsafe);
      const best = likely[0] ?? { label: 'out-of-scope', confidence: 1 };
      const tenant = findTenant(message);
      const directoryWords = tenant === undefined ? directoryWordsOf(plain, place) : undefined;
      const named =
        best.label === 'switch-language' ? words.flatMap((word) => nameOf.get(word.text) ?? []) : [];
      const wantedLanguage = new Set(named).size === 1 ? named[0] : undefined;
      return {
        label: band === 'decline' ? 'out-of-scope' : best.label,
        band,
        confidence: best.confidence,
        top3: likely.slice(0, OFFERED),
        partnerId: findPartnerId(message),
        where,
        ...(language === undefined ? {} : { language }),
        ...(wantedLanguage === undefined ? {} : { wantedLanguage }),
        ...(tenant === undefined ? {} : { tenant }),
        ...(directoryWords === undefined ? {} : { directoryWords }),
      };
    },
  };
}
