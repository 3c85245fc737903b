import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { setImmediate as immediately, setTimeout as wait } from 'node:timers/promises';

import type { Next, Request, Response, Server as RestifyServer } from 'restify';

/** From the connection to the end of the first request's headers. */
const HEADERS_MS = 10_000;
/** From the first byte of a request to its last. */
const REQUEST_MS = 15_000;
/** Longer than the load balancers in front keep a connection, so that it is they who close it. */
const KEPT_MS = 245_000;
const MOST_CONNECTIONS = 5_000;
const MOST_HEADERS = 100;

/**
 * Bounds what connections may cost that send little or nothing. When there are too many, the one that has been idle
 * longest makes room for a new one, so that whoever only holds connections shuts nobody out; when every connection is
 * being answered, the new one is closed.
 */
export function limitConnections(server: Server | SecureServer, mostConnections = MOST_CONNECTIONS): void {
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEPT_MS;
  server.maxHeadersCount = MOST_HEADERS;
  const open = new Set<Socket>();
  /** Connections on which no request is being answered, in the order in which they became so. */
  const idle = new Set<Socket>();
  // Node looks for late headers every 30 seconds only; a connection that never gets so far is ended in time here.
  const waiting = new WeakMap<Socket, NodeJS.Timeout>();
  server.on('connection', (socket: Socket) => {
    if (open.size >= mostConnections) {
      const [longestIdle = socket] = idle;
      longestIdle.destroy();
      open.delete(longestIdle);
      idle.delete(longestIdle);
      if (longestIdle === socket) return;
    }
    open.add(socket);
    idle.add(socket);
    const timer = setTimeout(() => socket.destroy(), HEADERS_MS).unref();
    waiting.set(socket, timer);
    socket.once('close', () => {
      clearTimeout(timer);
      open.delete(socket);
      idle.delete(socket);
    });
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    clearTimeout(waiting.get(socket));
    idle.delete(socket);
    response.once('close', () => {
      if (open.has(socket)) idle.add(socket);
    });
  });
}

/** Requests that are under way get this long to end. */
const PATIENCE_MS = 8_000;
/** The system keeps about as many waiting. */
const MOST_TAKEN_IN = 512;
const ROUNDS_ALONE = 3;
/** Who has just connected gets this long to send a request: a load balancer connects and sends in one go. */
const GRACE_MS = 200;

/**
 * Stops listening, lets what is under way or about to come end, then closes every connection: a browser keeps one open
 * for as long as its window is, and the server would wait for it.
 */
export async function stopServer(server: RestifyServer): Promise<void> {
  await takenIn(server);
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  await Promise.race([closed, lastAnswered(server)]);
  if ('closeAllConnections' in server.server) server.server.closeAllConnections();
  await closed;
}

/**
 * Takes in whoever the system has let in already: those would be cut off when the door is shut. Node does so one
 * connection each time round its event loop, and a busy bot may have dozens of them waiting.
 */
async function takenIn(server: RestifyServer): Promise<void> {
  let roundsAlone = 0;
  const onConnection = (): void => {
    roundsAlone = 0;
  };
  server.server.on('connection', onConnection);
  for (let round = 0; roundsAlone < ROUNDS_ALONE && round < MOST_TAKEN_IN; round += 1) {
    roundsAlone += 1;
    await immediately();
  }
  server.server.off('connection', onConnection);
}

async function lastAnswered(server: RestifyServer): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  await allAnswered(server, patience);
  await wait(GRACE_MS);
  await allAnswered(server, patience);
}

function allAnswered(server: RestifyServer, patience: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (server.inflightRequests() > 0 && !patience.aborted) return;
      server.off('after', check);
      patience.removeEventListener('abort', check);
      resolve();
    };
    patience.addEventListener('abort', check);
    server.on('after', check);
    check();
  });
}

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
