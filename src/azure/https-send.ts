import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';

import type { HttpExchange, HttpReply, HttpSend } from './http-send';
import { TransportError } from './http-send';

/**
 * The real HttpSend, over TLS. `ca` replaces the machine's authorities (tests only; a process trusts the local cloud
 * through NODE_EXTRA_CA_CERTS).
 */
export function createHttpsSend(options: { readonly ca?: string } = {}): HttpSend {
  const reused = new Agent({ ...options, keepAlive: true });
  // A kept connection may be closed by the service just as it is used again; a write could then not tell whether it
  // arrived. So only GET reuses connections.
  const fresh = new Agent({ ...options, keepAlive: false });
  return (exchange) =>
    new Promise((resolve, reject) => {
      run(exchange, exchange.method === 'GET' ? reused : fresh, resolve, reject);
    });
}

function run(
  exchange: HttpExchange,
  agent: Agent,
  resolve: (reply: HttpReply) => void,
  reject: (error: TransportError) => void,
): void {
  if (exchange.signal?.aborted === true) {
    reject(new TransportError('aborted', false));
    return;
  }
  const { method, headers } = exchange;
  const request = httpsRequest(exchange.url, { method, headers, agent });
  const hasConnected = watchConnection(request);
  const fail = (kind: TransportError['kind']): void => {
    release();
    reject(new TransportError(kind, hasConnected()));
    request.destroy();
  };
  const onAbort = (): void => {
    fail('aborted');
  };
  const timer = setTimeout(() => {
    fail('timeout');
  }, exchange.timeoutMs);
  const release = (): void => {
    clearTimeout(timer);
    exchange.signal?.removeEventListener('abort', onAbort);
  };
  exchange.signal?.addEventListener('abort', onAbort);
  request.on('error', () => {
    fail(hasConnected() ? 'reset' : 'unreachable');
  });
  request.on('response', (response) => {
    read(response, exchange.maxBytes, fail, (reply) => {
      release();
      resolve(reply);
    });
  });
  request.end(exchange.body);
}

function watchConnection(request: ClientRequest): () => boolean {
  let isConnected = false;
  request.on('socket', (socket: Socket) => {
    if (request.reusedSocket) isConnected = true;
    else socket.once('secureConnect', () => (isConnected = true));
  });
  return () => isConnected;
}

function read(
  response: IncomingMessage,
  maxBytes: number,
  fail: (kind: TransportError['kind']) => void,
  done: (reply: HttpReply) => void,
): void {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    fail('encoded');
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) fail('too-large');
    else chunks.push(chunk);
  });
  response.on('error', () => {
    fail('reset');
  });
  response.on('end', () => {
    if (response.complete) {
      const body = Buffer.concat(chunks).toString('utf8');
      done({ status: response.statusCode ?? 0, headers: flat(response), body });
    } else fail('reset');
  });
}

function flat(response: IncomingMessage): Record<string, string> {
  const entries = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return Object.fromEntries(entries);
}
