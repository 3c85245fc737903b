import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';

import type { Clock } from '../model/clock';
import type { HttpExchange, HttpReply, HttpSend } from '../network/http-send';
import {
  CircuitOpenError,
  TransportError,
  jsonOf,
  pauseAsAsked,
  retryAfterSeconds,
} from '../network/http-send';
import type { Wait } from '../lib/async';
import { waitByTimer } from '../lib/async';
import type { EntraFailure } from './entra-errors';
import { EntraError, entraFailureOfReply } from './entra-errors';
import { entraOrigins } from './entra-client';

/** Two tries stay under the six seconds that a person waits for Entra. */
const TRY_TIMEOUT_MS = 2_800;
const MAX_BYTES = 256 * 1024;
const NEVER = new AbortController().signal;

/** How the time is told, and how to wait between two tries. */
interface Pausing {
  readonly clock: Clock;
  readonly wait: Wait;
  readonly random: () => number;
}

/**
 * MSAL's way to Entra: only to the authority's own origins, with time and size limits that MSAL's own client does not have
 * for POST. Everything but a well-formed 200 is thrown as EntraError. Everything is tried twice where that may help, but
 * a code, which is sent once, because it can be redeemed only once.
 */
export function createEntraNetwork(
  authorityHost: string,
  send: HttpSend,
  given: Pick<Pausing, 'clock'> & Partial<Pausing>,
): INetworkModule {
  const pausing = { wait: waitByTimer, random: Math.random, ...given };
  const origins = entraOrigins(authorityHost);

  async function call<T>(exchange: HttpExchange): Promise<NetworkResponse<T>> {
    if (!origins.has(new URL(exchange.url).origin))
      throw new EntraError({ kind: 'odd', detail: 'foreign origin' });
    const reply = await sendOnceOrTwice({ send, ...pausing }, exchange);
    const body = reply.status === 200 ? jsonOf(reply.body) : undefined;
    if (typeof body !== 'object' || body === null) {
      throw new EntraError(entraFailureOfReply(reply, pausing.clock.now()));
    }
    return { status: reply.status, headers: { ...reply.headers }, body: body as T };
  }

  return {
    sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
      call<T>({ ...exchangeOf('GET', url, options), isRepeatable: true }),
    sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => {
      const grant = new URLSearchParams(options?.body).get('grant_type');
      return call<T>({ ...exchangeOf('POST', url, options), isRepeatable: grant !== 'authorization_code' });
    },
  };
}

function exchangeOf(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions): HttpExchange {
  return {
    // MSAL drops the reason when discovery fails, so that has a circuit of its own.
    circuit: `${method === 'GET' ? 'entra-discovery' : 'entra'} ${tenantOf(url)}`,
    method,
    url,
    headers: { ...options?.headers },
    ...(method === 'POST' ? { body: options?.body ?? '' } : {}),
    timeoutMs: TRY_TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  };
}

async function sendOnceOrTwice(
  parts: Pausing & { readonly send: HttpSend },
  exchange: HttpExchange,
): Promise<HttpReply> {
  const first = await attempt(parts.send, exchange);
  const pauseMs = exchange.isRepeatable === true ? pauseBeforeSecond(first, parts) : undefined;
  if (pauseMs === undefined) return replyOf(first);
  await parts.wait(pauseMs, NEVER);
  // On another connection: the first may have failed because it was on one that Entra was closing.
  return replyOf(await attempt(parts.send, { ...exchange, isRepeatable: false }));
}

/** What one try came to; undefined: no answer. */
type Tried = HttpReply | CircuitOpenError | undefined;

async function attempt(send: HttpSend, exchange: HttpExchange): Promise<Tried> {
  try {
    return await send(exchange);
  } catch (error) {
    if (error instanceof TransportError) return undefined;
    if (error instanceof CircuitOpenError) return error;
    throw error;
  }
}

/** Undefined: a second try would be in vain, or would come too late for the person. */
function pauseBeforeSecond(first: Tried, { clock, random }: Pausing): number | undefined {
  if (first === undefined) return 0;
  if (first instanceof CircuitOpenError) return pauseAsAsked(first.retryAfterSeconds, random);
  if (first.status >= 500) return 0;
  if (first.status !== 429) return undefined;
  const seconds = retryAfterSeconds(first.headers['retry-after'], clock.now());
  return seconds === undefined ? undefined : pauseAsAsked(seconds, random);
}

function replyOf(tried: Tried): HttpReply {
  if (tried === undefined) throw new EntraError({ kind: 'unreachable' });
  if (tried instanceof CircuitOpenError) throw new EntraError(failureOf(tried));
  return tried;
}

function failureOf({ why, retryAfterSeconds }: CircuitOpenError): EntraFailure {
  return { kind: why === 'paused' ? 'busy' : 'unreachable', retryAfterSeconds };
}

/** The authority's path begins with the tenant. */
function tenantOf(url: string): string {
  return new URL(url).pathname.split('/')[1] ?? '';
}

const REACHABLE_TIMEOUT_MS = 2_500;

/** Whether Entra answers, asked for what it tells everybody: no sign-in, no secret, no directory of anybody. */
export async function isEntraReachable(authorityHost: string, send: HttpSend): Promise<boolean> {
  try {
    const reply = await send({
      circuit: 'entra-discovery organizations',
      method: 'GET',
      url: `${authorityHost}/organizations/v2.0/.well-known/openid-configuration`,
      headers: { accept: 'application/json' },
      timeoutMs: REACHABLE_TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    return reply.status === 200;
  } catch (error) {
    if (error instanceof TransportError) return false;
    throw error;
  }
}
