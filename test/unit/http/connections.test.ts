import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { createConnection } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { limitConnections } from '../../../src/http/connections';

const MOST = 3;
let server: Server;
let sockets: Socket[];
let pending: ServerResponse[];

beforeEach(async () => {
  sockets = [];
  pending = [];
  server = createServer((request, response) => {
    if (request.url === '/slow') pending.push(response);
    else response.end('well');
  });
  limitConnections(server, MOST);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function connected(): Promise<Socket> {
  const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(server, 'connection');
  return socket;
}

async function asks(socket: Socket, path = '/'): Promise<string> {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const [answer] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [Buffer | boolean];
  return typeof answer === 'boolean' ? 'closed' : String(answer).slice(9, 12);
}

async function slowly(socket: Socket): Promise<void> {
  socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(server, 'request');
}

test('whoever asked once and only holds connections shuts nobody out: the longest idle one makes room', async () => {
  const idle = [await connected(), await connected(), await connected()];
  for (const socket of idle) expect(await asks(socket)).toBe('200');
  const gone = once(idle[0]!, 'close');
  const newcomer = await connected();
  expect(await asks(newcomer)).toBe('200');
  await gone;
  expect(await asks(idle[1]!)).toBe('200');
});

test('nobody who is being answered is cut off: one that is idle goes first, and the new one where there is none', async () => {
  const [first, second, third] = [await connected(), await connected(), await connected()];
  await slowly(first);
  await slowly(third);
  const gone = once(second, 'close');
  const fourth = await connected();
  await gone;
  await slowly(fourth);
  const fifth = await connected();
  await once(fifth, 'close');
  const answered = [first, third, fourth].map((socket) => once(socket, 'data'));
  for (const response of pending) response.end('at last');
  expect(await Promise.all(answered)).toHaveLength(3);
});
