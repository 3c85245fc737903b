import { Connector } from '../../../../src/teams/channel/connector';
import { SendPace } from '../../../../src/teams/channel/send-pace';

const START = Date.parse('2026-03-01T09:00:00Z');

function paceAt() {
  let now = START;
  const pace = new SendPace(() => now);
  return { pace, wait: (ms: number) => (now += ms), now: () => now };
}

test('seven go out at once, the eighth a second later, the ninth two seconds after the first', () => {
  const { pace } = paceAt();
  const waits = Array.from({ length: 9 }, () => pace.next('a'));
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 1_000, 2_000]);
});

test.each([
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
])('never more than %d in %d ms, however much is sent', (messages, ms) => {
  const { pace, wait, now } = paceAt();
  const sent: number[] = [];
  for (let count = 0; count < 300; count += 1) {
    const waitMs = pace.next('a');
    // A turn says three things at most before it waits for the person.
    expect(waitMs).toBeLessThanOrEqual(4_000);
    sent.push(now() + waitMs);
    wait(Math.max(waitMs, 520));
  }
  for (let index = messages; index < sent.length; index += 1) {
    expect(sent[index]! - sent[index - messages]!).toBeGreaterThanOrEqual(ms);
  }
});

test('one conversation does not wait for another, and a quiet one not at all', () => {
  const { pace, wait } = paceAt();
  for (let count = 0; count < 20; count += 1) pace.next('a');
  expect(pace.next('b')).toBe(0);
  wait(60_000);
  expect(pace.next('a')).toBe(0);
});

test('nobody waits longer than a turn allows', () => {
  const { pace } = paceAt();
  for (let count = 0; count < 100; count += 1) pace.next('a');
  expect(pace.next('a')).toBe(4_000);
});

test('the connector waits for its place in the conversation, and in no other', async () => {
  const waits: number[] = [];
  const clock = { now: () => new Date(START) };
  const quiet = () => undefined;
  const connector = new Connector({
    send: () => Promise.resolve({ status: 200, headers: {}, body: '{"id":"1"}' }),
    services: { hosts: ['teams.example'], loopback: false },
    clock,
    log: { info: quiet, warn: quiet, error: quiet },
    pace: new SendPace(() => START),
    wait: (ms) => Promise.resolve(waits.push(ms)),
  });
  const sendTo = (conversation: string) =>
    connector.call({
      method: 'POST',
      serviceUrl: 'https://teams.example/emea',
      path: `/v3/conversations/${conversation}/activities`,
      body: {},
    });
  for (let count = 0; count < 8; count += 1) await sendTo('a');
  await sendTo('b');
  expect(waits).toEqual([1_000]);
});
