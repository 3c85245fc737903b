import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

import type { HttpExchange, HttpSend } from '../../../src/network/http-send';
import { TransportError, createNetworkSend } from '../../../src/network/http-send';

let server: Server;
let send: HttpSend;
let origin: string;
let ca: string;
let seen: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  const altNames = [{ type: 2 as const, value: 'localhost' }];
  const pem = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  server = createServer({ key: pem.private, cert: pem.cert }, (request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  ca = pem.cert;
  send = createNetworkSend({ ca });
});

beforeEach(() => {
  seen = [];
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function exchange(more: Partial<HttpExchange> = {}): HttpExchange {
  return {
    circuit: 'x',
    method: 'GET',
    url: `${origin}/x`,
    headers: {},
    timeoutMs: 5_000,
    maxBytes: 100,
    ...more,
  };
}

async function failureOf(sent: Promise<unknown>): Promise<{ kind: string; isRequestSent: boolean }> {
  const error: unknown = await sent.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TransportError)) throw new Error('it did not fail as a TransportError');
  return { kind: error.kind, isRequestSent: error.isRequestSent };
}

test('a complete answer comes back as it was, names in lower case', async () => {
  answer = (_, response) => {
    response.writeHead(404, { 'X-Ms-Request-Id': 'r1' });
    response.end('gone');
  };
  expect(await send(exchange())).toMatchObject({
    status: 404,
    headers: { 'x-ms-request-id': 'r1' },
    body: 'gone',
  });
});

test('a kept connection is given up before the service would close it', async () => {
  server.keepAliveTimeout = 0;
  answer = (_, response) => response.setHeader('Keep-Alive', 'timeout=2').end();
  await send(exchange());
  // Ends by our own side: this server closes nothing by itself.
  await once(seen[0]!.socket, 'close');
  await send(exchange());
  expect(seen).toHaveLength(2);
});

test('a write without a body says that it has none, and uses no connection that may have been idle for long', async () => {
  answer = (_, response) => response.end();
  await send(exchange());
  await send(exchange());
  await send(exchange({ method: 'PUT' }));
  const ports = seen.map(({ socket }) => socket.remotePort);
  expect(ports[1]).toBe(ports[0]);
  expect(ports[2]).not.toBe(ports[0]);
  expect(seen[2]!.headers).toMatchObject({ 'content-length': '0' });
});

test('a write uses the connection of the one just before, and none that has been idle since', async () => {
  answer = (_, response) => response.end();
  await send(exchange({ method: 'PUT' }));
  await send(exchange({ method: 'PUT' }));
  const soonClosed = createNetworkSend({ ca, writesAgainWithinMs: 20 });
  await soonClosed(exchange({ method: 'PUT' }));
  await new Promise((resolve) => seen[2]!.socket.once('close', resolve));
  await soonClosed(exchange({ method: 'PUT' }));
  const ports = seen.map(({ socket }) => socket.remotePort);
  expect(ports[1]).toBe(ports[0]);
  expect(ports[3]).not.toBe(ports[2]);
});

test('a write on the connection of another that is dropped may have been heard', async () => {
  answer = (request, response) => (seen.length === 1 ? response.end() : request.socket.destroy());
  const sendOf = createNetworkSend({ ca });
  await sendOf(exchange({ method: 'PUT' }));
  const failure = await failureOf(sendOf(exchange({ method: 'PUT' })));
  expect(seen[1]!.socket.remotePort).toBe(seen[0]!.socket.remotePort);
  expect(failure).toEqual({ kind: 'reset', isRequestSent: true });
});

test('what may arrive twice uses a kept connection, whatever it is', async () => {
  answer = (_, response) => response.end();
  await send(exchange());
  await send(exchange({ method: 'POST', isRepeatable: true }));
  await send(exchange({ isRepeatable: false }));
  const ports = seen.map(({ socket }) => socket.remotePort);
  expect(ports[1]).toBe(ports[0]);
  expect(ports[2]).not.toBe(ports[0]);
});

test('a redirect is an answer, not a way to go', async () => {
  answer = (_, response) => {
    response.writeHead(302, { location: `${origin}/y` });
    response.end();
  };
  expect(await send(exchange())).toMatchObject({ status: 302 });
  expect(seen).toHaveLength(1);
});

test('an answer that is too long is not read to its end', async () => {
  answer = (_, response) => response.end('x'.repeat(101));
  expect(await failureOf(send(exchange()))).toEqual({ kind: 'too-large', isRequestSent: true });
});

test('a compressed answer is not unpacked', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end('x');
  };
  expect(await failureOf(send(exchange()))).toEqual({ kind: 'encoded', isRequestSent: true });
});

test('an answer that is cut off is a reset', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': '50' });
    response.write('half', () => response.destroy());
  };
  expect(await failureOf(send(exchange()))).toEqual({ kind: 'reset', isRequestSent: true });
});

test('a dropped connection is a reset that may have been heard', async () => {
  answer = (request) => request.socket.destroy();
  expect(await failureOf(send(exchange({ method: 'PUT' })))).toEqual({ kind: 'reset', isRequestSent: true });
});

test('no answer in time is a time-out', async () => {
  answer = () => undefined;
  expect(await failureOf(send(exchange({ timeoutMs: 60 })))).toMatchObject({ kind: 'timeout' });
});

test('a signal ends it at once, and before it begins', async () => {
  const deadline = new AbortController();
  answer = () => {
    deadline.abort();
  };
  const { signal } = deadline;
  expect(await failureOf(send(exchange({ signal })))).toEqual({ kind: 'aborted', isRequestSent: true });
  expect(await failureOf(send(exchange({ signal })))).toEqual({ kind: 'aborted', isRequestSent: false });
  expect(seen).toHaveLength(1);
});

test('where nobody listens it is certain that nothing was sent', async () => {
  const failure = await failureOf(send(exchange({ url: 'https://localhost:1/', method: 'PUT' })));
  expect(failure).toEqual({ kind: 'unreachable', isRequestSent: false });
});

test('a certificate that nobody vouches for is refused before anything is sent', async () => {
  const failure = await failureOf(createNetworkSend()(exchange({ method: 'PUT' })));
  expect(failure).toEqual({ kind: 'unreachable', isRequestSent: false });
  expect(seen).toEqual([]);
});
