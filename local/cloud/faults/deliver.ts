import { setTimeout as wait } from 'node:timers/promises';
import type { Response } from 'express';
import { sendAnswer, type Answer } from '../http/answer';
import type { Fault } from './fault';
import { oddAnswer } from './odd-answer';

const PROXY_PAGE =
  '<!doctype html><html><head><title>Network sign-in</title></head><body>Welcome</body></html>';

/** What a service does with a request, and how it words the refusals that a fault asks for. */
export interface Work {
  /** Does the work and commits it. */
  make(): Promise<Answer>;
  throttled(): Answer;
  broken(status: number): Answer;
}

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

function withRetryAfter({ headers, ...rest }: Answer, fault: Extract<Fault, { kind: 'throttle' }>): Answer {
  const value = fault.retryAfter ?? fault.retryAfterSeconds?.toString();
  return { ...rest, headers: value === undefined ? headers : { ...headers, 'retry-after': value } };
}

async function delayed(
  res: Response,
  work: Work,
  fault: Extract<Fault, { kind: 'delay' }>,
  stopped: AbortSignal,
): Promise<void> {
  const early = fault.writes === 'before' ? await work.make() : undefined;
  const over = await wait(fault.ms, true, { signal: stopped }).catch(() => false);
  if (over) sendAnswer(res, early ?? (await work.make()));
}

/**
 * Answers a request, through the fault if there is one; a fault that strikes before the work never begins it.
 * Waits end when the cloud stops.
 */
export async function deliver(
  res: Response,
  work: Work,
  fault: Fault | undefined,
  stopped: AbortSignal,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
    case 'aadsts':
      sendAnswer(res, await work.make());
      return;
    case 'delay':
      await delayed(res, work, fault, stopped);
      return;
    case 'hang':
      return;
    case 'reset':
      drop(res);
      return;
    case 'cut-body':
      sendHalf(res, await work.make());
      return;
    case 'throttle':
      sendAnswer(res, withRetryAfter(work.throttled(), fault));
      return;
    case 'status':
      sendAnswer(res, work.broken(fault.status));
      return;
    case 'html':
      sendAnswer(res, { status: 200, headers: { 'content-type': 'text/html' }, body: PROXY_PAGE });
      return;
    case 'commit-then-drop':
      await work.make();
      drop(res);
      return;
    case 'odd-answer':
      sendAnswer(res, oddAnswer(await work.make(), fault.answer));
  }
}
