import type { Server } from 'restify';

/** Requests that are under way get this long to end. */
const PATIENCE_MS = 8_000;

/**
 * Stops listening, lets what is under way end, then closes every connection: a browser keeps one open for as long as
 * its window is, and the server would wait for it.
 */
export async function stopServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  await allAnswered(server);
  if ('closeAllConnections' in server.server) server.server.closeAllConnections();
  await closed;
}

function allAnswered(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    const check = (): void => {
      if (server.inflightRequests() > 0) return;
      clearTimeout(timer);
      resolve();
    };
    server.on('after', check);
    check();
  });
}
