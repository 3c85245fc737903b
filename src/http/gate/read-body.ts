import type { IncomingMessage } from 'node:http';

/** Teams' activities are a few KB; nothing larger is read. */
const LARGEST_BODY = 256 * 1024;
/** Teams sends its bodies at once; who takes longer holds a connection for nothing. */
const PATIENCE_MS = 10_000;

/** A body, or the HTTP status that says why there is none. */
export type ReadBody =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'none'; readonly status: number };

/** Reads a request's body within its size and its time. */
export function readBody(request: IncomingMessage): Promise<ReadBody> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > LARGEST_BODY) return Promise.resolve({ kind: 'none', status: 413 });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (read: ReadBody): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', done).off('close', cut);
      resolve(read);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > LARGEST_BODY) end({ kind: 'none', status: 413 });
      else chunks.push(chunk);
    };
    const done = (): void => {
      end({ kind: 'text', text: Buffer.concat(chunks, size).toString('utf8') });
    };
    const cut = (): void => {
      end({ kind: 'none', status: 400 });
    };
    const timer = setTimeout(() => {
      end({ kind: 'none', status: 408 });
    }, PATIENCE_MS);
    request.on('data', take).on('end', done).on('close', cut);
  });
}
