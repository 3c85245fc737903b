import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { jsonAnswer, sendAnswer } from './answer';

const readable = z.object({ status: z.number().int().min(400).max(599).default(500), message: z.string() });

/** Answers what no route could: a body that can't be read, or a mistake in the local cloud itself. */
export function lastResort(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status, message } = readable.safeParse(error).data ?? {
    status: 500,
    message: 'The local cloud failed.',
  };
  sendAnswer(res, jsonAnswer(status, { error: { code: 'LocalCloudFailed', message } }));
}
