import type { Next, Request, Response } from 'restify';

/**
 * A handler whose errors become an answer. What a plain handler throws restify leaves to the process, which ends of it;
 * what it hands on is answered like what an async one rejects with.
 */
export function caught(
  handle: (request: Request, response: Response) => void,
): (request: Request, response: Response, next: Next) => void {
  return (request, response, next) => {
    try {
      handle(request, response);
    } catch (error) {
      next(error);
      return;
    }
    next();
  };
}
