import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';

import { EntraError, entraFailureOfReply } from './entra-failure';
import { entraOrigins } from './entra-hosts';
import type { HttpExchange, HttpReply, HttpSend } from './http-send';
import { TransportError } from './http-send';
import { jsonOf } from './json';

/** Two tries stay under the six seconds that a person waits for Entra. */
const TRY_TIMEOUT_MS = 2_800;
const MAX_BYTES = 256 * 1024;

/**
 * MSAL's way to Entra: only to the authority's own origins, with time and size limits that MSAL's own client does not have
 * for POST. Everything but a well-formed 200 is thrown as EntraError. Everything is tried twice but a code, which is
 * sent once, because it can be redeemed only once.
 */
export function createEntraNetwork(authorityHost: string, send: HttpSend): INetworkModule {
  const origins = entraOrigins(authorityHost);

  async function call<T>(exchange: HttpExchange, isRepeatable: boolean): Promise<NetworkResponse<T>> {
    if (!origins.has(new URL(exchange.url).origin))
      throw new EntraError({ kind: 'odd', detail: 'foreign origin' });
    const reply = await sendOnceOrTwice(send, exchange, isRepeatable);
    const body = reply.status === 200 ? jsonOf(reply.body) : undefined;
    if (typeof body !== 'object' || body === null) throw new EntraError(entraFailureOfReply(reply));
    return { status: reply.status, headers: { ...reply.headers }, body: body as T };
  }

  return {
    sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
      call<T>(exchangeOf('GET', url, options), true),
    sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => {
      const grant = new URLSearchParams(options?.body).get('grant_type');
      return call<T>(exchangeOf('POST', url, options), grant !== 'authorization_code');
    },
  };
}

function exchangeOf(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions): HttpExchange {
  return {
    method,
    url,
    headers: { ...options?.headers },
    ...(method === 'POST' ? { body: options?.body ?? '' } : {}),
    timeoutMs: TRY_TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  };
}

async function sendOnceOrTwice(
  send: HttpSend,
  exchange: HttpExchange,
  isRepeatable: boolean,
): Promise<HttpReply> {
  const first = await attempt(send, exchange);
  const isWorthAnother = first === undefined || first.status >= 500;
  const reply = isWorthAnother && isRepeatable ? await attempt(send, exchange) : first;
  if (reply === undefined) throw new EntraError({ kind: 'unreachable' });
  return reply;
}

async function attempt(send: HttpSend, exchange: HttpExchange): Promise<HttpReply | undefined> {
  try {
    return await send(exchange);
  } catch (error) {
    if (error instanceof TransportError) return undefined;
    throw error;
  }
}
