import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPorts } from '../../../local/launcher/free-port';
import { isListening, LaunchedProcess } from '../../support/launched-process';

const CLIENT_ID = '0b5f1f5a-6a52-4f0c-9c1e-5d2b7a9a3c11';

let folder: string;
let running: LaunchedProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pal-log-'));
});
afterEach(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Both ends of a pipe that has no room for one more byte. */
function fullPipe(): { reader: number; writer: number } {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const filler = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  for (const piece of ['x'.repeat(4096), 'x']) {
    try {
      for (;;) writeSync(filler, piece);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('EAGAIN');
    }
  }
  closeSync(filler);
  return { reader, writer: openSync(path, constants.O_WRONLY) };
}

async function start(stdout: number): Promise<{ bot: LaunchedProcess; port: number }> {
  const { ports } = await claimPorts({ chat: 0, bot: 0, pages: 0, cloud: 0 });
  const settings = {
    PAL_ENVIRONMENT: 'local',
    PORT: String(ports.bot),
    PUBLIC_URL: `http://localhost:${ports.bot}`,
    AAD_APP_CLIENT_ID: CLIENT_ID,
    SECRET_AAD_APP_CLIENT_SECRET: 'made up',
    DATA_FOLDER: join(folder, 'data'),
    STOP_DELAY_MS: '0',
  };
  const bot = new LaunchedProcess('src/bin/bot.js', [], settings, false, stdout);
  running = bot;
  while (!(await isListening(ports.bot)));
  return { bot, port: ports.bot };
}

test.each(['stalled', 'gone'])(
  'with a log reader that has %s the bot answers, and ends with 0 by itself when it is told to',
  async (how) => {
    const { reader, writer } = fullPipe();
    const { bot, port } = await start(writer);
    closeSync(writer);
    if (how === 'gone') closeSync(reader);
    for (let time = 0; time < 20; time += 1) {
      expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
    }
    bot.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    if (how === 'stalled') closeSync(reader);
  },
);
