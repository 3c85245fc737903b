import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWholeBot } from '../../support/whole-bot';
import type { WholeBot } from '../../support/whole-bot';

let bot: WholeBot;
afterEach(() => bot.stop());

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${bot.url}${path}`);
  return { status: response.status, body: await response.json() };
}

test('a bot that is well says so, and nothing of the inside', async () => {
  bot = await startWholeBot({});
  expect(await get('/livez')).toEqual({
    status: 200,
    body: { status: 'ok', eventLoopLagMs: expect.any(Number) as number },
  });
  expect(await get('/readyz')).toEqual({
    status: 200,
    body: {
      status: 'ready',
      components: { storage: 'ok', 'signing-keys': 'ok', entra: 'ok', channel: 'ok' },
    },
  });
});

test('with Entra away the bot still takes questions, and tells whoever asks strictly', async () => {
  bot = await startWholeBot({ AAD_AUTHORITY_HOST: 'https://localhost:9' });
  const degraded = {
    status: 'degraded',
    components: { storage: 'ok', 'signing-keys': 'ok', entra: 'not ok', channel: 'ok' },
  };
  expect(await get('/readyz')).toEqual({ status: 200, body: degraded });
  expect(await get('/readyz?strict')).toEqual({ status: 503, body: degraded });
  expect((await bot.chat().say('hello')).heading).toBe('Hello!');
});

test('told to stop, it sends requests elsewhere, ends what is under way, and exits with 0', async () => {
  bot = await startWholeBot({ STOP_DELAY_MS: '1500' });
  let release: () => void = () => undefined;
  bot.connector.blocked = new Promise<void>((resolve) => (release = resolve));
  const said = bot.chat().post({ type: 'message', text: 'hello' });
  bot.process.kill('SIGTERM');
  await bot.process.said('"event":"bot.stopping","signal":"SIGTERM"');
  expect(await get('/readyz')).toEqual({ status: 503, body: { status: 'stopping', components: {} } });
  release();
  expect((await said).status).toBe(200);
  expect(await bot.process.ended).toBe(0);
  expect(bot.process.out).toContain('"event":"bot.stopped","outcome":"in order"');
  expect(bot.process.err).toBe('');
});

test('an error that nobody handled ends it with 70 and its name, for whoever runs it to start it anew', async () => {
  const preload = join(__dirname, '../../support/fail-on-signal.cjs');
  bot = await startWholeBot({ NODE_OPTIONS: `-r ${preload}` });
  bot.process.kill('SIGUSR2');
  expect(await bot.process.ended).toBe(70);
  expect(bot.process.out).toContain('"event":"process.uncaught-exception","error":"TypeError"');
  expect(bot.process.out + bot.process.err).not.toContain('with a secret');
});

test('records that are removed under a running bot are told, before they are lost with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pal-health-'));
  bot = await startWholeBot({ DATA_FOLDER: folder });
  rmSync(join(folder, 'pal-assistant.db'));
  expect(await get('/readyz?strict')).toMatchObject({
    status: 503,
    body: { status: 'degraded', components: { storage: 'not ok' } },
  });
  expect(bot.process.out).toContain('"event":"storage.file-gone"');
  rmSync(folder, { recursive: true, force: true });
});
