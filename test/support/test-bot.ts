import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readUsage } from '../../bench/bots/usage';
import { startLocalCloud } from '../../local/cloud/local-cloud';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import type { WorldHandle } from '../../local/cloud/world-handle';
import { PRIYA, ROBIN } from '../../local/cloud/world/sample-world';
import type { SamplePerson } from '../../local/cloud/world/sample-world';
import { startBotProcess } from '../../local/launcher/bot-process';
import type { RunningChild } from '../../local/launcher/child-process';
import { claimPorts } from '../../local/launcher/free-port';
import { packageRoot } from '../../src/config/package';
import { ageOperation } from './age-operation';
import { ageSilentSignIns } from './age-silent-sign-ins';
import { BotLog } from './bot-log';
import { cardFaults } from './card-faults';
import { SignedChannel } from './channel/signed-channel';
import { Chat } from './chat';
import { Connector } from './connector';
import { leaksIn } from './leaks';
import { startOtlpReceiver } from './otlp-receiver';
import type { OtlpReceiver } from './otlp-receiver';
import type { Place } from './leaks';

/** The built bot as a process, the local cloud and the connector, for the tests of one file. */
export interface TestBot {
  readonly botUrl: string;
  readonly connector: Connector;
  readonly world: WorldHandle;
  /** A new conversation, with nothing said in it yet. */
  chat(person?: SamplePerson): Chat;
  /** A new group conversation, one client for each person. */
  group(...people: SamplePerson[]): Chat[];
  /** Moves the planning of the operation into the past, in the bot's own records. */
  age(operationId: string, ms: number): Promise<void>;
  /** The same person in the same conversation, when the second instance answers. */
  elsewhere(chat: Chat): Chat;
  /** Ends the second instance. */
  endSecond(): Promise<void>;
  /** Makes every sign-in that somebody waits for older, in the bot's own records. */
  ageSilentSignIns(ms: number): Promise<void>;
  /** The file of the bot's own records, unless the settings put them elsewhere. */
  readonly recordsFile: string;
  /** The channel that signs; absent: this bot has none. */
  readonly channel?: SignedChannel;
  /** What the bot writes. */
  readonly log: BotLog;
  /** All that was written or sent where it can be read later: the log, the records, the chat, answers to requests. */
  places(): Place[];
  /** Every token, code, verifier and secret that the bot has had in its hands. */
  secrets(): string[];
  /** The memory that the bot's process holds, in megabytes; undefined where the system does not tell. */
  rssMb(): number | undefined;
  /** Whether the bot's process has died. */
  hasEnded(): boolean;
}

/** How the bot of a bot is set up. */
interface TestBotOptions {
  /** Teams signs in silently. */
  readonly silentSignIn?: {
    readonly patienceMs?: number;
    /** An OAuth connection of the Azure Bot keeps what the silent sign-in brings. */
    readonly oauthConnection?: string;
  };
  /** A second instance, with the same records and nothing else in common. */
  readonly hasSecond?: boolean;
  /** Further settings of the bot's process; asked for when it starts. */
  readonly settings?: () => Readonly<Record<string, string>>;
  /** `signed`: the bot takes requests of a channel that signs them, and has a token of its own for it. */
  readonly channel?: 'signed';
  /** An exporter of telemetry is set; so it is in every bot when the environment says `OBSERVED=1`. */
  readonly isObserved?: boolean;
}

interface Running {
  readonly testBot: TestBot;
  readonly cloud: LocalCloud;
  readonly bot: RunningChild;
  readonly second: RunningChild | undefined;
  readonly folder: string;
  readonly collector: OtlpReceiver | undefined;
}

/**
 * Runs one bot for the tests of a file. Each test finds the sample world untouched and both people signed out;
 * after each, every card that was shown must have been in order, and at the end no token may have leaked.
 */
export function runningTestBot(options: TestBotOptions = {}): () => TestBot {
  let running: Running | undefined;
  let conversations = 0;
  const must = (): Running => {
    if (running === undefined) throw new Error('The bot runs only inside a test.');
    return running;
  };
  const newConversation = (kind: string): string => `${kind}-${(conversations += 1)}`;

  beforeAll(async () => {
    running = await start(newConversation, options);
  });
  beforeEach(async () => {
    const { cloud, testBot } = must();
    cloud.world.reset();
    testBot.connector.refuses = 'nothing';
    testBot.connector.fault = undefined;
    await testBot.chat().say('sign out');
    await testBot.chat(PRIYA).say('sign out');
    testBot.connector.events.length = 0;
    cloud.world.clearJournal();
  });
  afterEach(() => {
    const { connector } = must().testBot;
    expect(connector.events.flatMap(({ card }) => (card === undefined ? [] : cardFaults(card)))).toEqual([]);
    expect(must().testBot.hasEnded()).toBe(false);
  });
  afterAll(async () => {
    if (running === undefined) return;
    const { bot, second, cloud, testBot, folder, collector } = running;
    await bot.stop();
    await second?.stop();
    await cloud.stop();
    await testBot.connector.stop();
    await testBot.channel?.stop();
    await collector?.stop();
    const leaks = leaksIn(testBot.places(), testBot.secrets());
    const stacks = / {4}at .+:\d+/.test(testBot.log.text()) ? ['a stack in the log'] : [];
    const strays = testBot.log.text().includes('"withheld":') ? ['a field that is not for the log'] : [];
    rmSync(folder, { recursive: true, force: true });
    expect([...leaks, ...stacks, ...strays]).toEqual([]);
    if (collector !== undefined) expect(collector.spans().length).toBeGreaterThan(0);
  });
  return () => must().testBot;
}

