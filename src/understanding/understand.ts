import type { Label } from '../model/label';
import type { Classifier, Likely } from './classifier/classify';
import type { Band } from './settle';
import { combine, settle } from './settle';
import type { CustomersQuestion, Subject } from './rules/who';
import { createWhoReader } from './rules/who';
import type { LanguagePhrases } from './rules/label-reader';
import { createRuleReader, inMany } from './rules/label-reader';
import type { Where } from './rules/where';
import { whereWordsOf } from './rules/place-names';
import { createWhereReader } from './rules/where';
import { createLists } from './rules/phrases';
import { messageWords } from './text/find-entities';
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
  /** Whose link it is about. `other`: the caller's own is neither shown nor changed, whatever the label. */
  readonly subject: Subject;
  /** What a customer asks with it, by its words alone. */
  readonly asCustomer?: CustomersQuestion | undefined;
  /** A word of the trade is in it: when it was not understood, it is not out of scope for that. */
  readonly isAboutPal: boolean;
  /** The whole message is known word by word: nothing of it was guessed. */
  readonly isExact?: true;
  /** With `link-everywhere`: what to do there. */
  readonly action?: 'link' | 'change' | 'unlink';
  /** Lower-case words that may be the name of a directory: "link 1234567 in Contoso Retail" → "contoso retail". */
  readonly directoryWords?: string;
}

/** Understands free text. */
export interface Understand {
  /** `locale`: the language of the client, such as `de`, for messages that don't show their own. */
  understand(text: string, locale?: string): Understanding;
}

const OFFERED = 3;
const UNKNOWN: Likely = { label: 'out-of-scope', confidence: 1 };

/** The words of a directory's name as they were written, lower-case. */
function directoryWordsOf(plain: string, place: readonly Word[]): string | undefined {
  const [first, last] = [place[0], place.at(-1)];
  return first && last ? plain.slice(first.start, last.end).toLowerCase().replace(/\s+/g, ' ') : undefined;
}

/** What is to be done in many directories: as the rules read it, else by the verbs. */
function actionOf(read: Label | undefined, said: 'unlink' | 'change' | undefined): Understanding['action'] {
  if (read === 'unlink-partner-id') return 'unlink';
  if (read === 'change-partner-id') return 'change';
  return read === 'link-partner-id' ? 'link' : (said ?? 'link');
}

/** Finds the one language that is named among words. */
function createLanguageNames(
  languages: readonly LanguagePhrases[],
): (words: readonly Word[]) => string | undefined {
  const byName = new Map(
    languages.flatMap(({ language, phrases }) =>
      phrases.languageNames.map((name) => [name, language] as const),
    ),
  );
  return (words) => {
    const named = new Set(words.flatMap(({ text }) => byName.get(text) ?? []));
    return named.size === 1 ? [...named][0] : undefined;
  };
}

/** A label needs more than itself: which language, or what to do everywhere. */
function detailsOf(
  label: Label,
  language: string | undefined,
  action: Understanding['action'],
): Pick<Understanding, 'wantedLanguage' | 'action'> {
  if (label === 'switch-language' && language !== undefined) return { wantedLanguage: language };
  return label === 'link-everywhere' && action !== undefined ? { action } : {};
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
  const ofAll = languages.map((one) => ({ ...one, lists: createLists(one.phrases.groups) }));
  const whereWords = whereWordsOf(ofAll);
  const readWhere = createWhereReader(whereWords);
  const readWho = createWhoReader(ofAll, whereWords.common);
  const languageNamed = createLanguageNames(languages);
  const { isUnsafe } = rules;

  return {
    understand(text, locale) {
      const message = messageWords(text);
      const { plain, words } = message;
      const language = findLanguage(words);
      const { where, rest, isMany } = readWhere(message);
      const { ruled: read, place } = rules.read(plain, words, rest, language ?? locale);
      const ruled = read && isMany ? inMany(read) : read;
      const classified = classify(words, language ?? locale);
      const combined = combine(classified.likely, ruled);
      const who = readWho(words, language ?? locale);
      const { places } = where;
      const { band, likely } = settle({
        plain,
        words,
        likely: combined,
        classified,
        ruled,
        who,
        places,
        isUnsafe,
      });
      const best = likely[0] ?? UNKNOWN;
      const tenant = findTenant(message);
      const directoryWords = tenant === undefined ? directoryWordsOf(plain, place) : undefined;
      return {
        label: band === 'decline' ? 'out-of-scope' : best.label,
        band,
        confidence: best.confidence,
        top3: likely.slice(0, OFFERED),
        partnerId: findPartnerId(message),
        where,
        subject: who.subject,
        asCustomer: who.asCustomer,
        isAboutPal: who.isAboutPal,
        language,
        tenant,
        directoryWords,
        ...(ruled?.found === 'exact' && ruled.label === best.label ? { isExact: true } : {}),
        ...detailsOf(best.label, languageNamed(words), actionOf(read?.label, who.action)),
      };
    },
  };
}
