import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Server } from 'restify';

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
export async function stopServer(server: Server): Promise<void> {
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
async function takenIn(server: Server): Promise<void> {
  let roundsAlone = 0;
  const onConnection = (): void => {
    roundsAlone = 0;
  };
  server.server.on('connection', onConnection);
  for (let round = 0; roundsAlone < ROUNDS_ALONE && round < MOST_TAKEN_IN; round += 1) {
    roundsAlone += 1;
    await setImmediate();
  }
  server.server.off('connection', onConnection);
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
