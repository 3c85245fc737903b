import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { OURS, heapOf, tellHeap } from '../bots/bots';
import type { PinnedProcess } from '../bots/pinned-process';
import { activityFrom, messageOf, pressOf } from '../load/activities';
import { createBotClient } from '../load/bot-client';
import type { BotClient } from '../load/bot-client';
import type { Stage } from '../stage';
import { ARM_DELAY_MS, slowArm } from './link-conversation';
import { knownWriter, signInColleagues } from './signed-in';

/** How long something took, and how long ARM alone would have, with eight requests in flight. In milliseconds. */
export interface BesideIdeal {
  readonly ms: number;
  readonly idealMs: number;
  /** Of the bot, for each directory; undefined where the system does not tell. */
  readonly cpuMsPerDirectory: number | undefined;
}

/** What a bot holds. */
interface Held {
  /** When its garbage was collected. */
  readonly heapMb: number;
  /** Before that; V8 gives memory back when it sees fit. */
  readonly rssMb: number | undefined;
}

/** How the requests about many directories do. */
export interface DirectoryFigures {
  readonly directories: number;
  /** From the message to the first card. */
  readonly firstMs: number;
  /** From the message to ARM's last answer; the card follows within the two seconds between two updates. */
  readonly overview: BesideIdeal;
  /** From the press on the confirm card to ARM's last answer. */
  readonly link: BesideIdeal;
  /** The overview of the first person to ask a fresh bot, which compiles meanwhile what all others use. */
  readonly cold: BesideIdeal;
  readonly crowd: { readonly people: number; readonly directories: number; readonly slowestFirstMs: number };
  /** Before all but the first overview and link, and after everything. */
  readonly held: { readonly before: Held; readonly after: Held };
}

const DIRECTORIES = 100;
const CROWD = { people: 20, directories: 50 };
const IN_FLIGHT = 8;
const AT_MOST_MS = 40_000;
const LIST = '/tenants';
const OF_ARM = /^\/(?:providers|subscriptions|tenants)\b/;
const BATCH = /"batchId":"([^"]+)"/;

/** One person's chat, and what was shown in it last. */
class Talk {
  private shown = { id: '', body: '' };
  private waiting: { readonly for: RegExp; readonly done: (body: string) => void } | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly client: BotClient,
    private readonly number: number,
  ) {}

  get conversationId(): string {
    return knownWriter(this.number).conversationId;
  }

  note(body: string, id?: string): void {
    this.shown = { id: id ?? this.shown.id, body };
    if (this.waiting?.for.test(body) === true) this.waiting.done(body);
  }

  noteId(id: string): void {
    this.shown = { ...this.shown, id };
  }

  /** Sends something, and waits until a card shows this. */
  async until(what: object, wanted: RegExp): Promise<string> {
    const { serviceUrl } = this.stage.connector;
    const from = knownWriter(this.number);
    const card = new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`No card shows ${wanted}; the last one: ${this.shown.body.slice(0, 300)}`));
      }, AT_MOST_MS);
      const done = (body: string): void => {
        clearTimeout(late);
        this.waiting = undefined;
        resolve(body);
      };
      this.waiting = { for: wanted, done };
    });
    const activity = activityFrom({ serviceUrl, appId: this.stage.bot.appId }, from, what);
    const answer = await this.client.post(activity);
    // A press is answered with its card, a message in the chat.
    if (answer.body !== '') this.note(answer.body);
    return card;
  }

  say(text: string, wanted: RegExp): Promise<string> {
    return this.until(messageOf(text), wanted);
  }

  press(verb: string, data: object, wanted: RegExp): Promise<string> {
    return this.until(pressOf(verb, data, this.shown.id), wanted);
  }
}

/**
 * Measures the overview, the link of everything, and many people at once. As with all turns, the bot has done the same for
 * somebody before.
 */