/** Starts the local cloud for a bot that is about to start: on which ports, and with which folder and certificate. */
export async function startCloudForBot(folderPrefix: string) {
  const { ports } = await claimPorts({ chat: 0, bot: 0, pages: 0, cloud: 0 });
  const botUrl = `http://localhost:${ports.bot}`;
  const folder = mkdtempSync(join(tmpdir(), folderPrefix));
  const cloud = await startLocalCloud({
    apiPort: 0,
    pagesPort: 0,
    redirectUris: [`${botUrl}/auth/callback`],
  });
  const certificateFile = join(folder, 'cloud.pem');
  writeFileSync(certificateFile, cloud.caPem);
  return { ports, botUrl, folder, cloud, certificateFile };
}

async function start(
  newConversation: (kind: string) => string,
  { silentSignIn, hasSecond, settings, channel: kind, isObserved }: TestBotOptions,
): Promise<Running> {
  const { ports, botUrl, folder, cloud, certificateFile } = await startCloudForBot('test-pal-');
  const recordsFile = join(folder, 'data', 'pal-assistant.db');
  const channel = kind === 'signed' ? await SignedChannel.start() : undefined;
  if (channel !== undefined) writeFileSync(certificateFile, [cloud.caPem, channel.caPem].join('\n'));
  const collector =
    isObserved === true || process.env['OBSERVED'] === '1' ? await startOtlpReceiver() : undefined;
  const log = new BotLog();
  const instance = (port: number): Promise<RunningChild> =>
    startBotProcess({
      packageRoot: packageRoot(__dirname),
      port,
      publicPort: ports.bot,
      cloud: { ...cloud, certificateFile },
      ssoResource: silentSignIn === undefined ? '' : `api://${cloud.clientId}`,
      oauthConnection: silentSignIn?.oauthConnection ?? '',
      ...(silentSignIn?.patienceMs === undefined ? {} : { silentSignInPatienceMs: silentSignIn.patienceMs }),
      dataFolder: join(folder, 'data'),
      more: { ...channel?.settings, ...collector?.settings, ...settings?.() },
      onLine: (line) => {
        log.add(line);
      },
    });
  const bot = await instance(ports.bot);
  const second = hasSecond === true ? await instance(ports.chat) : undefined;
  let hasEnded = false;
  void bot.ended.then(() => (hasEnded = true));
  const connector = await Connector.start();
  const place = (conversationId: string, isGroup: boolean) => ({
    botUrl,
    connector,
    conversationId,
    isGroup,
    ...(channel === undefined ? {} : { token: () => tokenOf(channel, connector) }),
  });
  const testBot: TestBot = {
    botUrl,
    connector,
    world: cloud.world,
    chat: (person = ROBIN) => new Chat(place(newConversation('personal'), false), person),
    elsewhere: (chat) => chat.through(`http://localhost:${ports.chat}`),
    endSecond: async () => second?.stop(),
    group: (...people) => {
      const conversationId = newConversation('group');
      return people.map((person) => new Chat(place(conversationId, true), person));
    },
    ageSilentSignIns: (ms) => ageSilentSignIns(join(folder, 'data', 'pal-assistant.db'), ms),
    age: (operationId, ms) => ageOperation(recordsFile, operationId, ms),
    recordsFile,
    ...(channel === undefined ? {} : { channel }),
    log,
    places: () => [
      ['the log', log.text()],
      ['what was sent to the chat', connector.bodies.join('\n')],
      ['what was sent to the collector', collector?.bodies() ?? ''],
      ...filesIn(join(folder, 'data')),
    ],
    secrets: () => [
      cloud.clientSecret,
      ...connector.tokens,
      ...cloud.world.secretsSeen(),
      ...(channel === undefined ? [] : [channel.bot.password, ...channel.given]),
    ],
    rssMb: () => readUsage(bot.pid).rssMb,
    hasEnded: () => hasEnded,
  };
  return { testBot, cloud, bot, second, folder, collector };
}

/** The channel's token for what this connector's clients send; like all tokens, it may not come out of the bot. */
async function tokenOf(channel: SignedChannel, connector: Connector): Promise<string> {
  const token = await channel.token(connector.serviceUrl);
  connector.tokens.add(token);
  return token;
}

function filesIn(folder: string): Place[] {
  return (existsSync(folder) ? readdirSync(folder) : []).map((name) => [
    `the file ${name}`,
    readFileSync(join(folder, name)).toString('latin1'),
  ]);
}
