import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../../local/launcher/child-process';
import type { RunningChild } from '../../../local/launcher/child-process';
import { PRIYA, ROBIN } from '../../../local/cloud/world/sample-world';
import type { SamplePerson } from '../../../local/cloud/world/sample-world';
import { packageRoot } from '../../../src/config/package';
import { readEnvFiles } from '../../../src/config/read-environment';
import { Chat } from '../../support/chat';
import { freePort } from '../../../local/launcher/free-port';
import { OUTPUTS, SERVICE_URL, startAzureByName } from '../../support/install/azure-by-name';
import type { AzureByName } from '../../support/install/azure-by-name';
import { commandsIn, namesToFill, sectionOf } from '../../support/install/guide';
import { layOutImage } from '../../support/install/lay-out-image';
import type { ShownCard } from '../../support/shown-card';

const ROOT = packageRoot(__dirname);
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
const NEXT = '99.0.0';
const BOT_SECRET = 'the value, not the id';
/** What an administrator knows who has gone through steps 1 to 3. */
const KNOWN: Readonly<Record<string, string>> = {
  TEAMS_APP_ID: randomUUID(),
  OPERATOR_NAME: 'Fabrikam Consulting',
  OPERATOR_CONTACT: 'it@fabrikam.example',
  PUBLIC_URL: OUTPUTS.publicUrl,
  BOT_ID: OUTPUTS.botId,
  BOT_TENANT_ID: OUTPUTS.botTenantId,
  AAD_APP_CLIENT_ID: OUTPUTS.signInAppClientId,
  AAD_APP_MANAGED_IDENTITY_CLIENT_ID: OUTPUTS.identityClientId,
  APP_NAME_SUFFIX: '',
  SECRET_BOT_PASSWORD: BOT_SECRET,
};

let azure: AzureByName;
let project: string;
let bot: RunningChild | undefined;
let chats = 0;

beforeAll(async () => {
  azure = await startAzureByName(BOT_SECRET);
  project = join(azure.folder, 'clone');
  for (const name of ['env', 'appPackage', 'package.json']) {
    const isMade = (path: string): boolean => path.includes('.user') || path.includes('appPackage/build');
    cpSync(join(ROOT, name), join(project, name), { recursive: true, filter: (path) => !isMade(path) });
  }
});
afterAll(async () => {
  await bot?.stop();
  await azure.stop();
});

interface Ran {
  readonly exitCode: number;
  readonly text: string;
}

/** Runs a built program in a folder, on a machine that knows nothing but `environment`. */
function run(args: string[], cwd: string, environment: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env: environment, timeout: 100_000 }, (error, out, err) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, text: out + err });
    });
  });
}

/** A command of the guide, as it stands there. What npm would build is built. */
async function follow(command: string): Promise<Ran> {
  const [program = '', ...args] = command.split(' ');
  if (program === 'cp') {
    const [from = '', to = ''] = args;
    cpSync(join(project, from), join(project, to));
    return { exitCode: 0, text: '' };
  }
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [, , name = '', , ...more] = command.split(' ');
  const file = /node (dist\/\S+)$/.exec(scripts[name] ?? '')?.[1];
  if (file === undefined) throw new Error(`Nobody can follow "${command}".`);
  return run([join(ROOT, file), ...more], project, { PATH: azure.machine['PATH'] ?? '' });
}

/** Writes values into lines that are there, as a person does; secrets go to the file that git ignores. */
function fillIn(names: ReadonlyMap<string, string | undefined>): void {
  const file = join(project, 'env', '.env.prod');
  let text = readFileSync(file, 'utf8');
  const secrets: string[] = [];
  for (const [name, given] of names) {
    const value = given?.replace('<botId>', OUTPUTS.botId) ?? KNOWN[name];
    if (value === undefined) throw new Error(`The guide does not say what ${name} is.`);
    const line = `${name}=${value}`;
    if (name.startsWith('SECRET_')) secrets.push(line);
    else if (new RegExp(`^${name}=`, 'm').test(text))
      text = text.replace(new RegExp(`^${name}=.*$`, 'm'), line);
    else throw new Error(`env/.env.prod has no line ${name}.`);
  }
  writeFileSync(file, text);
  writeFileSync(`${file}.user`, secrets.join('\n'));
}

/** What the container is told: the settings of the file, and where this machine has a free port and a folder. */
function container(): Record<string, string> {
  const read = readEnvFiles('prod', {}, (path) => readFileSync(join(project, path), 'utf8'));
  const pairs = Object.entries(read.environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(pairs),
    ...azure.machine,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(azure.botPort),
    DATA_FOLDER: join(azure.folder, 'data'),
    STOP_DELAY_MS: '0',
  };
}

/** Starts the image of this version as the container does, in place of the one that runs. */
async function deploy(version: string): Promise<string> {
  const image = join(azure.folder, `image-${version}`);
  if (!existsSync(image)) {
    mkdirSync(image);
    layOutImage(image, version);
  }
  await bot?.stop();
  azure.botPort = await freePort();
  bot = await startChild({
    name: `the bot ${version}`,
    args: ['dist/src/bin/bot.js'],
    cwd: image,
    env: container(),
    isReady: (line) => line.includes('"event":"bot.ready"'),
  });
  return image;
}

function robin(): Chat {
  return chatOf(ROBIN);
}

function chatOf(person: SamplePerson): Chat {
  const place = {
    botUrl: OUTPUTS.publicUrl,
    connector: azure.connector,
    serviceUrl: SERVICE_URL,
    conversationId: `install-${(chats += 1)}`,
    isGroup: false,
    token: () => azure.channelToken(),
  };
  return new Chat(place, person);
}

