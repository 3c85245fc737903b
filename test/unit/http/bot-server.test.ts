import { once } from 'node:events';
import { join } from 'node:path';
import type { Server } from 'restify';
import { packageRoot } from '../../../src/config/package-root';
import { createBotServer } from '../../../src/http/bot-server';
import { Gate } from '../../../src/http/gate/gate';
import { Refusals } from '../../../src/http/gate/refusals';
import { loadPages } from '../../../src/http/pages/page-content';
import { systemClock } from '../../../src/model/clock';
import type { LogFields } from '../../../src/model/log';
import type { TeamsBot } from '../../../src/teams/teams-bot';
import { internalsIn } from '../../support/internals';

const CANARY = 'the inside of the bot';
const lines: { event: string; fields: LogFields }[] = [];
const write = (event: string, fields: LogFields): void => void lines.push({ event, fields });
const log = { info: write, warn: write, error: write };
const refusals = new Refusals({ monotonicMs: () => 0, log });
const broken = (): never => {
  throw new TypeError(CANARY);
};
const rejected = (): Promise<never> => Promise.reject(new TypeError(CANARY));
let server: Server;
let address: string;

beforeAll(async () => {
  server = createBotServer({
    bot: { process: rejected } as unknown as TeamsBot,
    gate: new Gate({ services: { hosts: [], loopback: true }, clock: systemClock, refusals }),
    signInPages: { authorizeUrl: rejected, finish: rejected },
    pages: new Proxy(loadPages(join(packageRoot(__dirname), 'content')), { get: broken }),
    frame: {
      operator: { name: 'Fabrikam Consulting', contact: 'https://fabrikam.example' },
      version: '1.2.3',
    },
    health: { live: broken, ready: rejected },
    log,
    refusals,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${server.address().port}`;
});
afterAll(() => {
  server.close();
});

const message = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1/',
  text: 'hello',
  from: { id: '29:robin', aadObjectId: '22222222-2222-4222-8222-222222222222' },
  recipient: { id: '28:pal' },
  conversation: { id: 'a', tenantId: '11111111-1111-4111-8111-111111111111', conversationType: 'personal' },
};

test.each(['/auth/start?ticket=a', '/auth/callback?state=a', '/livez', '/readyz', '/', '/api/messages'])(
  'what throws behind %s is a 500 without a word, and the log has it under the id in its header',
  async (path) => {
    const sent = path.startsWith('/api')
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(message) }
      : {};
    const response = await fetch(address + path, sent);
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(internalsIn(JSON.stringify([...response.headers]))).toBeUndefined();
    const correlationId = response.headers.get('x-correlation-id');
    expect(lines.at(-1)).toEqual({
      event: 'http.failed',
      fields: { correlationId, status: 500, error: 'TypeError' },
    });
  },
);
