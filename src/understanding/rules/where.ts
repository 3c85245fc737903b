import type { Word } from '../text/words';
import { phraseAt } from '../text/words';
import type { Entity } from '../text/entities';
import type { Name, WhereWords } from './place-names';
import { listFrom, namesAfterMarkers, saysEverywhere, strangeNames } from './place-names';

/** Which directories a message is about, before anybody has looked whether there are such. */
export interface Where {
  /**
   * What may be the names of directories, as they were written and in the order of the message: "link in Contoso and
   * Woodgrove Bank" → Contoso, Woodgrove Bank. A domain or an id is one too. More rather than fewer: what follows "in"
   * always stands here, unless it is "here", "this directory" and the like.
   */
  readonly places: readonly string[];
  /** "everywhere", "in all my customers", "the rest". */
  readonly isEverywhere: boolean;
  /** Nothing but places is said, and the last request is meant: "and Fourth Coffee", "same for Lucerne Publishing". */
  readonly isSameAgain: boolean;
}

/** Where a message is about, as it is needed for reading the rest of it. */
export interface WhereAndRest {
  readonly where: Where;
  /** Of a list of names: the other words. */
  readonly rest: readonly Word[] | undefined;
  /** Everywhere, or in more than one place. */
  readonly isMany: boolean;
}

/** A message, as `messageWords` gives it. */
export interface Message {
  readonly plain: string;
  readonly entities: readonly Entity[];
  readonly words: readonly Word[];
}

const MAX_PLACES = 200;
const NAMING_TOKENS = new Set(['guidtoken', 'domaintoken']);

/** "link 1 in Contoso and Fabrikam please" → "link 1 please" */
function withoutNames({ leading }: WhereWords, words: readonly Word[], names: readonly Name[]): Word[] {
  const named = new Set(names.flat());
  const leadsToName = (place: number): boolean => {
    const next = words.findIndex(({ text }, index) => index >= place && !leading.has(text));
    const word = words[next];
    return next > place && word !== undefined && named.has(word);
  };
  return words.filter((word, place) => !named.has(word) && !leadsToName(place));
}

/** The names and the domains and ids of a message as they were written, in its order. */
function writtenIn({ plain, entities }: Message, names: readonly Name[]): string[] {
  const words = names.map((name) => ({
    start: name[0]?.start ?? 0,
    text: plain.slice(name[0]?.start, name.at(-1)?.end).replace(/\s+/g, ' '),
  }));
  const tokens = entities.flatMap((entity) => {
    if (entity.kind === 'domain') return [{ start: entity.start, text: entity.domain }];
    return entity.kind === 'guid' ? [{ start: entity.start, text: entity.guid }] : [];
  });
  const inOrder = [...words, ...tokens].sort((a, b) => a.start - b.start).map(({ text }) => text);
  return [...new Set(inOrder)].slice(0, MAX_PLACES);
}

/** Makes the reader of where a message is about, from the words of all languages that the bot understands. */
export function createWhereReader(known: WhereWords): (message: Message) => WhereAndRest {
  const { common, leading, never } = known;

  return (message) => {
    const { words } = message;
    const repeated = phraseAt(known.again, words, 0);
    const after = words.slice(repeated?.length ?? 0);
    const isEverywhere = saysEverywhere(known, words);
    const marked = namesAfterMarkers(known, after.length > 0 ? after : words);
    const led = repeated && marked.length === 0 ? listFrom(known, after, 0).names : marked;
    const isList = led.length > 1 && !led.flat().some(({ text }) => never.has(text));
    const names = (led.length > 0 ? led : strangeNames(known, words)).filter(
      (name) =>
        !name.some(({ text }) => NAMING_TOKENS.has(text)) && !(isEverywhere && saysEverywhere(known, name)),
    );
    const places = writtenIn(message, names);
    const isOnlyPlaces = after.every(
      ({ text }) => !common.has(text) || leading.has(text) || NAMING_TOKENS.has(text),
    );
    return {
      where: {
        places,
        isEverywhere,
        isSameAgain: repeated !== undefined && places.length > 0 && isOnlyPlaces,
      },
      rest: isList ? withoutNames(known, words, led) : undefined,
      isMany: isEverywhere || isList,
    };
  };
}
