import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { CardRenderer } from '../cards/load-card-renderer';
import { packageRoot } from '../config/package';
import type { Settings } from '../config/settings';
import type { Dialogs } from '../dialogs/dialogs';
import type { Log } from '../model/log';
import type { Attributes, Step, Telemetry } from '../model/telemetry';
import type { HttpSend } from '../network/http-send';
import type { Pal } from '../pal/pal';
import type { AuditEntry, RecordStore } from '../storage/record-store';
import type { Incoming } from '../teams/incoming';
import type { TeamsBot } from '../teams/teams-bot';
import type { Understanding } from '../understanding/understand';
import type { AzureCloud } from './cloud';
import type { EventLoopMeter } from './health';

/** Reads a message. `isAnswer`: the bot has just asked something. `locale`: the language of the chat. */
type Understand = (text: string, isAnswer: boolean, locale?: string) => Promise<Understanding>;

/** Lets telemetry see what the rooms do. The rooms do not know; what they are given and give stays what it is. */
export interface Observer {
  bot(bot: TeamsBot): TeamsBot;
  dialogs(dialogs: Dialogs): Dialogs;
  understand(understand: Understand): Understand;
  cards(cards: CardRenderer): CardRenderer;
  pal(pal: Pal): Pal;
  store(store: RecordStore): RecordStore;
  cloud(cloud: AzureCloud): AzureCloud;
  network(send: HttpSend): HttpSend;
}

const unchanged = <T>(given: T): T => given;

/** Nobody looks: every room is what it was. */
const NO_OBSERVER: Observer = {
  bot: unchanged,
  dialogs: unchanged,
  understand: unchanged,
  cards: unchanged,
  pal: unchanged,
  store: unchanged,
  cloud: unchanged,
  network: unchanged,
};

/**
 * What is done around a call. `call` makes it, with all that it was given: whoever writes one of these reads the
 * arguments and can't lose or change any.
 */
type Around<F> = F extends (...all: infer A) => infer R ? (call: () => R, ...all: A) => R : never;

/** A function with something around each of its calls. */
function aroundCall<A extends unknown[], R>(
  original: (...all: A) => R,
  around: (call: () => R, ...all: A) => R,
): (...all: A) => R {
  return (...all) => around(() => original(...all), ...all);
}

/**
 * Puts something around each call of some methods, those that the object makes of itself too; gives the same object
 * back. For the composition root, before anybody has the object.
 */
export function aroundMethods<T extends object>(target: T, changes: { [K in keyof T]?: Around<T[K]> }): T {
  for (const name of Object.keys(changes) as (keyof T)[]) {
    const original = target[name] as (...all: unknown[]) => unknown;
    const around = changes[name] as (call: () => unknown, ...all: unknown[]) => unknown;
    const observed = aroundCall(original.bind(target), around);
    Object.defineProperty(target, name, { value: observed, configurable: true, writable: true });
  }
  return target;
}

/** Tells the telemetry of turns, dialogs, questions, cards, changes, sign-ins and calls to the cloud. */
export function observeWith(telemetry: Telemetry): Observer {
  return {
    bot: (bot) => observeBot(bot, telemetry),
    dialogs: (dialogs) => observeDialogs(dialogs, telemetry),
    understand: (understand) =>
      aroundCall(understand, async (call) => {
        const understood = await call();
        const { label, band, top3 } = understood;
        telemetry.count('pal.questions', { 'pal.label': top3[0]?.label ?? label, 'pal.band': band });
        return understood;
      }),
    cards: (cards) =>
      aroundMethods(cards, {
        render: (call, view) => {
          if (view.name === 'problem' || view.name === 'problem-by-hand') {
            telemetry.count('pal.problems', { 'pal.problem': view.data.code });
          }
          return telemetry.measure('pal.card.render.duration', { 'pal.card': view.name }, call);
        },
      }),
    pal: (pal) => observePal(pal, telemetry),
    store: (store) =>
      aroundMethods(store, {
        append: async (call, line) => {
          await call();
          countOperation(telemetry, line);
        },
        putWithLine: async (call, _, line) => {
          const result = await call();
          if (result.kind === 'stored') countOperation(telemetry, line);
          return result;
        },
      }),
    cloud: (cloud) => observeCloud(cloud, telemetry),
    network: (send) => aroundCall(send, (call, exchange) => observeExchange(call, exchange, telemetry)),
  };
}

/** A file that was made changes nothing. */
function countOperation(telemetry: Telemetry, { action, status, fileDigest }: AuditEntry): void {
  if (fileDigest !== undefined) return;
  telemetry.count('pal.operations', { 'pal.operation.action': action, 'pal.operation.outcome': status });
}

