import type { PartnerId } from '../../model/identifiers';
import { asPartnerId, isUnusualLength } from '../../model/identifiers';
import type { RecognizedText } from './find-entities';
import { SEPARATOR } from './numbers';
import { MAX_TEXT_LENGTH, plainText } from './plain-text';
import type { Entity } from './entities';
import { namesPartnerId, wordSet, wordsAfter, wordsBefore } from './entities';
import { namesTenant } from './tenant';

/** What is wrong with a PartnerID that someone wrote. Whether Microsoft knows the id is not for this module. */
export type PartnerIdTextMistake = 'empty' | 'letters' | 'too-short' | 'too-long' | 'guid' | 'several';

/** What reading a PartnerID from a person's text comes to. */
export type PartnerIdReading =
  | { readonly kind: 'none' }
  /** `isUnusualLength`: not 6 to 8 digits; worth asking "is that right?". */
  | { readonly kind: 'found'; readonly partnerId: PartnerId; readonly isUnusualLength: boolean }
  | { readonly kind: 'mistake'; readonly mistake: PartnerIdTextMistake };

const MIN_DIGITS = 5;
const MAX_DIGITS = 10;

/** Words that stand around an id in an answer, and say nothing. Digits may follow directly ("MPN1234567"). */
const CARRIER_WORDS =
  /(?<![\p{L}\p{N}])(?:microsoft|partner|mpn|partnerid|mpnid|palid|pal|pla|location|identifier|id|number|nummer|partnernummer|no|nr|num|code|it['’]?s|it|is|this|here|our|my|the|please|use|thanks|and|or|die|der|das|ist|lautet|sie|es|unsere|meine|unser|hier|bitte|danke|nimm|und|oder)(?!\p{L})/giu;
const BREAKS = /[#:;=?!"“”„‟«»‹›()[\]{}<>*|/\\~^…]/g;
const BREAK = '\n';
const GUID = /(?<![0-9a-z])[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-z])/i;
const NUMBER = new RegExp(`^(?:\\d|${SEPARATOR})+$`);
const LIST_COMMA = /, /;
const SEPARATORS = new RegExp(SEPARATOR, 'g');

const mistake = (what: PartnerIdTextMistake): PartnerIdReading => ({ kind: 'mistake', mistake: what });

function found(partnerId: PartnerId): PartnerIdReading {
  return { kind: 'found', partnerId, isUnusualLength: isUnusualLength(partnerId) };
}

/** One number with separators in it, or several whole numbers side by side. */
function numbersOf(part: string): string[] {
  const digits = part.replace(SEPARATORS, '');
  if (digits.length <= MAX_DIGITS) return [digits];
  const listed = part.split(LIST_COMMA).map((item) => item.replace(SEPARATORS, ''));
  if (listed.length > 1) return listed.filter(Boolean);
  const groups = part.replace(SEPARATORS, ' ').split(' ').filter(Boolean);
  return groups.filter((group) => group.length >= MIN_DIGITS).length > 1 ? groups : [digits];
}

/**
 * Reads a text that is meant to be a PartnerID and nothing else: a form field, or the answer to "which PartnerID?".
 * Separators, full-width digits and the words around an id don't matter; leading zeros are kept.
 */
export function readPartnerId(text: string): PartnerIdReading {
  if (text.trim().length > MAX_TEXT_LENGTH) return mistake('too-long');
  const plain = plainText(text);
  if (GUID.test(plain)) return mistake('guid');
  const parts = plain
    .replace(CARRIER_WORDS, BREAK)
    .replace(BREAKS, BREAK)
    .split(BREAK)
    .filter((part) => part.replace(SEPARATORS, '') !== '');
  const numbers = [...new Set(parts.filter((part) => NUMBER.test(part)).flatMap(numbersOf))];
  const [number] = numbers;
  const isOther = parts.some((part) => !NUMBER.test(part));
  if (isOther || number === undefined) return mistake(/[\p{L}\p{N}]/u.test(plain) ? 'letters' : 'empty');
  if (numbers.length > 1) return mistake('several');
  const partnerId = asPartnerId(number);
  if (partnerId) return found(partnerId);
  return mistake(number.length < MIN_DIGITS ? 'too-short' : 'too-long');
}

/**
 * Finds the PartnerID that a free message names. Dates, times, phones, money, per cent, versions, tickets and GUIDs
 * are none; of two, the one that a change leads to ("from X to Y") is taken; without a direction it is `several`.
 */
export function findPartnerId({ plain, entities }: RecognizedText): PartnerIdReading {
  const candidates = entities.filter(
    (entity): entity is Candidate => entity.kind === 'partner-id' || entity.kind === 'mistake',
  );
  const chosen = chooseNumber(plain, candidates);
  if (chosen === 'several') return mistake('several');
  if (chosen !== 'none')
    return chosen.kind === 'partner-id' ? found(chosen.partnerId) : mistake(chosen.mistake);
  if (candidates.length > 0) return { kind: 'none' };

  const guid = entities.find((entity) => entity.kind === 'guid');
  if (!guid) return { kind: 'none' };
  const isTenant = namesTenant(plain, guid.start, guid.end) && !namesPartnerId(plain, guid.start);
  return isTenant ? { kind: 'none' } : mistake('guid');
}

/** A number that was meant as a PartnerID, sound or not. */
export type Candidate = Extract<Entity, { kind: 'partner-id' | 'mistake' }>;

const LOOK_THROUGH = wordSet(
  'the my our a an this mpn partnerid mpnid partner location id ids number no nr is it one pal pla code ' +
    'die der das den meine meiner meinem unsere unserer eine nummer partnernummer',
);
const NEW_BEFORE = wordSet(
  'to into with by for new correct right use but actually sorry mean meant now be -> => → ⇒ ➜ ➔ ⟶ ' +
    'auf zu durch gegen sondern richtig richtige richtigen neue neuen wäre lieber nimm',
);
const OLD_BEFORE = wordSet(
  "from of than not isn't replacing replace old previous former current currently wrong was linked used entered typed " +
    'von statt anstatt nicht ersetze ersetzen tausche alte alten bisherige falsche falschen war',
);
/** Words that turn a number away even when it is the only one: "instead of 1234567", "not 1234567". */
const TURNED_AWAY = wordSet("from than not isn't von statt anstatt nicht");
const OLD_AFTER = wordSet('wrong old incorrect was outdated falsch alt war veraltet');
const NEW_AFTER = wordSet('instead rather new correct right now stattdessen richtig neu');
const AFTER_FILLERS = wordSet('is was the one id a an ist die der eine');
const MISTAKEN = wordSet('linked used entered typed');

interface Roles {
  readonly candidate: Candidate;
  readonly role: 'new' | 'old' | 'unclear' | 'contradictory';
  readonly isTurnedAway: boolean;
}

type Hint = 'new' | 'old' | undefined;

function hintBefore([nearest = '', next]: readonly string[]): Hint {
  if (nearest === 'of') return next === 'instead' ? 'old' : undefined;
  if (NEW_BEFORE.has(nearest)) return 'new';
  return OLD_BEFORE.has(nearest) ? 'old' : undefined;
}

function hintAfter(word: string): Hint {
  if (NEW_AFTER.has(word)) return 'new';
  return OLD_AFTER.has(word) ? 'old' : undefined;
}

function rolesOf(text: string, candidate: Candidate): Roles {
  const before = wordsBefore(text, candidate.start, LOOK_THROUGH);
  const [nearest = '', next] = before;
  const after = wordsAfter(text, candidate.end).find((word) => !AFTER_FILLERS.has(word)) ?? '';
  const isTurnedAway = (nearest === 'of' && next === 'instead') || TURNED_AWAY.has(nearest);
  // "I linked 1 instead of 2" says which was taken, not which is wanted.
  if (MISTAKEN.has(nearest) && (after === 'instead' || after === 'rather')) {
    return { candidate, role: 'contradictory', isTurnedAway };
  }
  // "linked to 1 now" and "to 1, which is wrong": one sign of the old number outweighs a sign of the new.
  const hints = [hintBefore(before), hintAfter(after)];
  const role = hints.includes('old') ? 'old' : hints.includes('new') ? 'new' : 'unclear';
  return { candidate, role, isTurnedAway };
}

const writtenOf = (candidate: Candidate): string =>
  candidate.kind === 'partner-id' ? candidate.partnerId : candidate.written;

function onlyOne(candidates: readonly Candidate[]): Candidate | undefined {
  const distinct = new Set(candidates.map(writtenOf));
  return distinct.size === 1 ? candidates[0] : undefined;
}

/**
 * Which of the numbers of a message the person wants: the only one, or the one a change leads to ("from X to Y",
 * "X → Y", "Y instead of X"). `several` when the words don't say; `none` when the only one is turned away ("not X").
 */
function chooseNumber(text: string, candidates: readonly Candidate[]): Candidate | 'none' | 'several' {
  if (candidates.length === 0) return 'none';
  const all = candidates.map((candidate) => rolesOf(text, candidate));
  const single = onlyOne(candidates);
  if (single) return all.every(({ isTurnedAway }) => isTurnedAway) ? 'none' : single;
  if (all.some(({ role }) => role === 'contradictory')) return 'several';

  const wanted = onlyOne(all.filter(({ role }) => role === 'new').map(({ candidate }) => candidate));
  const notOld = onlyOne(all.filter(({ role }) => role !== 'old').map(({ candidate }) => candidate));
  const chosen = wanted ?? notOld;
  if (chosen) return chosen;
  return onlyOne(candidates.filter(({ kind }) => kind === 'partner-id')) ?? 'several';
}
