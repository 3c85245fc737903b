import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { View } from '../cards/view';
import type { Follow, Reply } from './turn';

/** The first picture comes this soon, whatever is read by then. */
export const FIRST_PICTURE_MS = 800;
/** Teams takes about one update of a message in a second; this leaves room for what else is said. */
const UPDATE_MS = 2_000;

/** What the work gives, or undefined when it takes longer. Its error is thrown only when it comes in time. */
export async function soonOr<T>(work: Promise<T>, ms: number): Promise<{ readonly value: T } | undefined> {
  const given = work.then((value) => ({ value }));
  const stop = new AbortController();
  const late = setTimeout(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  try {
    return await Promise.race([given, late]);
  } finally {
    stop.abort();
    // Whoever follows the work takes its error.
    given.catch(() => undefined);
  }
}

/** Rewrites the card that shows `first` while something goes on, at most every two seconds, and once more at its end. */
export async function* rewrites(
  activityId: string,
  { view: first, locale, follows }: Pick<Reply, 'view' | 'locale'> & { readonly follows: Follow },
): AsyncGenerator<Reply[]> {
  let shown = first;
  const rewrite = (view: View): Reply[] => [{ kind: 'rewrite', activityId, view, locale }];
  for (;;) {
    const over = await soonOr(follows.done, UPDATE_MS);
    const view = over?.value ?? follows.latest();
    if (!isDeepStrictEqual(view, shown)) yield rewrite(view);
    shown = view;
    if (over !== undefined) return follows.onShown?.();
  }
}
