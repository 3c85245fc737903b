import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { packageRoot } from '../../../src/config/package';
import type { Finding } from '../../../src/doctor/finding';
import type { AzureLikeCloud } from '../../support/azure-like-cloud';
import { startAzureLikeCloud } from '../../support/azure-like-cloud';

const ROOT = packageRoot(__dirname);
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
const SOMEBODY_ELSE = '5c7d1c30-31d8-4ae6-a7c3-2f6a3d3f6a55';

let cloud: AzureLikeCloud;
beforeAll(async () => {
  cloud = await startAzureLikeCloud({ 'GET /livez': 200, 'POST /api/messages': 401 });
});
afterAll(async () => {
  await cloud.stop();
});

interface Seen {
  readonly exitCode: number;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Runs the doctor in a folder like the project's, whose env/ files hold the right settings but for `changed`. */
async function doctor(
  changed: Readonly<Record<string, string>>,
  { manifest, args = ['--online', '--json'] }: { manifest?: string; args?: string[] } = {},
): Promise<Seen> {
  const folder = mkdtempSync(join(cloud.folder, 'project-'));
  const settings = Object.entries({ ...cloud.settings, ...changed });
  const lines = (isSecret: boolean): string =>
    settings
      .filter(([name]) => name.startsWith('SECRET_') === isSecret)
      .map(([name, value]) => `${name}=${value}\n`)
      .join('');
  mkdirSync(join(folder, 'env'));
  mkdirSync(join(folder, 'appPackage', 'build'), { recursive: true });
  writeFileSync(join(folder, 'env', '.env.dev'), lines(false));
  writeFileSync(join(folder, 'env', '.env.dev.user'), lines(true));
  if (manifest !== undefined) writeFileSync(join(folder, 'appPackage/build/manifest.dev.json'), manifest);
  const program = [
    '--require',
    join(ROOT, 'test/support/names-here.cjs'),
    join(ROOT, 'dist/src/bin/doctor.js'),
  ];
  const env = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: cloud.trustFile };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...program, ...args],
      { cwd: folder, env, timeout: 100_000 },
      (error, out, err) => {
        const findings = args.includes('--json') ? (JSON.parse(out) as { findings: Finding[] }).findings : [];
        const exitCode = typeof error?.code === 'number' ? error.code : 0;
        resolve({ exitCode, text: out + err, findings });
      },
    );
  });
}

/** What is wrong, and nothing else is. */
function wrongs({ findings }: Seen): string[] {
  return findings
    .filter(({ verdict }) => verdict === 'wrong')
    .map(({ subject, says }) => `${subject}: ${says}`);
}

function manifestFor(botId: string, version = VERSION): string {
  return JSON.stringify({
    version,
    bots: [{ botId }],
    validDomains: [new URL(cloud.settings['PUBLIC_URL'] ?? '').host],
    webApplicationInfo: {
      id: cloud.settings['AAD_APP_CLIENT_ID'],
      resource: cloud.settings['AAD_APP_SSO_RESOURCE'],
    },
  });
}

test('where everything is right, nothing is wrong, and the exit code says so', async () => {
  const seen = await doctor({}, { manifest: manifestFor(cloud.settings['BOT_ID'] ?? '') });
  expect(wrongs(seen)).toEqual([]);
  expect(seen.exitCode).toBe(0);
  const right = seen.findings.filter(({ verdict }) => verdict === 'right').map(({ subject }) => subject);
  expect(right).toEqual(
    expect.arrayContaining([
      'BOT_ID',
      'AAD_APP_SSO_RESOURCE',
      'webApplicationInfo.resource',
      `the folder ${cloud.settings['DATA_FOLDER'] ?? ''}`,
      'Entra',
      'Azure Resource Manager',
      'PUBLIC_URL',
      'unsigned messages',
      'clock',
      'the bot’s own token',
    ]),
  );
  const open = seen.findings.filter(({ verdict }) => verdict === 'not checked').map(({ subject }) => subject);
  expect(open).toEqual(['redirect URI', 'messaging endpoint', 'SECRET_AAD_APP_CLIENT_SECRET', 'sign-in app']);
});

