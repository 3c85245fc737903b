import type { Label } from '../model/label';
import { isFaqLabel } from '../model/label';
import type { Classified, Likely } from './classifier/classify';
import type { Found, Ruled } from './rules/label-reader';
import type { Who } from './rules/who';
import type { Word } from './text/words';

/** What to do with a message: answer it, offer up to three readings of it, or say what the bot can do. */
export type Band = 'answer' | 'offer' | 'decline';

/**
 * How many times likelier a label becomes when the phrases and rules name it, as a power of e. Found by
 * cross-validation: phrases were right in 222 of 222 cases, rules in 188 of 201, single clauses in 49 of 68.
 */
const TRUST: Readonly<Record<Found, number>> = { exact: 30, whole: 7, clauses: 3 };

// The comparison of thresholds is in docs/decisions: below 0.91 the German test set has more than 1 of 100 wrong.
const ANSWER_FROM = 0.91;
const OFFER_FROM = 0.2;
/** A change that no rule knows is only taken for one when it is put into a sentence that leaves no doubt. */
const CHANGE_MIN_WORDS = 6;
const CHANGES: readonly Label[] = ['link-partner-id', 'change-partner-id', 'unlink-partner-id', 'undo'];
const ALL_CHANGES: readonly Label[] = [...CHANGES, 'link-everywhere'];

const UNKNOWN: readonly Likely[] = [{ label: 'out-of-scope', confidence: 1 }];

/** What a rule names is never quite unlikely, unless only a part of the message was read by it. */
const UNLIKELIEST: Readonly<Record<Found, number>> = { exact: 0.005, whole: 0.005, clauses: 0 };

function trusted(confidence: number, found: Found): number {
  return Math.max(confidence, UNLIKELIEST[found]) * Math.exp(TRUST[found]);
}

/** The labels by likelihood by the classifier and the rules together. Never empty. */
export function combine(likely: readonly Likely[], ruled: Ruled | undefined): readonly Likely[] {
  if (likely.length === 0) return ruled ? [{ label: ruled.label, confidence: 1 }] : UNKNOWN;
  if (!ruled) return likely;
  const weighted = likely.map(({ label, confidence }) => ({
    label,
    confidence: label === ruled.label ? trusted(confidence, ruled.found) : confidence,
  }));
  const total = weighted.reduce((sum, { confidence }) => sum + confidence, 0);
  return weighted
    .map(({ label, confidence }) => ({ label, confidence: confidence / total }))
    .sort((a, b) => b.confidence - a.confidence);
}

/** The band of a message, from its labels by likelihood. `isUnsafe` is asked of the sentence that holds the request. */
export function bandOf(
  [best]: readonly Likely[],
  { request }: Classified,
  ruled: Ruled | undefined,
  isUnsafe: (request: readonly Word[]) => boolean,
): Band {
  if (!best || best.label === 'out-of-scope' || best.confidence < OFFER_FROM) return 'decline';
  if (CHANGES.includes(best.label) && ruled?.label !== best.label) {
    const isPlain = request.length >= CHANGE_MIN_WORDS && !isUnsafe(request);
    return isPlain && best.confidence >= ANSWER_FROM ? 'answer' : 'offer';
  }
  return best.confidence >= ANSWER_FROM ? 'answer' : 'offer';
}

/** A message, as far as it has been read. */
export interface Reading {
  readonly plain: string;
  readonly words: readonly Word[];
  /** The labels by likelihood, from classifier and rules together. */
  readonly likely: readonly Likely[];
  readonly classified: Classified;
  readonly ruled: Ruled | undefined;
  readonly who: Who;
  /** What may be names of directories, as they were written. */
  readonly places: readonly string[];
  readonly isUnsafe: (words: readonly Word[]) => boolean;
}

/** What is made of a message: what to do, and its labels by likelihood. */
export interface Settled {
  readonly band: Band;
  readonly likely: readonly Likely[];
}

const TAKES_AWAY: readonly Label[] = ['unlink-partner-id', 'undo'];
/** What shows something of the caller, and of nobody else. */
const SHOWS_OWN: readonly Label[] = [
  'show-link',
  'show-all-links',
  'which-tenant',
  'my-history',
  'check-access',
];
/** A request for one of these may name a directory without a word that leads to it: "switch fabrikam". */
const MAY_NAME_DIRECTORY: readonly Label[] = [
  'link-partner-id',
  'change-partner-id',
  'unlink-partner-id',
  'link-everywhere',
  'show-link',
  'show-all-links',
  'switch-tenant',
  'which-tenant',
  'check-access',
  'my-history',
];
const DOES_OWN: readonly Label[] = [...ALL_CHANGES, 'sign-in', 'sign-out', 'forget-me'];
/** What explains why somebody else's link is not the bot's to change. */
const OF_OTHERS: readonly Label[] = ['pal-who-can-edit', 'who-can-link-pal', 'see-all-links'];
/** What says of one association what it is. */
const DEFINES: readonly Label[] = [
  'what-is-pal',
  'what-is-dpor',
  'what-is-cpor',
  'what-is-pec',
  'what-is-cua',
];
/** What else may be wanted where one of them is only named: which of them applies, and who gets it. */
const BESIDE_DEFINITION: readonly Label[] = ['which-association', 'csp-and-pal'];
/** In longer messages most strange words are names and ornaments. */
const FEW_WORDS = 12;
/** A likelihood that is worth a button, in a message that is surely about PAL. */
const NEAR = 0.03;
/** If the best of them is less likely, all of them are guesses. */
const NEAREST_FROM = 0.12;
const LIKELY = 0.2;
/** Second to "out of scope", and not by much. */
const NEARLY = 0.3;
const HARDLY_STRANGE = 0.55;
const SURELY_STRANGE = 0.85;
/** If more than this was put aside, what remains is not sure. */
const MUCH = 0.3;
const ACRONYM = /^(?=(?:[^\p{Lu}]*\p{Lu}){2})[\p{L}\d]{2,8}$/u;

