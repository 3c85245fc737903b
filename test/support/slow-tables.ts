import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Stands before a table service; what goes through much, and what deletes, can be made slow. */
export class SlowTables {
  /** How much longer a listing or a deletion takes, in milliseconds. */
  extraMs = 0;
  private readonly server: Server;

  private constructor(private readonly service: URL) {
    this.server = createServer((incoming, outgoing) => {
      this.pass(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  /** Starts before the service that the connection string names. */
  static async start(connectionString: string): Promise<SlowTables> {
    const endpoint = /TableEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? '';
    const slow = new SlowTables(new URL(endpoint));
    await new Promise<void>((resolve) => slow.server.listen(0, '127.0.0.1', resolve));
    return slow;
  }

  /** The same account, reached through this. */
  through(connectionString: string): string {
    const { port } = this.server.address() as AddressInfo;
    return connectionString.replace(this.service.host, `127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const isListing = method === 'GET' && decodeURIComponent(url).includes('()');
    if (this.extraMs > 0 && (isListing || method === 'DELETE')) await wait(this.extraMs);
    const { hostname, port } = this.service;
    const passed = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  }
}
