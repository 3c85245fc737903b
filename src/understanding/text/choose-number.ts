import type { Spot } from './spots';
import { wordsAfter, wordsBefore, wordSet } from './words-before';

/** A number that was meant as a PartnerID, sound or not. */
export type Candidate = Extract<Spot, { kind: 'partner-id' | 'mistake' }>;

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

interface Cast {
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

function castOf(text: string, candidate: Candidate): Cast {
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
export function chooseNumber(text: string, candidates: readonly Candidate[]): Candidate | 'none' | 'several' {
  if (candidates.length === 0) return 'none';
  const all = candidates.map((candidate) => castOf(text, candidate));
  const single = onlyOne(candidates);
  if (single) return all.every(({ isTurnedAway }) => isTurnedAway) ? 'none' : single;
  if (all.some(({ role }) => role === 'contradictory')) return 'several';

  const wanted = onlyOne(all.filter(({ role }) => role === 'new').map(({ candidate }) => candidate));
  const notOld = onlyOne(all.filter(({ role }) => role !== 'old').map(({ candidate }) => candidate));
  const chosen = wanted ?? notOld;
  if (chosen) return chosen;
  return onlyOne(candidates.filter(({ kind }) => kind === 'partner-id')) ?? 'several';
}
