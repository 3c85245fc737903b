import type { HttpReply } from '../../src/network/http-send';
import { TransportError } from '../../src/network/http-send';
import { ChannelError, Connector } from '../../src/teams/channel/connector';
import { expectHeld, howMany } from '../support/threats';

const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };
const SERVICE = 'https://smba.trafficmanager.net/emea/';
const FAULTS = [429, 412, 500, 502, 503, 504, 'reset'] as const;

/** The same numbers on every run. */
function numbers(): () => number {
  let state = 34;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function connectorTo(answer: (url: string) => HttpReply | TransportError) {
  const asked: string[] = [];
  const waited: number[] = [];
  const connector = new Connector({
    send: ({ url }) => {
      asked.push(url);
      const given = answer(url);
      return given instanceof TransportError ? Promise.reject(given) : Promise.resolve(given);
    },
    services: { hosts: ['smba.trafficmanager.net'], loopback: false },
    clock: { now: () => new Date() },
    log,
    random: () => 1,
    wait: (ms) => {
      waited.push(ms);
      return Promise.resolve();
    },
  });
  const say = () => connector.call({ method: 'POST', serviceUrl: SERVICE, path: '/v3/x', body: {} });
  return { connector, say, asked, waited };
}

const reply = (status: number, headers: Record<string, string> = {}): HttpReply => ({
  status,
  headers,
  body: status < 300 ? '{"id":"1"}' : '{}',
});

test('T34: with one send in five failing, what is said arrives, once', async () => {
  const random = numbers();
  const count = howMany({ usual: 1_000, full: 1_000 });
  let delivered = 0;
  const { say } = connectorTo(() => {
    if (random() < 0.2) {
      const fault = FAULTS[Math.floor(random() * FAULTS.length)]!;
      return fault === 'reset' ? new TransportError('reset', true) : reply(fault);
    }
    delivered += 1;
    return reply(201);
  });
  let held = 0;
  for (let one = 0; one < count; one += 1) {
    delivered = 0;
    await say().catch(() => undefined);
    if (delivered === 1) held += 1;
  }
  expectHeld({ id: 'T34', what: 'sends at 20 % faults: delivered once', tried: count, held });
});

test('T34: no more than four retries, each after a longer pause, and as Retry-After asks', async () => {
  const down = connectorTo(() => reply(503));
  await expect(down.say()).rejects.toBeInstanceOf(ChannelError);
  expect(down.asked).toHaveLength(5);
  expect(down.waited).toEqual([300, 700, 1_500, 3_000]);
  const busy = connectorTo(() => reply(429, { 'retry-after': '2' }));
  await expect(busy.say()).rejects.toMatchObject({ kind: 'refused', status: 429 });
  expect(busy.waited).toEqual([2_000, 2_000, 2_000, 3_000]);
  const long = connectorTo(() => reply(429, { 'retry-after': '3600' }));
  await expect(long.say()).rejects.toMatchObject({ status: 429 });
  expect(long.asked).toHaveLength(1);
});

test.each([400, 403, 404, 302, 307])(
  'an answer of %d is not tried again, and leads nowhere',
  async (status) => {
    const { say, asked } = connectorTo(() => reply(status, { location: 'https://evil.example/' }));
    await expect(say()).rejects.toMatchObject({ kind: 'refused', status });
    expect(asked).toHaveLength(1);
  },
);

test('a service from the records that is not Teams gets nothing', async () => {
  const { connector, asked } = connectorTo(() => reply(201));
  const call = { method: 'POST', serviceUrl: 'https://evil.example/', path: '/v3/x', body: {} } as const;
  await expect(connector.call(call)).rejects.toMatchObject({ kind: 'foreign-service' });
  expect(asked).toEqual([]);
});
