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

/** Teams' cards nest to about ten levels; deeper texts are made to break whatever walks through them. */
const DEEPEST = 32;
/** Names that reach an object's prototype instead of its own fields. */
const REACHING = new Set(['__proto__', 'constructor', 'prototype']);

/** A text as JSON that nothing inside can trip over; undefined when it is none, or nests too deep. */
export function cleanJsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isClean(value, 0) ? value : cleaned(value);
  } catch {
    return undefined;
  }
}

/** Nearly everything is, and need not be copied. Throws where it nests too deep. */
function isClean(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEEPEST) throw new RangeError('nested too deep');
  let isSo = true;
  for (const name of Object.keys(value)) {
    if (!isClean((value as Readonly<Record<string, unknown>>)[name], depth + 1) || REACHING.has(name))
      isSo = false;
  }
  return isSo;
}

function cleaned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  const own: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    if (!REACHING.has(name)) own[name] = cleaned(one);
  }
  return own;
}
