import { fold } from '../text/fold';

/** Turns a line of words into a set; `@name` becomes the words of that group (groups may name groups before them). */
export type Lists = (line: string) => ReadonlySet<string>;

/** Makes the reader of word lines. Throws when a line names a group that does not exist. */
export function createLists(groups: Readonly<Record<string, string>>): Lists {
  const known = new Map<string, ReadonlySet<string>>();
  const read: Lists = (line) => {
    const words = fold(line).split(' ').filter(Boolean);
    return new Set(
      words.flatMap((word) => {
        if (!word.startsWith('@')) return [word];
        const group = known.get(word.slice(1));
        if (!group) throw new Error(`phrases: there is no group of words named ${word}`);
        return [...group];
      }),
    );
  };
  for (const [name, line] of Object.entries(groups)) known.set(name, read(line));
  return read;
}
