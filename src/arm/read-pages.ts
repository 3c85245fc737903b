import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { z } from 'zod';

import type { ProblemCode } from '../model/problem';
import { jsonOf, pauseAsAsked } from '../network/http-send';
import type { Wait } from '../lib/async';
import type { ArmOperation, ArmOutcome, ArmSdkOptions } from './call';

/** What is asked for by its path; the newest api-version that the answer was checked with. */
export interface ArmQuestion {
  /** Such as `/subscriptions/…/providers/Microsoft.Authorization/permissions`. */
  readonly path: string;
  readonly apiVersion: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** A page; far more than ours ever is. */
const MAX_BYTES = 2 * 1024 * 1024;
const MOST_PAGES = 50;

/** What a list came to. `isCut`: there are more pages than are read. */
export interface Listed<T> {
  readonly entries: readonly T[];
  readonly isCut: boolean;
}

const page = z.object({
  value: z.array(z.unknown()),
  nextLink: z.string().min(1).nullish().catch(undefined),
});

/**
 * GET of a list through all its pages. `entryOf`: an entry as our own, or undefined where it is none, which leaves it
 * out. Through the pipeline of an SDK client that is here anyway (token, claims challenge): the client of the
 * authorization provider knows five of the seven lists, and checks no answer.
 */
export function readList<T>(
  asked: ArmQuestion,
  entryOf: (entry: unknown) => T | undefined,
): ArmOperation<Listed<T>> {
  return {
    verb: 'list',
    maxBytes: MAX_BYTES,
    run: async (options) => {
      const get = getter(options);
      const entries: T[] = [];
      let next: string | undefined = addressOf(options, asked);
      for (let count = 0; next !== undefined && count < MOST_PAGES; count += 1) {
        const body = await get(next);
        const read = page.safeParse(body).data;
        if (read === undefined) return undefined;
        entries.push(...read.value.flatMap((entry) => entryOf(entry) ?? []));
        next = read.nextLink ?? undefined;
      }
      return { entries, isCut: next !== undefined };
    },
  };
}

/** GET of one thing. */
export function readOne<T>(asked: ArmQuestion, valueOf: (body: unknown) => T | undefined): ArmOperation<T> {
  return {
    verb: 'list',
    maxBytes: MAX_BYTES,
    run: async (options) => valueOf(await getter(options)(addressOf(options, asked))),
  };
}

function addressOf({ client }: ArmSdkOptions, { path, apiVersion, query }: ArmQuestion): string {
  const url = new URL(path, client.endpoint);
  for (const [name, value] of Object.entries({ 'api-version': apiVersion, ...query })) {
    url.searchParams.set(name, value);
  }
  // ARM reads a plus as a plus.
  return url.href.replaceAll('+', '%20');
}

/** The body of the answer as JSON; undefined when it is none. Throws for what is no success: the caller knows the reply. */
function getter({ credential, client, operation }: ArmSdkOptions): (url: string) => Promise<unknown> {
  const sdk = new SubscriptionClient(credential, client);
  const { abortSignal, requestOptions } = operation;
  return async (url) => {
    const request = createPipelineRequest({ url, method: 'GET', abortSignal });
    for (const [name, value] of Object.entries(requestOptions.customHeaders))
      request.headers.set(name, value);
    const { status, bodyAsText } = await sdk.sendRequest(request);
    if (status !== 200) throw new Error('refused');
    return jsonOf(bodyAsText ?? '');
  };
}

const MOST_RETRIES = 2;
const FIRST_PAUSE_MS = 250;
const WORTH_ANOTHER_TRY: ReadonlySet<ProblemCode> = new Set(['arm-failed', 'arm-unreachable', 'arm-busy']);

/**
 * Repeats a read at most twice after a failure that may pass, with growing, jittered pauses, until the caller's
 * signal. Never for writes.
 */
export async function retriedRead<T>(
  read: () => Promise<ArmOutcome<T>>,
  options: { readonly signal: AbortSignal; readonly wait: Wait; readonly random: () => number },
): Promise<ArmOutcome<T>> {
  const { signal, wait, random } = options;
  let outcome = await read();
  for (let retry = 0; retry < MOST_RETRIES; retry += 1) {
    const pauseMs = pauseBefore(outcome, retry, random);
    if (pauseMs === undefined || signal.aborted) return outcome;
    await wait(pauseMs, signal);
    // Checked by a call, because it changes while we wait.
    if (isOver(signal)) return outcome;
    outcome = await read();
  }
  return outcome;
}

function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function pauseBefore(outcome: ArmOutcome<unknown>, retry: number, random: () => number): number | undefined {
  if (outcome.kind !== 'problem' || !WORTH_ANOTHER_TRY.has(outcome.problem.code)) return undefined;
  const { code, retryAfterSeconds } = outcome.problem;
  if (retryAfterSeconds === undefined) {
    if (code === 'arm-busy') return undefined;
    return FIRST_PAUSE_MS * 2 ** retry * (0.5 + random() / 2);
  }
  return pauseAsAsked(retryAfterSeconds, random);
}
