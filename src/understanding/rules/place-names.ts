import { phraseAt } from '../text/phrase-index';
import type { Word } from '../text/words';
import { endsClause } from '../text/words';
import type { WhereWords } from './where-words';

/** The words of one name. */
export type Name = readonly Word[];

const MAX_NAME_WORDS = 8;
/** In a longer message a strange word without "in" before it is more likely something else. */
const MAX_WORDS_WITHOUT_MARKER = 10;

const has = (set: ReadonlySet<string>, word: Word | undefined): boolean => set.has(word?.text ?? '');

/** Whether words name nothing: "in a minute", "in my tenant". */
function isNone({ none, around, all, allOf }: WhereWords, name: Name): boolean {
  return (
    phraseAt(none, name, 0)?.length === name.length ||
    name.every((word) => has(around, word) || has(all, word) || has(allOf, word))
  );
}

/** Where the words from a place on stop to be of a set, or their clause ends. */
function skip(words: readonly Word[], from: number, set: ReadonlySet<string>): number {
  let place = from;
  while (place < words.length && has(set, words[place]) && !endsClause(words[place])) place += 1;
  return place;
}

/** The name that begins at a place, and where the reading goes on. */
function nameAt(
  { around, joiners, markers, ends }: WhereWords,
  words: readonly Word[],
  from: number,
): { readonly name: Name; readonly next: number } {
  const isEnd = (word: Word | undefined): boolean =>
    has(joiners, word) || has(markers, word) || has(ends, word) || word?.text === 'numtoken';
  const start = skip(words, from, around);
  let end = start;
  while (end < words.length && end - start < MAX_NAME_WORDS && !isEnd(words[end])) {
    end += 1;
    if (endsClause(words[end - 1])) break;
  }
  const name = words.slice(start, end);
  while (has(around, name.at(-1))) name.pop();
  return { name, next: Math.max(end, from) };
}

/** The names of a list, from its first on: "Contoso, Fabrikam and show my link" ends before "show". */
export function listFrom(
  known: WhereWords,
  words: readonly Word[],
  from: number,
): { readonly names: readonly Name[]; readonly next: number } {
  const { joiners, common } = known;
  const names: Name[] = [];
  let { name, next } = nameAt(known, words, from);
  if (!isNone(known, name)) names.push(name);
  while (next < words.length && (has(joiners, words[next]) || words[next - 1]?.closing.includes(','))) {
    const start = skip(words, next, joiners);
    ({ name, next } = nameAt(known, words, skip(words, start, common)));
    if (isNone(known, name) || name.every((word) => has(common, word))) break;
    names.push(name);
  }
  return { names, next };
}

/** The names that something leads to: "in Contoso and Woodgrove Bank". */
export function namesAfterMarkers(known: WhereWords, words: readonly Word[]): Name[] {
  const names: Name[] = [];
  for (let place = 0; place < words.length; place += 1) {
    if (!has(known.markers, words[place]) || endsClause(words[place])) continue;
    const list = listFrom(known, words, place + 1);
    names.push(...list.names);
    place = Math.max(place, list.next - 1);
  }
  return names;
}

/** Strange words in a short message: "unlink contoso", "link Contoso Retail 1234567". */
export function strangeNames(known: WhereWords, words: readonly Word[]): Name[] {
  if (words.length > MAX_WORDS_WITHOUT_MARKER) return [];
  const names: Word[][] = [];
  words.forEach((word, place) => {
    if (has(known.common, word)) return;
    const before = words[place - 1];
    const last = names.at(-1);
    if (last && before === last.at(-1) && !endsClause(before)) last.push(word);
    else names.push([word]);
  });
  return names.filter((name) => !isNone(known, name));
}
