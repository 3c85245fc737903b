/** How many are worked on at the same time. */
const ABREAST = 16;

/** Does the work for every item, several at the same time. Tells for how many. */
export async function forEach<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<number> {
  let count = 0;
  // Work begins only when somebody waits for it: a failure while the next page is read would be nobody’s.
  let some: T[] = [];
  for await (const item of items) {
    count += 1;
    some.push(item);
    if (some.length < ABREAST) continue;
    await Promise.all(some.map(work));
    some = [];
  }
  await Promise.all(some.map(work));
  return count;
}
