import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { AgentOptions } from 'node:https';
import type { Socket } from 'node:net';

import { isLoopback } from '../model/service-url';
import type { HttpExchange, HttpReply, HttpSend } from './http-send';
import { TransportError } from './http-send';

/** How a network is reached. */
export interface NetworkOptions {
  /** Replaces the machine's authorities (tests only; a process trusts the local cloud through NODE_EXTRA_CA_CERTS). */
  readonly ca?: string;
  /** Writes use kept connections too: for a service that may hear something twice rather than not at all. */
  readonly reusesForWrites?: boolean;
  /** Plain http to this machine is allowed: stand-ins that run beside the bot. */
  readonly plainOnLoopback?: boolean;
}

/** The real HttpSend: over TLS, with the limits of each exchange. */
export function createNetworkSend(options: NetworkOptions = {}): HttpSend {
  const tls = options.ca === undefined ? {} : { ca: options.ca };
  // A kept connection may be closed by the service just as it is used again; a write could then not tell whether it
  // arrived. So only GET reuses connections, unless the caller can bear that.
  const ways: Record<'reused' | 'fresh', Record<string, Way>> = {
    reused: waysOf({ ...tls, keepAlive: true }, options),
    fresh: waysOf({ ...tls, keepAlive: false }, options),
  };
  return (exchange) =>
    new Promise((resolve, reject) => {
      const isReused = exchange.method === 'GET' || options.reusesForWrites === true;
      const { protocol, hostname } = new URL(exchange.url);
      const way = ways[isReused ? 'reused' : 'fresh'][protocol];
      if (way === undefined || (way.isPlain && !isLoopback(hostname))) {
        reject(new TransportError('elsewhere', false));
        return;
      }
      run(exchange, way, resolve, reject);
    });
}

interface Way {
  readonly isPlain: boolean;
  start(exchange: HttpExchange): ClientRequest;
}

function waysOf(agentOptions: AgentOptions, { plainOnLoopback }: NetworkOptions): Record<string, Way> {
  const secure = new HttpsAgent(agentOptions);
  const tls: Way = {
    isPlain: false,
    start: ({ url, method, headers }) => httpsRequest(url, { method, headers, agent: secure }),
  };
  if (plainOnLoopback !== true) return { 'https:': tls };
  const plain = new HttpAgent(agentOptions);
  const start: Way['start'] = ({ url, method, headers }) =>
    httpRequest(url, { method, headers, agent: plain });
  return { 'https:': tls, 'http:': { isPlain: true, start } };
}

function run(
  exchange: HttpExchange,
  way: Way,
  resolve: (reply: HttpReply) => void,
  reject: (error: TransportError) => void,
): void {
  if (exchange.signal?.aborted === true) {
    reject(new TransportError('aborted', false));
    return;
  }
  const request = way.start(exchange);
  const hasConnected = watchConnection(request, way.isPlain ? 'connect' : 'secureConnect');
  const fail = (kind: TransportError['kind']): void => {
    release();
    reject(new TransportError(kind, hasConnected()));
    request.destroy();
  };
  const onAbort = (): void => {
    fail('aborted');
  };
  const timer = setTimeout(() => {
    fail('timeout');
  }, exchange.timeoutMs);
  const release = (): void => {
    clearTimeout(timer);
    exchange.signal?.removeEventListener('abort', onAbort);
  };
  exchange.signal?.addEventListener('abort', onAbort);
  request.on('error', () => {
    fail(hasConnected() ? 'reset' : 'unreachable');
  });
  request.on('response', (response) => {
    read(response, exchange.maxBytes, fail, (reply) => {
      release();
      resolve(reply);
    });
  });
  request.end(exchange.body);
}

function watchConnection(request: ClientRequest, isUp: 'connect' | 'secureConnect'): () => boolean {
  let isConnected = false;
  request.on('socket', (socket: Socket) => {
    if (request.reusedSocket) isConnected = true;
    else socket.once(isUp, () => (isConnected = true));
  });
  return () => isConnected;
}

function read(
  response: IncomingMessage,
  maxBytes: number,
  fail: (kind: TransportError['kind']) => void,
  done: (reply: HttpReply) => void,
): void {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    fail('encoded');
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) fail('too-large');
    else chunks.push(chunk);
  });
  response.on('error', () => {
    fail('reset');
  });
  response.on('end', () => {
    if (response.complete) {
      const body = Buffer.concat(chunks).toString('utf8');
      done({ status: response.statusCode ?? 0, headers: flat(response), body });
    } else fail('reset');
  });
}

function flat(response: IncomingMessage): Record<string, string> {
  const entries = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return Object.fromEntries(entries);
}
