import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import type { Clock, MonotonicClock } from '../../model/clock';
import { monotonicClock } from '../../model/clock';
import type { Log } from '../../model/log';
import { errorName } from '../../model/log';
import type { AllowedServices } from '../../model/service-url';
import { asServiceUrl } from '../../model/service-url';
import type { HttpReply, HttpSend } from '../../network/http-send';
import { TransportError, retryAfterSeconds } from '../../network/http-send';
import { activityJson } from '../messages';
import type { SendPace } from './send-pace';
import { Circuit } from './send-pace';

/** Why the channel did not take what the bot sent. */
interface ChannelErrorDetails {
  /** The HTTP status, when there was one. */
  readonly status?: number;
  /** The channel's own name for it, such as `BotDisabledByAdmin`. */
  readonly code?: string;
  /** When it may be tried again. */
  readonly retryAfterMs?: number;
  /** The channel itself has said when. */
  readonly isAsked?: boolean;
}

/**
 * The channel did not take what the bot sent. `refused`: it never will; `not-now`: it asks to come again; `unreachable`:
 * it was not asked, or does not answer; `unknown`: it was sent, and no answer came, so that it may have arrived.
 */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly isAsked: boolean;

  constructor(
    readonly kind: 'refused' | 'not-now' | 'unreachable' | 'unknown' | 'foreign-service',
    { status, code, retryAfterMs, isAsked = false }: ChannelErrorDetails = {},
  ) {
    super(`the channel did not take it: ${kind}${status === undefined ? '' : ` (${status})`}`);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.isAsked = isAsked;
  }

  /** Whether a last try, later, may deliver it. */
  get mayBeTriedLater(): boolean {
    return this.retryAfterMs !== undefined;
  }
}

/** The bot's own token for the channel. */
export interface ChannelToken {
  /** A token that is good for some minutes at least; rejects when there is none to be had. */
  get(): Promise<string>;
  /** The channel did not take the last one. */
  drop(): void;
}

/** One call: what is sent to which path of a conversation's service. */
export interface ConnectorCall {
  readonly method: 'POST' | 'PUT';
  readonly serviceUrl: string;
  /** Below the service, with a slash at its begin. */
  readonly path: string;
  readonly body: object;
}

interface ConnectorParts {
  readonly send: HttpSend;
  /** Absent: the channel asks for none (local use). */
  readonly token?: ChannelToken;
  readonly services: AllowedServices;
  readonly clock: Clock;
  readonly log: Log;
  /** Spreads what goes to one conversation; absent: nothing is held up. */
  readonly pace?: SendPace;
  readonly monotonicMs?: MonotonicClock;
  readonly random?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Teams has been seen to take six seconds for one message. */
const TRY_TIMEOUT_MS = 10_000;
/** For what is not worth waiting for. */
const ONCE_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** A message is tried three times: twice at once, and a last time later (`deliver.ts`). */
const PAUSE_MS = 700;
const LATER_MS = 30_000;
/** Whoever waits for the end of the same pause comes within this time after it. */
const MOST_SPREAD_MS = 1_000;
/** A longer Retry-After is not waited for in the turn. */
const LONGEST_WAIT_SECONDS = 4;
/** What Teams asks to try again, and what a proxy on the way may answer. */
const WORTH_ANOTHER_TRY = new Set([408, 412, 429, 500, 502, 503, 504]);

/** What an attempt comes to. */
type Attempt =
  | { readonly kind: 'taken'; readonly id: string | undefined }
  | { readonly kind: 'failed'; readonly error: ChannelError };

/** The channel's service, as Teams runs it: the one place where the bot's messages leave. */
export class Connector {
  private readonly circuits: Circuit;
  private isIdentityRefused = false;

  constructor(private readonly parts: ConnectorParts) {
    this.circuits = new Circuit(parts.monotonicMs ?? monotonicClock);
  }

  /** Whether the channel takes what the bot sends: false when it refuses the bot's identity, or does not answer. */
  isWell(): boolean {
    return !this.isIdentityRefused && !this.circuits.isAnyOpen();
  }

  /** Sends, and gives the id of the message if the answer has one. Rejects with ChannelError. */
  async call(call: ConnectorCall, { isOnce = false } = {}): Promise<string | undefined> {
    const serviceUrl = asServiceUrl(call.serviceUrl, this.parts.services);
    if (serviceUrl === undefined) throw new ChannelError('foreign-service');
    const url = `${serviceUrl.replace(/\/$/, '')}${call.path}`;
    await this.inPace(call.path);
    const first = await this.attempt(call, url, isOnce);
    if (first.kind === 'taken') return first.id;
    const pauseMs = isOnce ? undefined : this.pauseBefore(first.error);
    if (pauseMs === undefined) throw this.noted(first.error);
    await (this.parts.wait ?? delay)(pauseMs);
    const second = await this.attempt(call, url, isOnce);
    if (second.kind === 'taken') return second.id;
    throw this.noted(second.error);
  }

