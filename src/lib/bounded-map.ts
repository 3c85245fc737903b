/** A map of at most `most` entries: when one too many is set, the one that was set longest ago goes. */
export class BoundedMap<K, V> extends Map<K, V> {
  /**
   * Goes through the keys behind the one that went last. One from the beginning would pass all places of those that went,
   * which stay empty for a while: 5 µs in a map of 10,000.
   */
  private oldestFirst: Iterator<K, undefined> | undefined;

  constructor(private readonly most: number) {
    super();
  }

  /** Sets the entry and puts it at the end, so that an entry that is set again on each use stays. */
  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    if (this.size <= this.most) return this;
    this.oldestFirst ??= this.keys();
    const oldest = this.oldestFirst.next();
    if (oldest.done !== true) this.delete(oldest.value);
    return this;
  }
}

/**
 * Remembers what was worked out for a word, for the last `size` words at most, so that nobody can fill the memory with
 * words. The work must depend on the word alone and never give undefined.
 */
export function memoize<T>(work: (word: string) => T, size: number): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const result = work(word);
    // Starting anew costs less than keeping an order of use: this runs for each word of each message.
    if (known.size >= size) known.clear();
    known.set(word, result);
    return result;
  };
}
