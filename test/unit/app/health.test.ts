import type { Component } from '../../../src/app/health';
import { createHealth } from '../../../src/app/health';

function testBot(states: Partial<Record<Component['name'], () => Promise<boolean>>>) {
  let nowMs = 0;
  let lagMs = 0;
  let asked = 0;
  const components = Object.entries(states).map(([name, isWell]): Component => ({
    name: name as Component['name'],
    isNeededForAll: name === 'signing-keys',
    isWell: () => {
      asked += 1;
      return isWell();
    },
  }));
  const health = createHealth({ components, lagMs: () => lagMs, monotonicMs: () => nowMs });
  return {
    health,
    asked: () => asked,
    pass: (ms: number) => (nowMs += ms),
    lag: (ms: number) => (lagMs = ms),
  };
}
const well = (): Promise<boolean> => Promise.resolve(true);
const away = (): Promise<boolean> => Promise.reject(new Error('away'));

test('who asks often costs the components one question in five seconds', async () => {
  const { health, asked, pass } = testBot({ storage: well });
  await Promise.all([health.ready(), health.ready()]);
  pass(4_999);
  await health.ready();
  expect(asked()).toBe(1);
  pass(1);
  await health.ready();
  expect(asked()).toBe(2);
});

test('what is away is named; without the storage the bot is degraded, without the channel’s keys not ready', async () => {
  expect(await testBot({ storage: away, 'signing-keys': well }).health.ready()).toEqual({
    status: 'degraded',
    components: { storage: 'not ok', 'signing-keys': 'ok' },
  });
  expect((await testBot({ 'signing-keys': away }).health.ready()).status).toBe('not ready');
  expect((await testBot({ storage: well }).health.ready()).status).toBe('ready');
});

test('a bot that stops says so and asks nobody', async () => {
  const { health, asked } = testBot({ storage: well });
  health.stop();
  expect((await health.ready()).status).toBe('stopping');
  expect(asked()).toBe(0);
});

test('a busy event loop is alive, one that stands still is not', () => {
  const { health, lag } = testBot({});
  lag(9_999);
  expect(health.live().isAlive).toBe(true);
  lag(10_000);
  expect(health.live().isAlive).toBe(false);
});
