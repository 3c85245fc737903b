import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaunchedProcess } from '../../support/launched-process';

const MAIN = 'src/bin/bot.js';

test('without settings the bot does not start: exit code 78, and every missing one is named at once', async () => {
  const bot = new LaunchedProcess(MAIN, [], {});
  expect(await bot.ended).toBe(78);
  for (const name of [
    'PUBLIC_URL',
    'BOT_ID',
    'BOT_TENANT_ID',
    'SECRET_BOT_PASSWORD',
    'OPERATOR_NAME',
    'OPERATOR_CONTACT',
    'AAD_APP_CLIENT_ID',
    'SECRET_AAD_APP_CLIENT_SECRET',
  ]) {
    expect(bot.err).toContain(`${name}: expected `);
  }
  expect(bot.out).toBe('');
});

test('wrong settings are told with what is expected, and no secret is repeated', async () => {
  const secret = 'not-for-anybody-to-read';
  const bot = new LaunchedProcess(MAIN, [], {
    PORT: 'soon',
    BOT_ID: 'my bot',
    BOT_TENANT_ID: '7018e0d7-0581-4e6a-b10c-2070850265c2',
    SECRET_BOT_PASSWORD: secret,
    OPERATOR_NAME: 'Fabrikam Consulting',
    OPERATOR_CONTACT: 'pal@fabrikam.example',
    AAD_APP_CLIENT_ID: '84f392b6-3c97-4a27-8bdf-04727730e575',
    SECRET_AAD_APP_CLIENT_SECRET: secret,
    PUBLIC_URL: 'http://localhost:3978',
    ARM_ENDPOINT: 'https://localhost:1',
  });
  expect(await bot.ended).toBe(78);
  const named = [...bot.err.matchAll(/^ {2}(\w+): expected /gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(['ARM_ENDPOINT', 'BOT_ID', 'PORT', 'PUBLIC_URL']);
  expect(bot.err).not.toContain(secret);
});

test('a port in use is one clear line and exit code 69', async () => {
  const taken = createServer();
  await once(taken.listen(0, '127.0.0.1'), 'listening');
  const { port } = taken.address() as AddressInfo;
  const dataFolder = mkdtempSync(join(tmpdir(), 'pal-bot-'));
  const bot = new LaunchedProcess(MAIN, [], {
    PAL_ENVIRONMENT: 'local',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    AAD_APP_CLIENT_ID: '84f392b6-3c97-4a27-8bdf-04727730e575',
    SECRET_AAD_APP_CLIENT_SECRET: 'local',
    DATA_FOLDER: dataFolder,
  });
  expect(await bot.ended).toBe(69);
  expect(bot.err).toBe(`PAL Assistant does not start: 127.0.0.1:${port} is in use.\n`);
  await new Promise((resolve) => taken.close(resolve));
  rmSync(dataFolder, { recursive: true, force: true });
});