export async function measureDirectories(stage: Stage): Promise<DirectoryFigures> {
  const bot = await OURS.start(stage, [tellHeap(stage)]);
  const client = createBotClient(bot.port, stage.channelToken);
  const channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  const talks = Array.from({ length: CROWD.people + 2 }, (_, number) => new Talk(stage, client, number));
  const talkIn = new Map(talks.map((talk) => [talk.conversationId, talk]));
  stage.connector.onCard = (conversation, body) => talkIn.get(conversation)?.note(body);
  stage.connector.onMessage = (conversation, id) => talkIn.get(conversation)?.noteId(id);
  stage.cloud.world.setCrowd(DIRECTORIES, true);
  await signInColleagues(stage, channel, client, talks.length);
  slowArm(stage);
  const [first, alone, ...others] = talks as [Talk, Talk, ...Talk[]];
  await first.say('hello', /Hello/);
  const cold = await showAll(stage, bot, first);
  await linkAll(stage, bot, first);

  const before = await heldBy(bot);
  const overview = await showAll(stage, bot, alone);
  const link = await linkAll(stage, bot, alone);

  stage.cloud.world.setCrowd(CROWD.directories, true);
  const firsts = others.map(async (talk) => {
    const from = performance.now();
    await talk.say('where am I linked', /Your directories/);
    return performance.now() - from;
  });
  const slowestFirstMs = Math.max(...(await Promise.all(firsts)));
  await quiet(stage);
  const after = await heldBy(bot);
  stage.connector.onCard = undefined;
  stage.connector.onMessage = undefined;
  stage.cloud.world.setCrowd(0);
  stage.cloud.world.clearFaults();
  client.close();
  await bot.stop();
  return {
    directories: DIRECTORIES,
    firstMs: overview.shownMs,
    overview,
    link,
    cold,
    crowd: { ...CROWD, slowestFirstMs },
    held: { before, after },
  };
}

/** "Where am I linked", until all directories are read. */
function showAll(stage: Stage, bot: PinnedProcess, talk: Talk): Promise<BesideIdeal & { shownMs: number }> {
  return besideIdeal(stage, bot, async (hasShown) => {
    await talk.say('where am I linked', /Your directories/);
    hasShown();
  });
}

/** "Link everywhere", and one press on the card that lists all that can be linked. */
async function linkAll(stage: Stage, bot: PinnedProcess, talk: Talk): Promise<BesideIdeal> {
  const confirm = await talk.say('link 1234567 everywhere', /"verb":"confirm-batch"/);
  const [, batchId = ''] = BATCH.exec(confirm) ?? [];
  return besideIdeal(stage, bot, async () => {
    await talk.press('confirm-batch', { batchId }, /"text":"(?:✓ All \d+|\d+ of \d+) done"/);
  });
}

/**
 * Runs it until ARM has nothing more to do, and compares it to what ARM alone would take: its time for each page of the
 * list, which come one after the other and before all else, and for each eight of the other calls. The tokens, one for
 * each directory, share the eight places; that the stand-in takes a millisecond or two for each is not in the ideal.
 */
async function besideIdeal(
  stage: Stage,
  bot: PinnedProcess,
  run: (hasShown: () => void) => Promise<void>,
): Promise<BesideIdeal & { readonly shownMs: number }> {
  await quiet(stage);
  stage.cloud.world.clearJournal();
  const cpuBefore = bot.usage().cpuMs;
  const from = performance.now();
  let shownMs = 0;
  await run(() => (shownMs = performance.now() - from));
  const lastAt = await quiet(stage);
  const cpuAfter = bot.usage().cpuMs;
  const calls = stage.cloud.world.journal().filter(({ path }) => OF_ARM.test(path));
  const pages = calls.filter(({ path }) => path === LIST).length;
  return {
    ms: lastAt - from,
    idealMs: (pages + Math.ceil((calls.length - pages) / IN_FLIGHT)) * ARM_DELAY_MS,
    cpuMsPerDirectory:
      cpuAfter === undefined || cpuBefore === undefined ? undefined : (cpuAfter - cpuBefore) / DIRECTORIES,
    shownMs,
  };
}

const MEGABYTE = 1024 * 1024;
async function heldBy(bot: PinnedProcess): Promise<Held> {
  const { rssMb } = bot.usage();
  // What the first collection lets go of, the second collects.
  await heapOf(bot);
  return { heapMb: (await heapOf(bot)) / MEGABYTE, rssMb };
}

const POLL_MS = 20;
const QUIET_MS = 1_000;

/** Waits until nobody has asked the cloud anything for a second; when the last answer was given, about. */
async function quiet({ cloud }: Stage): Promise<number> {
  let known = cloud.world.journal().length;
  let changedAt = performance.now();
  while (performance.now() - changedAt < QUIET_MS) {
    await pause(POLL_MS);
    const now = cloud.world.journal().length;
    if (now === known) continue;
    known = now;
    changedAt = performance.now();
  }
  return changedAt + ARM_DELAY_MS;
}
