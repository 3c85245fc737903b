import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { PORT_SETTINGS } from './options';
import type { Ports } from './options';

const LOOPBACK = '127.0.0.1';
/** Below what systems give to outgoing connections: a port that is free is still free a moment later. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** Checks all ports at once, and turns each 0 into a free one. */
export async function claimPorts(ports: Ports): Promise<{ ports: Ports; problems: string[] }> {
  const problems: string[] = [];
  const claimed = { ...ports };
  for (const key of Object.keys(PORT_SETTINGS) as (keyof Ports)[]) {
    const port = ports[key] === 0 ? await freePort() : await tryPort(ports[key]);
    const { name, what } = PORT_SETTINGS[key];
    if (port === undefined) {
      problems.push(
        `Port ${ports[key]} for ${what} is in use: stop what uses it, or set ${name} to another port.`,
      );
    } else {
      claimed[key] = port;
    }
  }
  return { ports: claimed, problems };
}

/** What this process was given before: its programs may not listen there yet. */
const given = new Set<number>();

/** A port of this machine that nobody listens on just now, and another one each time. */
export async function freePort(): Promise<number> {
  let port: number | undefined;
  while (port === undefined || given.has(port)) port = await tryPort(randomInt(LOWEST, HIGHEST));
  given.add(port);
  return port;
}

/** The port if it could be listened on just now, else undefined. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      server.close(() => {
        resolve(port);
      });
    });
  });
}
