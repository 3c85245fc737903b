/** One wrong line, and where the test is that has to notice. */
export interface Mutant {
  /** The folder, or the file, in which the piece stands once; from the folder of the project. */
  readonly room: string;
  /** A piece of the source. White space counts as white space, however much of it there is. */
  readonly find: string;
  readonly put: string;
  /** The promise that no longer holds, as a person would say it. */
  readonly breaks: string;
  /** The test files that are run against it, one after the other, the quickest first. */
  readonly tests: readonly string[];
}

/** Makes the mutants of one room, which the same tests have to notice. */
export function inRoom(
  room: string,
  tests: readonly string[],
): (find: string, put: string, breaks: string) => Mutant {
  return (find, put, breaks) => ({ room, find, put, breaks, tests });
}

/** A file with the wrong line in it. */
export interface Place {
  readonly file: string;
  readonly wrong: string;
}

/**
 * Where the piece stands in the sources (text by file): in whichever file of its room, since files are merged and moved.
 * `absent`, `several`: then the list has to be mended.
 */
export function placeOf(
  { room, find, put }: Mutant,
  sources: ReadonlyMap<string, string>,
): Place | 'absent' | 'several' {
  const pieces = find
    .trim()
    .split(/\s+/)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(pieces.join('\\s+'), 'g');
  const places = [...sources].flatMap(([file, source]) => {
    if (file !== room && !file.startsWith(`${room}/`)) return [];
    return [...source.matchAll(pattern)].map(({ index, 0: { length } }) => ({
      file,
      wrong: source.slice(0, index) + put + source.slice(index + length),
    }));
  });
  const [place, another] = places;
  if (place === undefined) return 'absent';
  return another === undefined ? place : 'several';
}
