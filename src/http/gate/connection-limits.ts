import type { Server, IncomingMessage } from 'node:http';
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

/** Bounds what connections may cost that send little or nothing. */
export function limitConnections(server: Server | SecureServer): void {
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEPT_MS;
  server.maxConnections = MOST_CONNECTIONS;
  server.maxHeadersCount = MOST_HEADERS;
  // Node looks for late headers every 30 seconds only; a connection that never gets so far is ended in time here.
  const waiting = new WeakMap<Socket, NodeJS.Timeout>();
  server.on('connection', (socket: Socket) => {
    const timer = setTimeout(() => socket.destroy(), HEADERS_MS).unref();
    waiting.set(socket, timer);
    socket.once('close', () => {
      clearTimeout(timer);
    });
  });
  server.on('request', ({ socket }: IncomingMessage) => {
    clearTimeout(waiting.get(socket));
  });
}
