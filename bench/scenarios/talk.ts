import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { PinnedProcess } from '../bots/pinned-process';
import type { Writer } from '../load/activities';
import { activityFrom, messageOf, pressOf } from '../load/activities';
import type { BotClient } from '../load/bot-client';
import type { Stage } from '../stage';
import { ARM_DELAY_MS } from './link-conversation';

/** How long something took, and how long ARM alone would have, with eight requests in flight. In milliseconds. */
export interface BesideIdeal {
  readonly ms: number;
  readonly idealMs: number;
  /** Of the bot; undefined where the system does not tell. */
  readonly cpuMs: number | undefined;
  /** How many calls ARM had. */
  readonly calls: number;
}

const IN_FLIGHT = 8;
const AT_MOST_MS = 40_000;
const OF_ARM = /^\/(?:providers|subscriptions|tenants)\b/;

/** One person's chat, and what was shown in it last. */
export class Talk {
  private shown = { id: '', body: '' };
  private waiting: { readonly for: RegExp; readonly done: (body: string) => void } | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly client: BotClient,
    private readonly from: Writer,
  ) {}

  get conversationId(): string {
    return this.from.conversationId;
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
    const activity = activityFrom({ serviceUrl, appId: this.stage.bot.appId }, this.from, what);
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

/** Lets each talk see what is shown in its conversation; the function that it gives ends that. */
export function listen({ connector }: Stage, talks: readonly Talk[]): () => void {
  const talkIn = new Map(talks.map((talk) => [talk.conversationId, talk]));
  connector.onCard = (conversation, body) => talkIn.get(conversation)?.note(body);
  connector.onMessage = (conversation, id) => talkIn.get(conversation)?.noteId(id);
  return () => {
    connector.onCard = undefined;
    connector.onMessage = undefined;
  };
}

/**
 * Runs it until ARM has nothing more to do, and compares it to what ARM alone would take: its time for each page of the
 * list, which come one after the other and before all else, and for each eight of the other calls. The tokens, one for
 * each directory, share the eight places; that the stand-in takes a millisecond or two for each is not in the ideal.
 */
export async function besideIdeal(
  stage: Stage,
  bot: PinnedProcess,
  list: string,
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
  const pages = calls.filter(({ path }) => path === list).length;
  return {
    ms: lastAt - from,
    idealMs: (pages + Math.ceil((calls.length - pages) / IN_FLIGHT)) * ARM_DELAY_MS,
    cpuMs: cpuAfter === undefined || cpuBefore === undefined ? undefined : cpuAfter - cpuBefore,
    calls: calls.length,
    shownMs,
  };
}

const POLL_MS = 20;
const QUIET_MS = 1_000;

/** Waits until nobody has asked the cloud anything for a second; when the last answer was given, about. */
export async function quiet({ cloud }: Stage): Promise<number> {
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
