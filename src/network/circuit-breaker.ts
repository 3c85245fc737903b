import type { Clock, MonotonicClock } from '../model/clock';
import type { Log } from '../model/log';
import type { HttpExchange, HttpReply, HttpSend } from './http-send';
import { HeldBackError, TransportError, retryAfterSeconds } from './http-send';

/** So many failures in a row, within this time, and the service is left alone for as long. */
const MOST_FAILURES = 5;
const FAILURE_WINDOW_MS = 30_000;
const OPEN_MS = 30_000;
/** A refusal for being asked too much that does not say for how long. */
const UNSAID_PAUSE_SECONDS = 5;
/** Somebody else is trying whether the service is back. */
const PROBE_SECONDS = 3;
/** Lanes in trouble that are remembered; the oldest is forgotten for a new one. */
const MOST_LANES = 1_000;

/** A lane in trouble; one without trouble is not remembered at all. Times are those of the monotonic clock, in ms. */
interface Lane {
  failedAt: number[];
  pausedUntil: number;
  openUntil: number;
  isProbing: boolean;
}

/**
 * HttpSend that leaves a service alone when it asks for that (429) or has failed again and again (a circuit breaker),
 * for all turns of the process together and for each lane by itself: what befalls one customer's directory holds up
 * nobody else. What is held back rejects with HeldBackError and is never sent.
 */
export function guarded(
  send: HttpSend,
  parts: { readonly clock: Clock; readonly monotonicMs: MonotonicClock; readonly log: Log },
): HttpSend {
  const { clock, monotonicMs } = parts;
  const lanes = new Map<string, Lane>();

  return async (exchange) => {
    const { lane: name } = exchange;
    const lane = lanes.get(name);
    if (lane !== undefined) holdBack(lane, monotonicMs());
    const isProbe = lane !== undefined && lane.openUntil > 0;
    if (isProbe) lane.isProbing = true;
    try {
      const reply = await send(exchange);
      note(reply, exchange);
      return reply;
    } catch (error) {
      if (isFailure(error)) fail(name);
      throw error;
    } finally {
      if (isProbe) lane.isProbing = false;
    }
  };

  function note(reply: HttpReply, { lane: name }: HttpExchange): void {
    if (reply.status === 429) pause(name, reply);
    else if (reply.status >= 500) fail(name);
    else if (!isPaused(name)) lanes.delete(name);
  }

  function pause(name: string, reply: HttpReply): void {
    const seconds = retryAfterSeconds(reply.headers['retry-after'], clock.now()) ?? UNSAID_PAUSE_SECONDS;
    const lane = laneOf(name);
    lane.pausedUntil = Math.max(lane.pausedUntil, monotonicMs() + seconds * 1000);
    // It answers, so it is not down.
    lane.failedAt = [];
    lane.openUntil = 0;
    parts.log.warn('azure.guard.paused', { component: name, durationMs: seconds * 1000 });
  }

  function fail(name: string): void {
    const now = monotonicMs();
    const lane = laneOf(name);
    // What was under way when it opened tells nothing new.
    if (lane.openUntil > now) return;
    lane.failedAt = [...lane.failedAt.filter((at) => now - at < FAILURE_WINDOW_MS), now];
    if (lane.openUntil === 0 && lane.failedAt.length < MOST_FAILURES) return;
    lane.openUntil = now + OPEN_MS;
    parts.log.error('azure.guard.opened', { component: name, count: lane.failedAt.length });
  }

  function isPaused(name: string): boolean {
    return (lanes.get(name)?.pausedUntil ?? 0) > monotonicMs();
  }

  function laneOf(name: string): Lane {
    const known = lanes.get(name);
    if (known !== undefined) return known;
    const lane: Lane = { failedAt: [], pausedUntil: 0, openUntil: 0, isProbing: false };
    lanes.set(name, lane);
    if (lanes.size > MOST_LANES) {
      const [oldest] = lanes.keys();
      if (oldest !== undefined) lanes.delete(oldest);
    }
    return lane;
  }
}

function holdBack({ pausedUntil, openUntil, isProbing }: Lane, now: number): void {
  if (pausedUntil > now) throw new HeldBackError('paused', Math.ceil((pausedUntil - now) / 1000));
  if (openUntil > now) throw new HeldBackError('down', Math.ceil((openUntil - now) / 1000));
  if (isProbing) throw new HeldBackError('down', PROBE_SECONDS);
}

/** What we ended ourselves, or did not like, is not the service's fault. */
function isFailure(error: unknown): boolean {
  return (
    error instanceof TransportError &&
    (error.kind === 'unreachable' || error.kind === 'timeout' || error.kind === 'reset')
  );
}
