/**
 * Loaded (`node -r`) into the processes that the launcher starts.
 *
 * The chat client listens on all interfaces and has no authentication: here everything listens on loopback only.
 * And when the launcher is gone, however it went, its children go too.
 */
import { Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

type Listen = (this: Server, ...args: unknown[]) => Server;

const holder = Server.prototype as unknown as { listen: Listen };
const listen = holder.listen;

holder.listen = function (...args: unknown[]): Server {
  const [first, ...rest] = args;
  if (typeof first === 'number' && typeof rest[0] !== 'string') {
    return listen.call(this, first, LOOPBACK, ...rest);
  }
  const needsHost = typeof first === 'object' && first !== null && 'port' in first && !('host' in first);
  return needsHost ? listen.call(this, { ...first, host: LOOPBACK }, ...rest) : listen.apply(this, args);
};

process.on('disconnect', () => {
  process.exit(0);
});
process.channel?.unref();
