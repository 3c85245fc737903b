import type { Response } from 'express';

/** A whole HTTP answer as a value, so that a fault can spoil it before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** Sends the answer as it is. */
export function sendAnswer(res: Response, answer: Answer): void {
  if (res.destroyed) return;
  res.status(answer.status).set(answer.headers);
  res.set('content-length', String(Buffer.byteLength(answer.body)));
  res.end(answer.body);
}