/** Teams signs the person in silently, as it does where step 2 was done right; what the bot shows then. */
async function asTeamsDoes(chat: Chat, text: string, heading: string): Promise<ShownCard> {
  const asked = await chat.saySilently(text);
  const token = await azure.cloud.world.issueSsoToken(ROBIN);
  expect(await chat.sendToken(asked, token)).toBe(200);
  return chat.card(heading);
}

describe('whoever walks through docs/INSTALL.md', () => {
  test('step 4: fills in what it names, and has a package and a doctor without complaint', async () => {
    const section = sectionOf('4. Make the app package');
    const [copy = '', ...others] = commandsIn(section);
    await follow(copy);
    fillIn(namesToFill(section));
    expect(others).toHaveLength(2);
    for (const command of others) {
      const { text, exitCode } = await follow(command);
      expect(`${command}: ${exitCode}\n${text}`).toMatch(/: 0\n/);
      expect(text).not.toMatch(/WRONG|doubt /);
    }
    expect(existsSync(join(project, 'appPackage/build/appPackage.prod.zip'))).toBe(true);
  });

  test('step 3: has a bot that says that it is up, that it can work, and who runs it', async () => {
    await deploy(VERSION);
    for (const path of [
      '/livez',
      '/readyz',
      '/readyz?strict',
      '/privacy',
      '/terms',
      '/support',
      '/customers',
    ]) {
      const answer = await fetch(OUTPUTS.publicUrl + path);
      expect(`${path} ${answer.status}`).toBe(`${path} 200`);
      const text = await answer.text();
      if (!path.includes('z')) expect(text).toContain('Fabrikam Consulting');
    }
  });

  test('steps 5 and 6: is greeted once, signed in without a question, and sees that there is no link', async () => {
    const chat = robin();
    const welcome = await chat.install();
    expect(welcome.heading).toBe('Welcome to PAL Assistant');
    await asTeamsDoes(chat, 'show my link', 'Not linked yet');
    expect(chat.headings()).toEqual(['Welcome to PAL Assistant', 'Not linked yet']);
  });

  test('where Teams can not sign in silently, the page at the public address does it', async () => {
    const chat = chatOf(PRIYA);
    await chat.saySilently('show my link');
    await chat.failSilently('invokeerror');
    await chat.card('Sign in to continue');
    const { addresses } = await chat.signIn();
    expect(addresses[0]).toMatch(/^https:\/\/pal\.fabrikam\.example\/auth\/start/);
    await chat.card('Not linked yet');
  });

  test('a message that Teams did not sign is answered 401', async () => {
    const answer = await fetch(`${OUTPUTS.publicUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', text: 'help', serviceUrl: SERVICE_URL }),
    });
    expect(answer.status).toBe(401);
  });

  test('the bot proves itself by its managed identity alone', () => {
    const { connector, identity } = azure;
    expect(connector.bearers.length).toBeGreaterThan(1);
    expect(connector.bearers.filter((token) => !identity.given.has(token))).toEqual([]);
    expect(new Set(identity.given.values())).toEqual(
      new Set(['https://api.botframework.com', 'api://AzureADTokenExchange']),
    );
  });

  test('step 7: the doctor in the container has nothing to complain of', async () => {
    const [command = ''] = commandsIn(sectionOf('7. Let the doctor look at it'));
    const [, file = '', option = ''] = /"node (\S+) (\S+)"/.exec(command) ?? [];
    const image = join(azure.folder, `image-${VERSION}`);
    const { text, exitCode } = await run([file, option], image, container());
    expect(text).toContain('Nothing is wrong');
    expect(text).not.toContain('doubt ');
    expect(exitCode).toBe(0);
  });

  test('updates to the next version, which knows what the old one has left, and goes back', async () => {
    const chat = robin();
    const token = await azure.cloud.world.issueSsoToken(ROBIN);
    const used = await chat.say('link 1234567 in Contoso Retail');
    expect((await chat.press('confirm', { on: used })).heading).toBe('✓ Linked');
    const planned = await chat.say('link 5127255 in Wide World Importers');
    await deploy(NEXT);
    expect(await (await fetch(`${OUTPUTS.publicUrl}/support`)).text()).toContain(NEXT);
    azure.cloud.world.clearJournal();
    expect((await chat.press('confirm', { on: used, token })).heading).toBe('✓ Linked');
    expect((await chat.press('confirm', { on: planned, token })).heading).toBe('✓ PartnerID changed');
    const writes = azure.cloud.world.journal().filter(({ method }) => ['PUT', 'PATCH'].includes(method));
    expect(writes).toHaveLength(1);
    await deploy(VERSION);
    expect((await chat.say('my history')).text).toContain('5127255');
  });

  test('with a client secret of its own for the bot: the same file, two lines more', async () => {
    const section = sectionOf('A bot with a client secret');
    fillIn(new Map([...namesToFill(section)]));
    await deploy(VERSION);
    expect((await robin().say('help')).buttons.length).toBeGreaterThan(0);
    const image = join(azure.folder, `image-${VERSION}`);
    const { text } = await run(['dist/src/bin/doctor.js', '--online'], image, container());
    expect(text).toContain('ok     the bot’s own token');
    expect(text).not.toContain(BOT_SECRET);
  });

  test('removes it: Teams says so, and the bot says nothing more', async () => {
    const chat = robin();
    const { status } = await chat.post({ type: 'installationUpdate', action: 'remove' });
    expect(status).toBe(200);
    expect(chat.headings()).toEqual([]);
  });
});