function observeBot(bot: TeamsBot, telemetry: Telemetry): TeamsBot {
  return aroundMethods(bot, {
    process: (call, incoming) => {
      const kind = KINDS[incoming.kind];
      return telemetry.step('chat.turn', { 'pal.turn.kind': kind }, async (step) => {
        let outcome = 'failed';
        try {
          const answer = await call();
          step.set({ 'http.response.status_code': answer.status });
          outcome = answer.status < 400 ? 'answered' : 'refused';
          return answer;
        } finally {
          telemetry.count('pal.turns', { 'pal.turn.kind': kind, 'pal.outcome': outcome });
        }
      });
    },
  });
}

/** What kind of turn an activity asks for, in a word of the telemetry. */
const KINDS: Readonly<Record<Incoming['kind'], string>> = {
  text: 'message',
  wordless: 'message',
  called: 'message',
  press: 'press',
  search: 'search',
  installed: 'installed',
  'sso-token': 'token',
  'sso-failure': 'token',
  'file-consent': 'press',
  'sign-in-closed': 'token',
  'unknown-invoke': 'other',
  stranger: 'other',
};

function observeDialogs(dialogs: Dialogs, telemetry: Telemetry): Dialogs {
  const of = ({ correlationId }: { correlationId: string }): Attributes => ({
    'pal.correlation_id': correlationId,
  });
  return aroundMethods(dialogs, {
    onText: (call, turn) => telemetry.step('dialog.text', of(turn), call),
    onPress: (call, turn) => telemetry.step('dialog.press', of(turn), call),
    onSignedIn: (call, turn) => telemetry.step('dialog.signed-in', of(turn), call),
  });
}

/** An undo executes an operation too, and so is a change like any other. */
function observePal(pal: Pal, telemetry: Telemetry): Pal {
  return aroundMethods(pal, {
    execute: (call) =>
      telemetry.step('pal.change', {}, async (step) => {
        const execution = await call();
        step.set({
          'pal.operation.action': execution.operation?.kind,
          'pal.operation.outcome': execution.kind,
          'pal.problem': execution.kind === 'problem' ? execution.problem.code : undefined,
        });
        return execution;
      }),
  });
}

function observeCloud(cloud: AzureCloud, telemetry: Telemetry): AzureCloud {
  const count = (way: 'page' | 'silent', outcome: string): void => {
    telemetry.count('pal.sign_ins', { 'pal.sign_in.way': way, 'pal.sign_in.outcome': outcome });
  };
  aroundMethods(cloud.signIn, {
    complete: async (call) => {
      const result = await call();
      count('page', result.kind === 'failed' ? result.problem.code : result.kind);
      return result;
    },
  });
  aroundMethods(cloud.ssoTokens, {
    accept: async (call) => {
      const taken = await call();
      count('silent', taken.kind === 'problem' ? taken.problem.code : taken.kind);
      return taken;
    },
  });
  return cloud;
}

async function observeExchange(
  call: () => ReturnType<HttpSend>,
  { circuit, method }: Parameters<HttpSend>[0],
  telemetry: Telemetry,
): ReturnType<HttpSend> {
  // The circuit names the service and the directory; the directory is nobody's business here.
  const [service] = circuit.split(' ', 1);
  const attributes = { 'pal.service': service, 'http.request.method': method };
  return telemetry.step('cloud.request', attributes, async (step: Step) => {
    const reply = await call();
    step.set({ 'http.response.status_code': reply.status });
    if (reply.status >= 500) step.fail('server-error');
    return reply;
  });
}

const packageFile = z.object({ version: z.string() });

/** Telemetry that has been started, and what lets it see the rooms. */
interface RunningTelemetry {
  readonly observer: Observer;
  /** Sends what is left; never rejects. */
  stop(): Promise<void>;
}

/** Starts the telemetry that is set. Without a target nothing of it is loaded, and the rooms run unwatched. */
export async function startTelemetry(
  { telemetry: target, environment }: Settings,
  meter: EventLoopMeter,
  log: Log,
): Promise<RunningTelemetry> {
  if (target === undefined) return { observer: NO_OBSERVER, stop: () => Promise.resolve() };
  const { createOpenTelemetry } = await import('../observability/open-telemetry.js');
  const source = { version: version(), instanceId: randomUUID(), environment };
  const telemetry = await createOpenTelemetry(target, source, log);
  telemetry.gauge('pal.event_loop.lag', () => meter.lagMs() / 1000);
  telemetry.gauge('process.memory.usage', () => process.memoryUsage.rss());
  return { observer: observeWith(telemetry), stop: () => telemetry.stop() };
}

function version(): string {
  return packageFile.parse(JSON.parse(readFileSync(join(packageRoot(__dirname), 'package.json'), 'utf8')))
    .version;
}
