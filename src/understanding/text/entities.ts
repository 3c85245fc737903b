import type { PartnerId } from '../../model/identifiers';

/** A number in a message that was meant as a PartnerID but can't be one. */
export type NumberMistake = 'letters' | 'too-short' | 'too-long';

interface Place {
  /** Offsets in the plain text. */
  readonly start: number;
  readonly end: number;
}

/** A stretch of a message that is not plain words: an id, a domain, or a number of another kind. */
export type Entity = Place &
  (
    | { readonly kind: 'partner-id'; readonly partnerId: PartnerId }
    | { readonly kind: 'mistake'; readonly mistake: NumberMistake; readonly written: string }
    | { readonly kind: 'guid'; readonly guid: string }
    | { readonly kind: 'domain'; readonly domain: string }
    | { readonly kind: 'other' }
  );

/** A text in which what was recognized is blanked out, so that no later step reads it again. */
export interface MaskedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

// A private-use character: plain text holds none.
const BLANK = '\ue000';

/** The text with more entities in it, their characters blanked. Entities must not overlap. */
export function withEntities(masked: MaskedText, entities: readonly Entity[]): MaskedText {
  if (entities.length === 0) return masked;
  const parts: string[] = [];
  let from = 0;
  for (const entity of entities) {
    parts.push(masked.text.slice(from, entity.start), BLANK.repeat(entity.end - entity.start));
    from = entity.end;
  }
  parts.push(masked.text.slice(from));
  return { text: parts.join(''), entities: [...masked.entities, ...entities] };
}

const WINDOW = 80;
const WORD = /\p{L}+(?:['’]\p{L}+)?|->|=>|[→⇒➜➔⟶]/gu;

/** Digits and blanks end the view: the words beyond them belong to another number. */
const NUMBER_END = /[\d\ue000]/;

function lastNumberEnd(text: string): number {
  for (let index = text.length; index > 0; index -= 1) {
    if (NUMBER_END.test(text.charAt(index - 1))) return index;
  }
  return 0;
}

/** The words that stand before a place in a text, lower-case, nearest first, without those to be looked through. */
export function wordsBefore(text: string, place: number, lookThrough: ReadonlySet<string>): string[] {
  const view = text.slice(Math.max(0, place - WINDOW), place).toLowerCase();
  const words = [...view.slice(lastNumberEnd(view)).matchAll(WORD)].map(([word]) => word.replace('’', "'"));
  while (lookThrough.has(words.at(-1) ?? '')) words.pop();
  return words.reverse();
}

/** What comes after these is said of something else. */
const PHRASE_END = /[,;\n\d\ue000]/;

/** The words that stand after a place in a text and belong to it, lower-case, nearest first. */
export function wordsAfter(text: string, place: number): string[] {
  const after = text.slice(place, place + WINDOW).toLowerCase();
  const end = after.search(PHRASE_END);
  return [...after.slice(0, end < 0 ? undefined : end).matchAll(WORD)].map(([word]) =>
    word.replace('’', "'"),
  );
}

/** The set of the words of a line. */
export function wordSet(line: string): ReadonlySet<string> {
  return new Set(line.split(' '));
}

const LOOK_THROUGH = wordSet(
  "is are was be as to the our my a number no nr num id ids code it's its it this new ist lautet heißt die der das den unsere meine auf mit nummer",
);
const NAMES = wordSet('mpn partnerid mpnid pla pal palid partnernummer partnerkennung');
const AFTER_PARTNER =
  /\bpartner(?:[\s_-]{0,3}(?:location|global))?[\s_-]{0,3}(?:id|number|nummer|no|nr|code)\b[^\d]{0,30}$/i;
const VERBS = wordSet(
  'link connect associate attach register verknüpfe verknüpfen verbinde verbinden verlinke',
);
const VERB_FILLERS = wordSet(
  'to with me us it is the my our account mit mich mir uns mein unser konto bitte',
);

/** Whether the text right before a place says that a PartnerID follows ("my MPN ID is …"). */
export function namesPartnerId(text: string, place: number): boolean {
  const [nearest = ''] = wordsBefore(text, place, LOOK_THROUGH);
  if (NAMES.has(nearest)) return true;
  return nearest === 'partner' && AFTER_PARTNER.test(text.slice(Math.max(0, place - 60), place));
}

/** Whether the text right before a place asks to link what follows ("link to …"). */
export function asksToLink(text: string, place: number): boolean {
  const [nearest = ''] = wordsBefore(text, place, VERB_FILLERS);
  return VERBS.has(nearest);
}
