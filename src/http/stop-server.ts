import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Server } from 'restify';

/** Requests that are under way get this long to end. */
const PATIENCE_MS = 8_000;
/** Who has just connected gets this long to send a request: a load balancer connects and sends in one go. */
const GRACE_MS = 200;

/**
 * Stops listening, lets what is under way or about to come end, then closes every connection: a browser keeps one open
 * for as long as its window is, and the server would wait for it.
 */
export async function stopServer(server: Server): Promise<void> {
  // Whoever the system has let in already is taken in before the door is shut.
  await setImmediate();
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  await Promise.race([closed, lastAnswered(server)]);
  if ('closeAllConnections' in server.server) server.server.closeAllConnections();
  await closed;
}

async function lastAnswered(server: Server): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  await allAnswered(server, patience);
  await setTimeout(GRACE_MS);
  await allAnswered(server, patience);
}

function allAnswered(server: Server, patience: AbortSignal): Promise<void> {
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
