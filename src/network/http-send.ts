import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { AgentOptions, RequestOptions } from 'node:https';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';

import { isLoopback } from '../model/service-url';

/** One HTTP request to a service: Entra, ARM, the channel. */
export interface HttpExchange {
  /** Key of the circuit breaker: a service as one directory sees it, such as `arm <tenant>`. Failures of one key affect no other. */
  readonly circuit: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whole time for this one try, connection and body included. */
  readonly timeoutMs: number;
  /** A longer answer is refused unread. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /**
   * Whether it does no harm when it arrives twice; absent: only if it is a GET. Such requests use kept connections; others
   * use one that had an answer within the last two seconds, or a new one.
   */
  readonly isRepeatable?: boolean;
}

/** A complete answer; header names are in lower case. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The way out of the process: SDKs are put on top of it, so that limits hold for all of them and a test can stand in for
 * the network. Follows no redirects, retries nothing, rejects with TransportError or CircuitOpenError only.
 */
export type HttpSend = (exchange: HttpExchange) => Promise<HttpReply>;

/** No complete answer came. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly kind: 'unreachable' | 'timeout' | 'reset' | 'aborted' | 'too-large' | 'encoded' | 'elsewhere',
    /** False only when it is certain that the service never saw the request. */
    readonly isRequestSent: boolean,
  ) {
    super(`no usable answer: ${kind}`);
  }
}

/** The request was not sent: the service asked to be left alone for a while, or has been down just now. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';

  constructor(
    readonly why: 'paused' | 'down',
    /** Until it may be tried again. */
    readonly retryAfterSeconds: number,
  ) {
    super(`not sent: ${why}`);
  }
}

/** The text parsed, or undefined when it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Nothing sensible asks for more; keeps a hostile header from becoming an endless pause. */
const LONGEST_SECONDS = 24 * 60 * 60;

/** A Retry-After header (seconds or HTTP date) in whole seconds; undefined when absent, negative or unreadable. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS);
  if (!/^[A-Za-z]{3},/.test(text)) return undefined;
  const seconds = Math.ceil((Date.parse(text) - now.getTime()) / 1000);
  return seconds >= 0 ? Math.min(seconds, LONGEST_SECONDS) : undefined;
}

/** Those who wait for the same end of a pause come back one by one. */
const MOST_JITTER_MS = 200;
/** A longer Retry-After is told to the person instead of waited for. */
const LONGEST_WAIT_SECONDS = 2;

/** How long to wait for what a service asks, in ms; undefined when that is too long to keep a person waiting. */
export function pauseAsAsked(seconds: number, random: () => number): number | undefined {
  if (seconds > LONGEST_WAIT_SECONDS) return undefined;
  // A little more than asked for, and not all at the same moment.
  return seconds * 1000 + MOST_JITTER_MS * (0.1 + 0.9 * random());
}

/** How a network is reached. */
export interface NetworkOptions {
  /** Replaces the machine's authorities (tests only; a process trusts the local cloud through NODE_EXTRA_CA_CERTS). */
  readonly ca?: string;
  /** Writes use kept connections too: for a service that may hear something twice rather than not at all. */
  readonly reusesForWrites?: boolean;
  /** How long a connection is kept for the next write, in ms (tests only; two seconds). */
  readonly writesAgainWithinMs?: number;
  /** Plain http to this machine is allowed: stand-ins that run beside the bot. */
  readonly plainOnLoopback?: boolean;
}

/** Idle connections to one host that are kept; each holds some 50 KB. */
const MOST_IDLE = 32;
/** Shorter than the minute or more that services keep an idle connection for. */
const IDLE_MS = 45_000;
/** No service closes a connection that has been idle for so short a time: they wait for a minute or more. */
const WRITES_AGAIN_WITHIN_MS = 2_000;

/** The real HttpSend: over TLS, with the limits of each exchange. */
export function createNetworkSend(options: NetworkOptions = {}): HttpSend {
  // Made once: for each connection by itself it is a fifth of what a handshake costs.
  const tls = { secureContext: createSecureContext(options.ca === undefined ? {} : { ca: options.ca }) };
  // Node heeds a service's shorter `Keep-Alive: timeout=…` only where there is a time of our own. Without it a message goes
  // out on a connection that the service is just closing.
  const kept = { ...tls, keepAlive: true, maxFreeSockets: MOST_IDLE, timeout: IDLE_MS };
  // A connection that was idle for long may be closed by the service just as it is used again, and a write could then not
  // tell whether it arrived: for writes it is kept only as long as no service closes it. Those of a batch share handshakes.
  const ways: Record<'reused' | 'justUsed', Record<string, Way>> = {
    reused: waysOf(kept, options),
    justUsed: waysOf({ ...kept, timeout: options.writesAgainWithinMs ?? WRITES_AGAIN_WITHIN_MS }, options),
  };
  return (exchange) =>
    new Promise((resolve, reject) => {
      const isRepeatable = exchange.isRepeatable ?? exchange.method === 'GET';
      const isReused = isRepeatable || options.reusesForWrites === true;
      const address = new URL(exchange.url);
      const way = ways[isReused ? 'reused' : 'justUsed'][address.protocol];
      if (way === undefined || (way.isPlain && !isLoopback(address.hostname))) {
        reject(new TransportError('elsewhere', false));
        return;
      }
      run(exchange, address, way, resolve, reject);
    });
}

interface Way {
  readonly isPlain: boolean;
  start(exchange: HttpExchange, address: URL): ClientRequest;
}

/** Where to, without taking the address apart again. */
function toward({ hostname, port, pathname, search }: URL): RequestOptions {
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return { host, path: `${pathname}${search}`, ...(port === '' ? {} : { port }) };
}

function waysOf(agentOptions: AgentOptions, { plainOnLoopback }: NetworkOptions): Record<string, Way> {
  const secure = new HttpsAgent(agentOptions);
  const tls: Way = {
    isPlain: false,
    start: ({ method, headers }, address) =>
      httpsRequest({ ...toward(address), method, headers, agent: secure }),
  };
  if (plainOnLoopback !== true) return { 'https:': tls };
  const plain = new HttpAgent(agentOptions);
  const start: Way['start'] = ({ method, headers }, address) =>
    httpRequest({ ...toward(address), method, headers, agent: plain });
  return { 'https:': tls, 'http:': { isPlain: true, start } };
}

function run(
  exchange: HttpExchange,
  address: URL,
  way: Way,
  resolve: (reply: HttpReply) => void,
  reject: (error: TransportError) => void,
): void {
  if (exchange.signal?.aborted === true) {
    reject(new TransportError('aborted', false));
    return;
  }
  const request = way.start(exchange, address);
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
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
