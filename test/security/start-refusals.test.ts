import { isListening, LaunchedProcess } from '../support/launched-process';
import { expectPassed, howMany, isInTime } from '../support/threats';

const GOOD = {
  HOST: '127.0.0.1',
  PORT: '29781',
  PUBLIC_URL: 'https://pal.example.com',
  BOT_ID: '84f392b6-3c97-4a27-8bdf-04727730e575',
  BOT_TENANT_ID: '7018e0d7-0581-4e6a-b10c-2070850265c2',
  SECRET_BOT_PASSWORD: 'made up',
  AAD_APP_CLIENT_ID: '0b5f1f5a-6a52-4f0c-9c1e-5d2b7a9a3c11',
  OPERATOR_NAME: 'Example',
  OPERATOR_CONTACT: 'https://example.com/help',
  SECRET_AAD_APP_CLIENT_SECRET: 'made up too',
};
const BROKEN: readonly Readonly<Record<string, string>>[] = [
  { BOT_ID: '' },
  { BOT_ID: 'my bot' },
  { BOT_TENANT_ID: '' },
  { SECRET_BOT_PASSWORD: '' },
  { BOT_TYPE: 'MultiTenant' },
  { AAD_APP_CLIENT_ID: 'x' },
  { SECRET_AAD_APP_CLIENT_SECRET: '' },
  { PUBLIC_URL: 'http://pal.example.com' },
  { ARM_ENDPOINT: 'https://localhost' },
  { CHANNEL_OPENID_METADATA: 'http://127.0.0.1:1/keys' },
  { CHANNEL_AUTHORITY_HOST: 'https://127.0.0.1:1' },
  { CHANNEL_SERVICE_HOSTS: 'localhost' },
  { PAL_ENVIRONMENT: 'local', BOT_ID: '', HOST: '0.0.0.0' },
];
const LIMIT_MS = 2_000;

async function started(broken: Readonly<Record<string, string>>) {
  const startedAt = performance.now();
  const bot = new LaunchedProcess('src/bin/bot.js', [], { ...GOOD, ...broken });
  const code = await bot.ended;
  return { bot, code, tookMs: performance.now() - startedAt };
}

test('T03: with a broken configuration the bot says so in one line, ends within two seconds, and never listens', async () => {
  let passed = 0;
  let slowest = 0;
  // What is refused of the settings stands in test/unit/config; here is seen that the process ends.
  const tried = BROKEN.slice(0, howMany({ usual: 4, full: BROKEN.length }));
  for (const broken of tried) {
    const { bot, code, tookMs } = await started(broken);
    slowest = Math.max(slowest, tookMs);
    const named = [...bot.err.matchAll(/^ {2}(\w+): expected /gm)].map(([, name]) => name);
    const isNamed = named.length === 1 && Object.keys(broken).includes(named[0] ?? '');
    if (code === 78 && isNamed && isInTime(tookMs, LIMIT_MS) && !(await isListening(29_781))) passed += 1;
    else
      process.stderr.write(`${JSON.stringify(broken)}: ${code} after ${Math.round(tookMs)} ms ${bot.err}\n`);
  }
  const figure = `slowest ${Math.round(slowest)} ms of ${LIMIT_MS}`;
  expectPassed({ id: 'T03', what: 'broken configurations', tried: tried.length, passed, figure });
});
