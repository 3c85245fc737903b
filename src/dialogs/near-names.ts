import type { Directory } from '../model/directory';
import { textsOf } from './match-names';
import { isInSentence } from './place-words';
import type { PlaceWords } from './place-words';

/** With a slip in a shorter word, too much else would fit. */
const SHORTEST = 4;
const SHORTEST_FOR_TWO = 7;
const LONGEST = 60;
const MOST_NEAR = 4;

/** The directories whose name or domain is one or two slips away from these words, or begins with their first word. */
export function nearNames(
  said: readonly string[],
  all: readonly Directory[],
  words: PlaceWords,
): Directory[] {
  const whole = said.join(' ');
  const [first = ''] = said;
  const near = all.flatMap((directory) => {
    const name = textsOf(directory.name);
    const candidates = [
      name.join(' '),
      name.slice(0, said.length).join(' '),
      textsOf(directory.defaultDomain.split('.')[0] ?? '').join(' '),
    ];
    const slips = Math.min(...candidates.map((candidate) => slipsBetween(whole, candidate)));
    const sharesFirst = name[0] === first && !isInSentence(words, first) && first.length >= SHORTEST;
    return slips <= allowed(whole.length) || sharesFirst ? [{ directory, slips: Math.min(slips, 3) }] : [];
  });
  const fewest = Math.min(...near.map(({ slips }) => slips));
  return near
    .filter(({ slips }) => slips === fewest)
    .slice(0, MOST_NEAR)
    .map(({ directory }) => directory);
}

function allowed(length: number): number {
  if (length < SHORTEST || length > LONGEST) return -1;
  return length < SHORTEST_FOR_TWO ? 1 : 2;
}

/**
 * How many letters are missing, too many, wrong or swapped with their neighbour: the optimal string alignment distance.
 * Three stands for "more than two".
 */
function slipsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2 || Math.max(one.length, other.length) > LONGEST) return 3;
  const at = (values: readonly number[], column: number): number => values[column] ?? Infinity;
  let [last, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let letter = 1; letter <= one.length; letter += 1) {
    const next = [letter];
    for (let column = 1; column <= other.length; column += 1) {
      const cost = one[letter - 1] === other[column - 1] ? 0 : 1;
      const isSwapped =
        letter > 1 &&
        column > 1 &&
        one[letter - 1] === other[column - 2] &&
        one[letter - 2] === other[column - 1];
      next.push(
        Math.min(
          at(next, column - 1) + 1,
          at(row, column) + 1,
          at(row, column - 1) + cost,
          isSwapped ? at(last, column - 2) + 1 : Infinity,
        ),
      );
    }
    [last, row] = [row, next];
  }
  return Math.min(row[other.length] ?? 3, 3);
}
