import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate';

/** The port asked for belongs to another process. */
class PortInUseError extends Error {
  readonly code = 'EADDRINUSE';

  constructor(
    readonly port: number,
    readonly purpose: string,
  ) {
    super(`Port ${port} (${purpose}) is in use by another program.`);
    this.name = 'PortInUseError';
  }
}

/** An open port that does not answer yet: `serve` gives it something to say. */
export interface Listener {
  readonly port: number;
  serve(handler: RequestListener): void;
  /** Closes the port and every connection on it. */
  close(): Promise<void>;
}

/** Opens a port (0: any free one). With a certificate it speaks TLS. */
export async function openListener(options: {
  host: string;
  port: number;
  purpose: string;
  certificate?: Certificate;
}): Promise<Listener> {
  const { certificate } = options;
  const server: Server = certificate
    ? createHttpsServer({ key: certificate.keyPem, cert: certificate.certPem })
    : createHttpServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(options.port, options.purpose) : error);
    });
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve: (handler) => {
      server.on('request', handler);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
