import { setTimeout as wait } from 'node:timers/promises';
import type { Response } from 'express';
import { jsonAnswer, sendAnswer, type Answer } from '../http/answer';
import type { Fault } from './fault';
import { oddAnswer } from './odd-answer';

const THROTTLED = { error: { code: 'TooManyRequests', message: 'Too many requests. Ask again later.' } };
const BROKEN = { error: { code: 'InternalServerError', message: 'The service met an internal error.' } };
const PROXY_PAGE =
  '<!doctype html><html><head><title>Network sign-in</title></head><body>Welcome</body></html>';

function drop(res: Response): void {
  res.socket?.destroy();
}

function sendHalf(res: Response, answer: Answer): void {
  const bytes = Buffer.from(answer.body);
  res.status(answer.status).set(answer.headers);
  res.set('content-length', String(Math.max(bytes.length, 1)));
  res.flushHeaders();
  res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    drop(res);
  });
}

function throttled(retryAfterSeconds: number | undefined): Answer {
  return jsonAnswer(
    429,
    THROTTLED,
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

async function delayed(
  res: Response,
  make: () => Promise<Answer>,
  fault: Extract<Fault, { kind: 'delay' }>,
  stopped: AbortSignal,
): Promise<void> {
  const early = fault.writes === 'before' ? await make() : undefined;
  const over = await wait(fault.ms, true, { signal: stopped }).catch(() => false);
  if (over) sendAnswer(res, early ?? (await make()));
}

/**
 * Answers a request, through the fault if there is one. `make` does the work and commits it; a fault that
 * strikes before the work never calls it. Waits end when the cloud stops.
 */
export async function deliver(
  res: Response,
  make: () => Promise<Answer>,
  fault: Fault | undefined,
  stopped: AbortSignal,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
    case 'aadsts':
      sendAnswer(res, await make());
      return;
    case 'delay':
      await delayed(res, make, fault, stopped);
      return;
    case 'hang':
      return;
    case 'reset':
      drop(res);
      return;
    case 'cut-body':
      sendHalf(res, await make());
      return;
    case 'throttle':
      sendAnswer(res, throttled(fault.retryAfterSeconds));
      return;
    case 'status':
      sendAnswer(res, jsonAnswer(fault.status, BROKEN));
      return;
    case 'html':
      sendAnswer(res, { status: 200, headers: { 'content-type': 'text/html' }, body: PROXY_PAGE });
      return;
    case 'commit-then-drop':
      await make();
      drop(res);
      return;
    case 'odd-answer':
      sendAnswer(res, oddAnswer(await make(), fault.answer));
  }
}
