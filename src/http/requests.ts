import type { IncomingMessage } from 'node:http';
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

/**
 * Whether a request's target and host can be put together to an address. Restify does so before any handler, outside of
 * every `try`: one that can't be would end the process.
 */
export function hasReadableTarget({ url = '', headers }: IncomingMessage): boolean {
  const base = `http://${headers.host ?? 'localhost'}`;
  return url.startsWith('/') ? URL.canParse(base + url) : URL.canParse(url, base);
}

/** The parameters of a request's address; of one that is there twice, the last. */
export function queryOf({ url = '' }: IncomingMessage): Readonly<Record<string, string | undefined>> {
  const at = url.indexOf('?');
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at + 1)));
}