/** Somebody else's link is not the caller's: it is neither shown as theirs nor changed. */
function aboutOthers({ likely }: Reading): Settled | undefined {
  const [known] = likely.filter(({ label }) => label !== 'out-of-scope');
  const best = known && known.confidence >= LIKELY ? known.label : 'out-of-scope';
  const rest = likely.slice(1).filter(({ label }) => isFaqLabel(label) && label !== 'see-all-links');
  // Whoever is named in "proof for my boss" may be the one who wants to see it.
  if (best === 'export-proof')
    return {
      band: 'offer',
      likely: [...likely.slice(0, 1), { label: 'see-all-links', confidence: 0.1 }, ...rest],
    };
  if (SHOWS_OWN.includes(best)) {
    return { band: 'answer', likely: [{ label: 'see-all-links', confidence: 0.9 }, ...rest] };
  }
  if (!DOES_OWN.includes(best)) return undefined;
  const explained = OF_OTHERS.map((label) => ({ label, confidence: 0.1 / OF_OTHERS.length }));
  return { band: 'answer', likely: [{ label: 'limits', confidence: 0.9 }, ...explained] };
}

/** The labels that can't be meant: what a customer does, a question and "the old partner" start no change of one's own. */
function impossible({ who, ruled }: Reading): readonly Label[] {
  const isOthers = who.subject === 'other' || who.isQuestion || who.removesPartner;
  const out = who.isCustomersDoing ? ALL_CHANGES : isOthers ? TAKES_AWAY : [];
  return out.filter((label) => label !== ruled?.label);
}

/** Whether the message turns on a word that the bot has never heard of. */
function hasStranger({ plain, words, classified, places }: Reading, best: Label): boolean {
  const { strangers, request } = classified;
  const named = MAY_NAME_DIRECTORY.includes(best) ? places.join(' ') : '';
  const written = ({ start, end }: Word): string => plain.slice(start, end);
  const unknown = strangers.filter((word) => !named.includes(written(word)));
  if (words.length <= FEW_WORDS) return unknown.length > 0;
  return unknown.some(
    (word) => ACRONYM.test(written(word)) && request.some(({ start }) => start === word.start),
  );
}

/** Not understood, but surely about PAL, or nearly understood: the nearest are worth a look. */
function nearest(likely: readonly Likely[], isAboutPal: boolean): Settled | undefined {
  const strange = likely.find(({ label }) => label === 'out-of-scope')?.confidence ?? 0;
  const [next] = likely.filter(({ label }) => label !== 'out-of-scope');
  if (next && next.confidence >= NEARLY && strange < HARDLY_STRANGE) return { band: 'offer', likely };
  if (!isAboutPal) return undefined;
  const near = likely.filter(({ label, confidence }) => isFaqLabel(label) && confidence >= NEAR);
  const isNear = (near[0]?.confidence ?? 0) >= NEAREST_FROM;
  return strange < SURELY_STRANGE && isNear ? { band: 'offer', likely: near } : undefined;
}

/**
 * Whether an answer would rest on too little: much was put aside, the message turns on a strange word, or a question
 * would begin a change ("is that safe for all my customers?").
 */
function isDoubtful(reading: Reading, best: Label, aside: number): boolean {
  const { ruled, who } = reading;
  if (who.isQuestion && ALL_CHANGES.includes(best) && ruled?.label !== best) return true;
  if (ruled?.label === best && ruled.found !== 'clauses') return false;
  return aside > MUCH || hasStranger(reading, best);
}

/** An association is named, but the question is which of them or who gets it: what explains that is offered beside. */
function inPassing({ likely, who, ruled }: Reading): Settled | undefined {
  const [best] = likely;
  if (!best || !who.namesInPassing || !DEFINES.includes(best.label) || ruled?.label === best.label)
    return undefined;
  const beside = BESIDE_DEFINITION.map((label) => ({ label, confidence: best.confidence / 2 }));
  return { band: 'offer', likely: [best, ...beside] };
}

/** Decides what to do with a message: the rules of the bot above likelihoods. */
export function settle(reading: Reading): Settled {
  const { who, ruled, classified, isUnsafe } = reading;
  const ofOther = who.subject === 'other' ? aboutOthers(reading) : undefined;
  if (ofOther) return ofOther;

  const out = impossible(reading);
  const likely = reading.likely.filter(({ label }) => !out.includes(label));
  const aside = 1 - likely.reduce((sum, { confidence }) => sum + confidence, 0);
  const band = bandOf(likely, classified, ruled, isUnsafe);
  const best = likely[0]?.label ?? 'out-of-scope';
  const named = band === 'answer' ? inPassing({ ...reading, likely }) : undefined;
  if (named) return named;
  if (band === 'answer' && isDoubtful(reading, best, aside)) return { band: 'offer', likely };
  return (band === 'decline' ? nearest(likely, who.isAboutPal) : undefined) ?? { band, likely };
}