  private async inPace(path: string): Promise<void> {
    const conversation = path.split('/activities', 1)[0] ?? path;
    const waitMs = this.parts.pace?.next(conversation) ?? 0;
    if (waitMs > 0) await (this.parts.wait ?? delay)(waitMs);
  }

  private async attempt(call: ConnectorCall, url: string, isOnce: boolean): Promise<Attempt> {
    const { host } = new URL(url);
    const restMs = this.circuits.restOf(host);
    if (restMs > 0) {
      // A little later than it is over: a timer may fire a moment early, and not all should come at once.
      const retryAfterMs = restMs + MOST_SPREAD_MS * (0.1 + 0.9 * (this.parts.random ?? Math.random)());
      return failed(new ChannelError('unreachable', { retryAfterMs }));
    }
    const token = await this.token();
    if (token === 'not to be had') return failed(new ChannelError('unreachable', { retryAfterMs: LATER_MS }));
    try {
      const reply = await this.parts.send({
        circuit: `channel ${host}`,
        method: call.method,
        url,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json; charset=utf-8',
          ...(token.bearer === undefined ? {} : { authorization: `Bearer ${token.bearer}` }),
        },
        body: activityJson(call.body),
        timeoutMs: isOnce ? ONCE_TIMEOUT_MS : TRY_TIMEOUT_MS,
        maxBytes: MAX_ANSWER_BYTES,
      });
      if (this.circuits.note(host, reply.status < 500)) this.opened();
      return this.read(reply);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (this.circuits.note(host, false)) this.opened();
      const isUnknown = error.isRequestSent && call.method === 'POST';
      return failed(new ChannelError(isUnknown ? 'unknown' : 'unreachable', { retryAfterMs: LATER_MS }));
    }
  }

  private read(reply: HttpReply): Attempt {
    const { status } = reply;
    if (status >= 200 && status < 300) {
      this.isIdentityRefused = false;
      return { kind: 'taken', id: idIn(reply.body) };
    }
    if (status === 401) {
      this.parts.token?.drop();
      this.isIdentityRefused = true;
    }
    const more = { status, ...codeIn(reply.body) };
    if (!WORTH_ANOTHER_TRY.has(status)) return failed(new ChannelError('refused', more));
    const asked = retryAfterSeconds(reply.headers['retry-after'], this.parts.clock.now());
    const retryAfterMs = asked === undefined ? LATER_MS : asked * 1_000;
    return failed(new ChannelError('not-now', { ...more, retryAfterMs, isAsked: asked !== undefined }));
  }

  /** How long to wait before the second try; undefined: there is none, or not now. */
  private pauseBefore({ kind, status, retryAfterMs = 0, isAsked }: ChannelError): number | undefined {
    if (status === 401) return this.parts.token === undefined ? undefined : 0;
    if (kind === 'unreachable') return retryAfterMs < LATER_MS ? undefined : this.jittered();
    if (kind !== 'not-now') return undefined;
    if (!isAsked) return this.jittered();
    return retryAfterMs > LONGEST_WAIT_SECONDS * 1_000 ? undefined : Math.max(retryAfterMs, this.jittered());
  }

  private jittered(): number {
    return PAUSE_MS * (0.5 + (this.parts.random ?? Math.random)() / 2);
  }

  private async token(): Promise<{ readonly bearer?: string } | 'not to be had'> {
    const { token } = this.parts;
    try {
      return token === undefined ? {} : { bearer: await token.get() };
    } catch (error) {
      this.parts.log.warn('teams.channel.no-token', { error: errorName(error) });
      return 'not to be had';
    }
  }

  private opened(): void {
    this.parts.log.error('teams.channel.away', {});
  }

  private noted(error: ChannelError): ChannelError {
    const { status, code: serviceCode, kind: outcome } = error;
    // Told again and again it would only fill the log: that the channel is away stands there.
    if (status !== undefined || outcome === 'unknown') {
      this.parts.log.warn('teams.channel.not-taken', { status, serviceCode, outcome });
    }
    return error;
  }
}

function failed(error: ChannelError): Attempt {
  return { kind: 'failed', error };
}

const answerSchema = z.object({ id: z.string().min(1) });
const errorSchema = z.object({ error: z.object({ code: z.string().regex(/^\w{1,64}$/) }) });

/** The id in an answer of the channel; some have none. */
function idIn(body: string): string | undefined {
  return answerSchema.safeParse(parsed(body)).data?.id;
}

/** The channel's own name for why it refuses. */
function codeIn(body: string): { code?: string } {
  const found = errorSchema.safeParse(parsed(body)).data?.error.code;
  return found === undefined ? {} : { code: found };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
