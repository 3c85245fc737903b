import { setTimeout as delay } from 'node:timers/promises';
import type { AllowedServices } from '../../model/service-url';
import { asServiceUrl } from '../../model/service-url';
import type { Clock } from '../../model/clock';
import type { Log } from '../../model/log';
import { errorName } from '../../model/log';
import type { HttpReply, HttpSend } from '../../network/http-send';
import { TransportError } from '../../network/http-send';
import { retryAfterSeconds } from '../../network/retry-after';
import type { SendPace } from './send-pace';

/** The bot's own token for the channel. */
export interface ChannelToken {
  /** A token that is good for some minutes at least; rejects when there is none to be had. */
  get(): Promise<string>;
  /** The channel did not take the last one. */
  drop(): void;
}

/** One call: what is sent to which path of a conversation's service. */
export interface ConnectorCall {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly serviceUrl: string;
  /** Below the service, with a slash at its begin. */
  readonly path: string;
  readonly body?: object;
}

/** The channel did not take what the bot sent, also after all retries. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';

  constructor(
    readonly kind: 'refused' | 'unreachable' | 'foreign-service',
    /** The HTTP status, when there was one. */
    readonly status?: number,
  ) {
    super(`the channel did not take it: ${kind}${status === undefined ? '' : ` (${status})`}`);
  }
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
  readonly random?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

const TRY_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/**
 * Teams asks for exponential pauses with jitter, and a turn has ten seconds. Where one send in five fails by itself,
 * three retries lose more than one message in a thousand; four do not.
 */
const PAUSES_MS = [300, 700, 1_500, 3_000];
/** A longer Retry-After is not waited for: the turn would be over. */
const LONGEST_WAIT_SECONDS = 4;
/** What Teams asks to try again, and what a proxy on the way may answer. */
const WORTH_ANOTHER_TRY = new Set([408, 412, 429, 500, 502, 503, 504]);

/** The channel's service, as Teams runs it: the one place where the bot's messages leave, and are tried again. */
export class Connector {
  constructor(private readonly parts: ConnectorParts) {}

  /** Sends, and gives the id of the message if the answer has one. Rejects with ChannelError. */
  async call(call: ConnectorCall): Promise<string | undefined> {
    const { services } = this.parts;
    const serviceUrl = asServiceUrl(call.serviceUrl, services);
    if (serviceUrl === undefined) throw new ChannelError('foreign-service');
    const url = `${serviceUrl.replace(/\/$/, '')}${call.path}`;
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    await this.inPace(call.path);
    let isTokenFresh = false;
    for (let retry = 0; ; retry += 1) {
      const reply = await this.attempt(call.method, url, body);
      if (reply !== undefined && reply.status >= 200 && reply.status < 300) return idIn(reply.body);
      if (reply?.status === 401 && this.parts.token !== undefined && !isTokenFresh) {
        this.parts.token.drop();
        isTokenFresh = true;
        continue;
      }
      const pauseMs = this.pauseBefore(reply, retry);
      if (pauseMs === undefined) throw this.failure(reply, retry);
      await (this.parts.wait ?? delay)(pauseMs);
    }
  }

  private async inPace(path: string): Promise<void> {
    const conversation = path.split('/activities', 1)[0] ?? path;
    const waitMs = this.parts.pace?.next(conversation) ?? 0;
    if (waitMs > 0) await (this.parts.wait ?? delay)(waitMs);
  }

  private async attempt(
    method: string,
    url: string,
    body: string | undefined,
  ): Promise<HttpReply | undefined> {
    const { token, send } = this.parts;
    try {
      const headers: Record<string, string> = { accept: 'application/json' };
      if (token !== undefined) headers['authorization'] = `Bearer ${await token.get()}`;
      if (body !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
      return await send({
        lane: `channel ${new URL(url).host}`,
        method,
        url,
        headers,
        ...(body === undefined ? {} : { body }),
        timeoutMs: TRY_TIMEOUT_MS,
        maxBytes: MAX_ANSWER_BYTES,
      });
    } catch (error) {
      if (!(error instanceof TransportError)) {
        this.parts.log.warn('teams.channel.no-token', { error: errorName(error) });
      }
      return undefined;
    }
  }

  private pauseBefore(reply: HttpReply | undefined, retry: number): number | undefined {
    const longest = PAUSES_MS[retry];
    if (longest === undefined) return undefined;
    if (reply !== undefined && !WORTH_ANOTHER_TRY.has(reply.status)) return undefined;
    const asked = retryAfterSeconds(reply?.headers['retry-after'], this.parts.clock.now());
    if (asked !== undefined && asked > LONGEST_WAIT_SECONDS) return undefined;
    const jittered = longest * (0.5 + (this.parts.random ?? Math.random)() / 2);
    return Math.max(jittered, (asked ?? 0) * 1_000);
  }

  private failure(reply: HttpReply | undefined, retries: number): ChannelError {
    const status = reply?.status;
    this.parts.log.warn('teams.channel.not-taken', { status, count: retries + 1 });
    return new ChannelError(status === undefined ? 'unreachable' : 'refused', status);
  }
}

/** The id in an answer of the channel. */
function idIn(body: string): string | undefined {
  try {
    const { id } = JSON.parse(body) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
