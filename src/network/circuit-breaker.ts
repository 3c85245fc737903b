import { BoundedMap } from '../lib/bounded-map';
import type { Clock, MonotonicClock } from '../model/clock';
import type { Log } from '../model/log';
import type { HttpExchange, HttpReply, HttpSend } from './http-send';
import { CircuitOpenError, TransportError, retryAfterSeconds } from './http-send';

/** So many failures in a row, within this time, and the service is left alone for as long. */
const MOST_FAILURES = 5;
const FAILURE_WINDOW_MS = 30_000;
const OPEN_MS = 30_000;
/** A refusal for being asked too much that does not say for how long. */
const UNSAID_PAUSE_SECONDS = 5;
/** Somebody else is trying whether the service is back. */
const PROBE_SECONDS = 3;
/** Circuits in trouble that are remembered; the oldest is forgotten for a new one. */
const MOST_CIRCUITS = 1_000;

/** A circuit in trouble; one without trouble is not remembered at all. Times are those of the monotonic clock, in ms. */
interface Circuit {
  failedAt: number[];
  pausedUntil: number;
  openUntil: number;
  isProbing: boolean;
}

/**
 * HttpSend that leaves a service alone when it asks for that (429) or has failed again and again (a circuit breaker),
 * for all turns of the process together and for each circuit by itself: what befalls one customer's directory holds up
 * nobody else. What is held back rejects with CircuitOpenError and is never sent.
 */
export function guarded(
  send: HttpSend,
  parts: { readonly clock: Clock; readonly monotonicMs: MonotonicClock; readonly log: Log },
): HttpSend {
  const { clock, monotonicMs } = parts;
  const circuits = new BoundedMap<string, Circuit>(MOST_CIRCUITS);

  return async (exchange) => {
    const { circuit: name } = exchange;
    const circuit = circuits.get(name);
    if (circuit !== undefined) holdBack(circuit, monotonicMs());
    const isProbe = circuit !== undefined && circuit.openUntil > 0;
    if (isProbe) circuit.isProbing = true;
    try {
      const reply = await send(exchange);
      note(reply, exchange);
      return reply;
    } catch (error) {
      if (isFailure(error)) fail(name);
      throw error;
    } finally {
      if (isProbe) circuit.isProbing = false;
    }
  };

  function note(reply: HttpReply, { circuit: name }: HttpExchange): void {
    if (reply.status === 429) pause(name, reply);
    else if (reply.status >= 500) fail(name);
    else if (!isPaused(name)) circuits.delete(name);
  }

  function pause(name: string, reply: HttpReply): void {
    const seconds = retryAfterSeconds(reply.headers['retry-after'], clock.now()) ?? UNSAID_PAUSE_SECONDS;
    const circuit = circuitOf(name);
    circuit.pausedUntil = Math.max(circuit.pausedUntil, monotonicMs() + seconds * 1000);
    // It answers, so it is not down.
    circuit.failedAt = [];
    circuit.openUntil = 0;
    parts.log.warn('azure.guard.paused', { component: name, durationMs: seconds * 1000 });
  }

  function fail(name: string): void {
    const now = monotonicMs();
    const circuit = circuitOf(name);
    // What was under way when it opened tells nothing new.
    if (circuit.openUntil > now) return;
    circuit.failedAt = [...circuit.failedAt.filter((at) => now - at < FAILURE_WINDOW_MS), now];
    if (circuit.openUntil === 0 && circuit.failedAt.length < MOST_FAILURES) return;
    circuit.openUntil = now + OPEN_MS;
    parts.log.error('azure.guard.opened', { component: name, count: circuit.failedAt.length });
  }

  function isPaused(name: string): boolean {
    return (circuits.get(name)?.pausedUntil ?? 0) > monotonicMs();
  }

  function circuitOf(name: string): Circuit {
    const known = circuits.get(name);
    if (known !== undefined) return known;
    const circuit: Circuit = { failedAt: [], pausedUntil: 0, openUntil: 0, isProbing: false };
    circuits.set(name, circuit);
    return circuit;
  }
}

function holdBack({ pausedUntil, openUntil, isProbing }: Circuit, now: number): void {
  if (pausedUntil > now) throw new CircuitOpenError('paused', Math.ceil((pausedUntil - now) / 1000));
  if (openUntil > now) throw new CircuitOpenError('down', Math.ceil((openUntil - now) / 1000));
  if (isProbing) throw new CircuitOpenError('down', PROBE_SECONDS);
}

/** What we ended ourselves, or did not like, is not the service's fault. */
function isFailure(error: unknown): boolean {
  return (
    error instanceof TransportError &&
    (error.kind === 'unreachable' || error.kind === 'timeout' || error.kind === 'reset')
  );
}
