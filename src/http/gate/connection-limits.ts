import type { Server, IncomingMessage, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';

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
