import { z } from 'zod';
import { jsonAnswer, type Answer } from '../http/answer';
import { armError } from './arm-error';

const skipToken = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);

/** One page of a list as ARM gives it: `value`, and `nextLink` while there is more. */
export function pageAnswer<T>(
  entries: readonly T[],
  page: {
    readonly size: number;
    /** As the request names it. */
    readonly skipToken: unknown;
    /** The address of this list without `$skiptoken`, with its api-version. */
    readonly url: string;
    readonly bodyOf: (entry: T) => unknown;
  },
): Answer {
  const skip = page.skipToken === undefined ? 0 : skipToken.safeParse(page.skipToken).data;
  if (skip === undefined) return armError(400, 'InvalidSkipToken', 'The $skiptoken is not one of ours.');
  const next = skip + page.size;
  const nextLink = `${page.url}&%24skiptoken=${next}`;
  return jsonAnswer(200, {
    value: entries.slice(skip, next).map((entry) => page.bodyOf(entry)),
    ...(next < entries.length ? { nextLink } : {}),
  });
}
