import { findEntities, messageWords } from './text/find-entities';
import type { Entity } from './text/entities';
import type { Intent, Label } from '../model/label';
import { LABELS, isFaqLabel, isLabel } from '../model/label';
import type { Understanding } from './understand';

/**
 * Chooses one of the labels for a redacted text. It may come to anything and may reject: only an exact label counts.
 * The signal says that nobody waits for the choice any more.
 */
export type ChooseLabel = (text: string, labels: readonly Label[], signal: AbortSignal) => Promise<unknown>;

const PATIENCE_MS = 2000;
const OFFERED = 3;

/**
 * What may be made of a chosen intent: what only shows something is done at once; what changes something, a session
 * included, is only offered; and a reply to a question of the bot is not for a chooser that does not know the question.
 */
const USE: Readonly<Record<Intent, 'answer' | 'offer' | 'ignore'>> = {
  'link-partner-id': 'offer',
  'provide-partner-id': 'ignore',
  'show-link': 'answer',
  'change-partner-id': 'offer',
  'unlink-partner-id': 'offer',
  'show-all-links': 'answer',
  'link-everywhere': 'offer',
  'export-proof': 'offer',
  'check-access': 'answer',
  undo: 'offer',
  'my-history': 'answer',
  'which-tenant': 'answer',
  'switch-tenant': 'offer',
  help: 'answer',
  limits: 'answer',
  'as-customer': 'ignore',
  'as-partner': 'ignore',
  'switch-language': 'ignore',
  cancel: 'ignore',
  'sign-in': 'offer',
  'sign-out': 'offer',
  'forget-me': 'offer',
  greeting: 'answer',
  thanks: 'answer',
  confirm: 'ignore',
  decline: 'ignore',
};

/**
 * An understanding that lets somebody else choose the label of a message that it is not sure of, once, in two seconds.
 * The local result stands when nothing usable comes back; the entities are always the local ones.
 */
export function withSecondOpinion(
  understand: (text: string, locale?: string) => Understanding,
  choose: ChooseLabel,
): (text: string, locale?: string) => Promise<Understanding> {
  return async (text, locale) => {
    const local = understand(text, locale);
    if (local.band === 'answer') return local;
    const redacted = redact(text);
    if (redacted === '') return local;
    const chosen = await inTime((signal) => choose(redacted, LABELS, signal));
    return typeof chosen === 'string' && isLabel(chosen) ? withLabel(local, chosen) : local;
  };
}

function withLabel(local: Understanding, label: Label): Understanding {
  if (label === 'out-of-scope') return { ...local, label, band: 'decline' };
  const use = isFaqLabel(label) ? 'answer' : USE[label];
  if (use === 'ignore') return local;
  // A declined message has no other reading that is worth a button.
  const others = local.band === 'offer' ? local.top3.filter((one) => !isOneOf(one.label, label)) : [];
  const top3 = [{ label, confidence: local.confidence }, ...others].slice(0, OFFERED);
  return { ...local, label, band: use, top3 };
}

function isOneOf(label: Label, chosen: Label): boolean {
  return label === chosen || label === 'out-of-scope';
}

/** What the work comes to; undefined when it fails or takes too long, and then it is told to stop. */
async function inTime(work: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, undefined);
  });
  try {
    return await Promise.race([work(stop.signal), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

/** Enough for what somebody wants; more would only cost money. */
const MAX_REDACTED_LENGTH = 500;

const MASKS = {
  'partner-id': '[number]',
  mistake: '[number]',
  guid: '[id]',
  domain: '[domain]',
  other: '[other]',
} as const satisfies Record<Entity['kind'], string>;

// The finder of ids passes by what nothing can be done with; here that may be an address, a token or a phone number.
const WORD = /\S+/g;
const ADDRESS = /@|:\/\/|www\./i;
const DOTTED = /[\p{L}\p{N}-]\.[\p{L}\p{N}-]*\p{L}/u;
/** A GUID in brackets is shorter. */
const LONGEST_WORD = 39;
const LONG_PART = /[^\s[\]]{25,}/g;
const DIGITS = /\p{N}(?:[\p{P}\p{Z}]?\p{N}){2,}/gu;
const HALF_CHARACTER = /\p{Cs}/gu;
const MASK = /\[(?:number|id|domain|other)\]/g;

/**
 * What of a message may leave the bot: its words, without mentions, and with masks for numbers, ids, domains, mail
 * addresses, links and whatever looks like a token. Empty when no word is left.
 */
export function redact(text: string): string {
  const masked = maskEntities(messageWords(text).plain.replace(WORD, maskWord))
    .replace(LONG_PART, MASKS.other)
    .replace(DIGITS, MASKS['partner-id']);
  if (!/\p{L}/u.test(masked.replace(MASK, ''))) return '';
  return masked.slice(0, MAX_REDACTED_LENGTH).replace(HALF_CHARACTER, '');
}

function maskWord(word: string): string {
  if (word.length > LONGEST_WORD || ADDRESS.test(word)) return MASKS.other;
  return DOTTED.test(word) ? MASKS.domain : word;
}

function maskEntities(plain: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, kind } of findEntities(plain)) {
    parts.push(plain.slice(from, start), MASKS[kind]);
    from = end;
  }
  return [...parts, plain.slice(from)].join('');
}
