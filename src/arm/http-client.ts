import type { ACEProvisioningManagementPartnerAPIOptionalParams } from '@azure/arm-managementpartner';

import type { HttpReply, HttpSend } from '../network/http-send';
import { CircuitOpenError, TransportError } from '../network/http-send';

/** What the Azure SDKs take as their way to the network. */
export type SdkHttpClient = NonNullable<ACEProvisioningManagementPartnerAPIOptionalParams['httpClient']>;
type SdkResponse = Awaited<ReturnType<SdkHttpClient['sendRequest']>>;
type SdkHeaders = SdkResponse['headers'];

const TRY_TIMEOUT_MS = 4_000;

/** What was exchanged with ARM during one call of the SDK. */
export interface ArmExchange {
  /** The last complete answer. */
  reply?: HttpReply | undefined;
  /** A request may have reached ARM and has no answer. */
  mayHaveArrived: boolean;
}

/** The SDK's way to ARM and nowhere else, with our limits; notes on `exchange` what happened. */
export function createArmHttpClient(options: {
  readonly armEndpoint: string;
  /** See HttpExchange. */
  readonly circuit: string;
  readonly send: HttpSend;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly exchange: ArmExchange;
}): SdkHttpClient {
  const { circuit, send, maxBytes, signal, exchange } = options;
  const origin = new URL(options.armEndpoint).origin;
  return {
    sendRequest: async (request) => {
      // The address of a next page comes from the answer: the bearer token must not follow it to another host.
      if (new URL(request.url).origin !== origin) throw new TransportError('elsewhere', false);
      if (signal.aborted) throw new TransportError('aborted', false);
      // The SDK asks for gzip; we bound the size of what is read, so it must come as it is.
      const headers = { ...request.headers.toJSON(), 'accept-encoding': 'identity' };
      exchange.reply = undefined;
      try {
        const { method, url } = request;
        exchange.reply = await send({
          circuit,
          method,
          url,
          headers,
          timeoutMs: TRY_TIMEOUT_MS,
          maxBytes,
          signal,
        });
      } catch (error) {
        const isSent =
          error instanceof TransportError ? error.isRequestSent : !(error instanceof CircuitOpenError);
        exchange.mayHaveArrived = isSent;
        throw error;
      }
      const { status, body } = exchange.reply;
      return { request, status, headers: headersOf(exchange.reply), bodyAsText: body };
    },
  };
}

function headersOf(reply: HttpReply): SdkHeaders {
  const values = new Map(Object.entries(reply.headers));
  return {
    get: (name) => values.get(name.toLowerCase()),
    has: (name) => values.has(name.toLowerCase()),
    set: (name, value) => {
      values.set(name.toLowerCase(), String(value));
    },
    delete: (name) => {
      values.delete(name.toLowerCase());
    },
    toJSON: () => Object.fromEntries(values),
    [Symbol.iterator]: () => values[Symbol.iterator](),
  };
}