test.each<[string, Record<string, string>, RegExp[]]>([
  [
    'the file of settings was never filled in',
    {
      PUBLIC_URL: '',
      BOT_ID: '',
      BOT_TENANT_ID: '',
      AAD_APP_CLIENT_ID: '',
      SECRET_AAD_APP_CLIENT_SECRET: '',
    },
    [/^PUBLIC_URL: is missing/, /^BOT_ID/, /^BOT_TENANT_ID/, /^AAD_APP_CLIENT_ID: is missing/, /^SECRET_AAD/],
  ],
  [
    'the bot’s secret is an old one',
    { SECRET_BOT_PASSWORD: 'of last year' },
    [/^the bot’s own token: Entra refuses the client secret \(AADSTS7000215\)$/],
  ],
  [
    'the directory is a number that somebody mistyped',
    { BOT_TENANT_ID: SOMEBODY_ELSE },
    [/^BOT_TENANT_ID: Entra knows no directory/, /^the bot’s own token: .*\(AADSTS90002\)$/],
  ],
  [
    'silent sign-in leads to another bot',
    { AAD_APP_SSO_RESOURCE: `api://botid-${SOMEBODY_ELSE}` },
    [/^AAD_APP_SSO_RESOURCE: is api:\/\/botid-5c7d/],
  ],
  [
    'two ids were pasted into the wrong lines',
    { BOT_ID: '7018e0d7-0581-4e6a-b10c-2070850265c2', BOT_TENANT_ID: '7018e0d7-0581-4e6a-b10c-2070850265c2' },
    [
      /^BOT_TENANT_ID: is the same as BOT_ID$/,
      /^AAD_APP_SSO_RESOURCE/,
      /own token: Entra does not know BOT_ID/,
    ],
  ],
  [
    'nothing under that name is there, and the records have no place',
    { ARM_ENDPOINT: 'https://nowhere.invalid', DATA_FOLDER: '/dev/null/pal' },
    [
      /^the folder \/dev\/null\/pal: can’t be used \(ENOTDIR\)$/,
      /^Azure Resource Manager: .*DNS \(ENOTFOUND\)$/,
    ],
  ],
  [
    'the records are to be kept where no folder can be made',
    { DATA_FOLDER: '/proc/pal/data' },
    [/^the folder \/proc\/pal\/data: can’t be used \(E[A-Z]+\)$/],
  ],
  [
    'the settings are in quotes, as files of Docker keep them',
    { BOT_ID: `'"${SOMEBODY_ELSE}"'` },
    [
      /^BOT_ID: is in quotes, which count as a part of it; expected the value alone$/,
      /^AAD_APP_SSO_RESOURCE/,
    ],
  ],
])('%s: it is told, with what to do, and no secret is shown', async (_, changed, expected) => {
  const seen = await doctor(changed);
  const found = wrongs(seen);
  expect(found).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern);
  expect(seen.exitCode).toBe(78);
  for (const { verdict, fix } of seen.findings) {
    if (verdict === 'wrong' || verdict === 'doubtful') expect(fix).toMatch(/\w{4}/);
  }
  for (const secret of [...cloud.secrets, 'of last year']) expect(seen.text).not.toContain(secret);
});

test('an app package that was made for another bot is told from the right one', async () => {
  const seen = await doctor({}, { manifest: manifestFor(SOMEBODY_ELSE) });
  expect(wrongs(seen)).toEqual([
    `bots[0].botId: is ${SOMEBODY_ELSE}; the bot has ${cloud.settings['BOT_ID'] ?? ''}`,
  ]);
});

test('an app package of the version before is a doubt, not a fault: most updates need no new one', async () => {
  const seen = await doctor({}, { manifest: manifestFor(cloud.settings['BOT_ID'] ?? '', '0.0.1') });
  expect(wrongs(seen)).toEqual([]);
  expect(seen.findings.find(({ subject }) => subject === 'version')).toMatchObject({ verdict: 'doubtful' });
  expect(seen.exitCode).toBe(0);
});

test('a certificate tells its age, and a used-up one is wrong', async () => {
  const file = join(cloud.folder, 'sign-in.pem');
  const DAY_MS = 86_400_000;
  const write = async (from: number, to: number): Promise<void> => {
    const made = await generate([{ name: 'commonName', value: 'PAL Assistant' }], {
      keySize: 2048,
      notBeforeDate: new Date(Date.now() + from * DAY_MS),
      notAfterDate: new Date(Date.now() + to * DAY_MS),
    });
    writeFileSync(file, made.private + made.cert);
  };
  const changed = { SECRET_AAD_APP_CLIENT_SECRET: '', AAD_APP_CERTIFICATE_FILE: file };
  const about = async (): Promise<Finding | undefined> =>
    (await doctor(changed, { args: ['--json'] })).findings.find(
      ({ area, subject }) => area === 'Credentials' && subject === 'AAD_APP_CERTIFICATE_FILE',
    );
  await write(-100, 90);
  expect(await about()).toMatchObject({
    verdict: 'right',
    says: expect.stringContaining('100 days old') as string,
  });
  await write(-100, 10);
  expect(await about()).toMatchObject({ verdict: 'doubtful' });
  await write(-100, -1);
  expect(await about()).toMatchObject({
    verdict: 'wrong',
    says: expect.stringContaining('expired on') as string,
  });
});

test('without --online nothing is asked over the network, and the report is for people', async () => {
  const seen = await doctor({}, { args: [] });
  expect(seen.exitCode).toBe(0);
  expect(seen.text).toContain('asks over the network only with --online');
  expect(seen.text).toMatch(/^Nothing is wrong: \d+ right, 0 wrong/m);
});

test('looking leaves nothing behind: no folder is made for records that may be kept elsewhere', async () => {
  const folder = join(cloud.folder, 'not-made', 'data');
  const seen = await doctor({ DATA_FOLDER: folder }, { args: ['--json'] });
  expect(seen.findings).toContainEqual(
    expect.objectContaining({ area: 'Records', subject: `the folder ${folder}`, verdict: 'right' }),
  );
  expect(readdirSync(cloud.folder).filter((name) => /^(not-made|pal-doctor)/.test(name))).toEqual([]);
});

test('a wrong option is answered with how to call it', async () => {
  const seen = await doctor({}, { args: ['--fix'] });
  expect(seen.exitCode).toBe(64);
  expect(seen.text).toContain('Usage: npm run doctor');
});
