import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { createServer } from 'restify';
import type { Server } from 'restify';
import { stopServer } from '../../../src/http/connections';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

/** A server that answers when it is let, and a way to connect to it. */
async function serving(mayAnswer: Promise<void> = Promise.resolve()): Promise<{
  server: Server;
  readonly connected: () => Promise<Socket>;
}> {
  const server = createServer();
  server.get('/', async (_request, response) => {
    await mayAnswer;
    response.send(200, 'answered');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  return {
    server,
    connected: async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
  };
}

test('who has connected when the server is told to stop is still answered', async () => {
  const { server, connected } = await serving();
  const socket = await connected();
  const stopped = stopServer(server);
  socket.write(REQUEST);
  expect(await text(socket)).toContain('answered');
  await stopped;
});

test('who waits for an answer gets it before the server is gone, and nobody new gets in', async () => {
  let release = (): void => undefined;
  const { server, connected } = await serving(
    new Promise((resolve) => {
      release = resolve;
    }),
  );
  const socket = await connected();
  socket.write(REQUEST);
  await once(server, 'pre');
  const stopped = stopServer(server);
  while (server.server.listening) await new Promise(setImmediate);
  await expect(connected()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  release();
  expect(await text(socket)).toContain('answered');
  await stopped;
});

test('who stays connected and sends nothing holds nobody up for long', async () => {
  const { server, connected } = await serving();
  const socket = await connected();
  const closed = once(socket, 'close');
  await stopServer(server);
  await closed;
});
