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
