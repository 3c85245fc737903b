import { performance } from 'node:perf_hooks';
import { OURS, heapOf, tellHeap } from '../bots/bots';
import type { PinnedProcess } from '../bots/pinned-process';
import { createBotClient } from '../load/bot-client';
import type { Stage } from '../stage';
import { slowArm } from './link-conversation';
import { knownWriter, signInColleagues } from './signed-in';
import type { BesideIdeal } from './talk';
import { Talk, besideIdeal, listen, quiet } from './talk';

/** What a bot holds. */
interface HeapUse {
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
  readonly memory: { readonly before: HeapUse; readonly after: HeapUse };
}

const DIRECTORIES = 100;
const CROWD = { people: 20, directories: 50 };
const LIST = '/tenants';
const BATCH = /"batchId":"([^"]+)"/;

/**
 * Measures the overview, the link of everything, and many people at once. As with all turns, the bot has done the same for
 * somebody before.
 */
export async function measureDirectories(stage: Stage): Promise<DirectoryFigures> {
  const bot = await OURS.start(stage, [tellHeap(stage)]);
  const client = createBotClient(bot.port, stage.channelToken);
  const channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  const talks = Array.from(
    { length: CROWD.people + 2 },
    (_, number) => new Talk(stage, client, knownWriter(number)),
  );
  const stopListening = listen(stage, talks);
  stage.cloud.world.setCrowd(DIRECTORIES, true);
  await signInColleagues(stage, channel, client, talks.length);
  slowArm(stage);
  const [first, alone, ...others] = talks as [Talk, Talk, ...Talk[]];
  await first.say('hello', /Hello/);
  const cold = await showAll(stage, bot, first);
  await linkAll(stage, bot, first);

  const before = await memoryOf(bot);
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
  const after = await memoryOf(bot);
  stopListening();
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
    memory: { before, after },
  };
}

/** "Where am I linked", until all directories are read. */
function showAll(stage: Stage, bot: PinnedProcess, talk: Talk): Promise<BesideIdeal & { shownMs: number }> {
  return besideIdeal(stage, bot, LIST, async (hasShown) => {
    await talk.say('where am I linked', /Your directories/);
    hasShown();
  });
}

/** "Link everywhere", and one press on the card that lists all that can be linked. */
async function linkAll(stage: Stage, bot: PinnedProcess, talk: Talk): Promise<BesideIdeal> {
  const confirm = await talk.say('link 1234567 everywhere', /"verb":"confirm-batch"/);
  const [, batchId = ''] = BATCH.exec(confirm) ?? [];
  return besideIdeal(stage, bot, LIST, async () => {
    await talk.press('confirm-batch', { batchId }, /"text":"(?:✓ All \d+|\d+ of \d+) done"/);
  });
}

const MEGABYTE = 1024 * 1024;
async function memoryOf(bot: PinnedProcess): Promise<HeapUse> {
  const { rssMb } = bot.usage();
  // What the first collection lets go of, the second collects.
  await heapOf(bot);
  return { heapMb: (await heapOf(bot)) / MEGABYTE, rssMb };
}
