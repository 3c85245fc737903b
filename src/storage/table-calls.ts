import { RestError } from '@azure/data-tables';
import type { TableClient } from '@azure/data-tables';

/** One try of one request. Two and the pause between them stay below the two seconds that a chat can wait. */
const TRY_MS = 700;
/** A page of a listing holds up to a thousand records: nobody waits for it in a chat. */
const PAGE_TRY_MS = 5_000;
const TRIES = 2;
const PAUSE_MS = 60;
const PAGE = 1_000;

/** What the calls need besides the service. */
export interface CallParts {
  readonly wait: (ms: number) => Promise<void>;
  /** From 0 up to 1: spreads the second tries. */
  readonly random: () => number;
}

/** Statuses that say that the service is not well, not that the request is wrong. */
const isWorthAnotherTry = (status: number | undefined): boolean =>
  status === undefined || status === 408 || status === 429 || status >= 500;

/** Sends a request, and once more when nothing good came; each try has its time. */
export async function tried<T>(
  parts: CallParts,
  request: (abortSignal: AbortSignal) => Promise<T>,
  tryMs = TRY_MS,
): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await request(AbortSignal.timeout(tryMs));
    } catch (error) {
      if (count >= TRIES || !isWorthAnotherTry(statusOf(error))) throw error;
      await parts.wait(PAUSE_MS * (1 + parts.random()));
    }
  }
}

/** The HTTP status of a refusal; undefined when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof RestError ? error.statusCode : undefined;
}

/** What a request gives, or undefined where the service answers with one of these statuses. */
export async function unless<T>(statuses: readonly number[], request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && statuses.includes(status)) return undefined;
    throw error;
  }
}

/** All entities that the filter lets through, page by page. */
export async function* entities(
  parts: CallParts,
  client: TableClient,
  filter?: string,
): AsyncIterable<unknown> {
  const queryOptions = filter === undefined ? {} : { filter };
  for (let continuationToken: string | undefined; ;) {
    const next = await tried(
      parts,
      (abortSignal) => {
        const from = continuationToken === undefined ? {} : { continuationToken };
        return client
          .listEntities({ queryOptions, abortSignal })
          .byPage({ maxPageSize: PAGE, ...from })
          .next();
      },
      PAGE_TRY_MS,
    );
    if (next.done === true) return;
    yield* next.value;
    ({ continuationToken } = next.value);
    if (continuationToken === undefined) return;
  }
}
