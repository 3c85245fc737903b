import type { AzureCloud } from './azure-cloud';
import type { HttpSend } from '../network/http-send';
import type { CardRenderer } from '../cards/load-card-renderer';
import type { Dialogs } from '../dialogs/dialogs';
import type { Telemetry } from '../model/telemetry';
import type { Pal } from '../pal/pal';
import type { RecordStore } from '../storage/record-store';
import type { TeamsBot } from '../teams/teams-bot';
import type { Understanding } from '../understanding/understand';
import { around } from './around';
import { turnKind } from './turn-kind';

/** Reads a message; the second argument says whether the bot has just asked something. */
type Understand = (text: string, isAnswer: boolean) => Promise<Understanding>;

/** Puts an eye on the rooms that a turn goes through. The rooms do not know; what they give stays what it is. */
export interface Watch {
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

/** Nobody watches: every room is what it was. */
export const NO_WATCH: Watch = {
  bot: unchanged,
  dialogs: unchanged,
  understand: unchanged,
  cards: unchanged,
  pal: unchanged,
  store: unchanged,
  cloud: unchanged,
  network: unchanged,
};

/** Tells the telemetry of turns, dialogs, questions, cards, changes, sign-ins and calls to the cloud. */
export function watchBy(telemetry: Telemetry): Watch {
  return {
    bot: (bot) => watchBot(bot, telemetry),
    dialogs: (dialogs) => watchDialogs(dialogs, telemetry),
    understand: (understand) => async (text, isAnswer) => {
      const understood = await understand(text, isAnswer);
      const { label, band, top3 } = understood;
      telemetry.count('pal.questions', { 'pal.label': top3[0]?.label ?? label, 'pal.band': band });
      return understood;
    },
    cards: (cards) =>
      around(cards, {
        render: (render) => (view, locale) => {
          if (view.name === 'problem' || view.name === 'problem-by-hand') {
            telemetry.count('pal.problems', { 'pal.problem': view.data.code });
          }
          return telemetry.measure('pal.card.render.duration', { 'pal.card': view.name }, () =>
            render(view, locale),
          );
        },
      }),
    pal: (pal) => watchPal(pal, telemetry),
    store: (store) =>
      around(store, {
        append: (append) => async (entry) => {
          await append(entry);
          const { action, status } = entry;
          telemetry.count('pal.operations', {
            'pal.operation.action': action,
            'pal.operation.outcome': status,
          });
        },
      }),
    cloud: (cloud) => watchCloud(cloud, telemetry),
    network: (send) => watchNetwork(send, telemetry),
  };
}

function watchBot(bot: TeamsBot, telemetry: Telemetry): TeamsBot {
  return around(bot, {
    process: (process) => (activity) => {
      const kind = turnKind(activity);
      return telemetry.step('chat.turn', { 'pal.turn.kind': kind }, async (step) => {
        let outcome = 'failed';
        try {
          const answer = await process(activity);
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

function watchDialogs(dialogs: Dialogs, telemetry: Telemetry): Dialogs {
  return around(dialogs, {
    onText: (onText) => (turn, text) =>
      telemetry.step('dialog.text', { 'pal.correlation_id': turn.correlationId }, () => onText(turn, text)),
    onPress: (onPress) => (turn, press, on) =>
      telemetry.step('dialog.press', { 'pal.correlation_id': turn.correlationId }, () =>
        onPress(turn, press, on),
      ),
    onSignedIn: (onSignedIn) => (turn, signedInto) =>
      telemetry.step('dialog.signed-in', { 'pal.correlation_id': turn.correlationId }, () =>
        onSignedIn(turn, signedInto),
      ),
  });
}

function watchPal(pal: Pal, telemetry: Telemetry): Pal {
  return around(pal, {
    execute: (execute) => (asker, id) =>
      telemetry.step('pal.change', {}, async (step) => {
        const execution = await execute(asker, id);
        step.set({
          'pal.operation.action': execution.operation?.kind,
          'pal.operation.outcome': execution.kind,
          ...(execution.kind === 'problem' ? { 'pal.problem': execution.problem.code } : {}),
        });
        return execution;
      }),
  });
}

function watchCloud(cloud: AzureCloud, telemetry: Telemetry): AzureCloud {
  const tell = (way: 'page' | 'silent', outcome: string): void => {
    telemetry.count('pal.sign_ins', { 'pal.sign_in.way': way, 'pal.sign_in.outcome': outcome });
  };
  const signIn = around(cloud.signIn, {
    complete: (complete) => async (query) => {
      const result = await complete(query);
      tell('page', result.kind === 'failed' ? result.problem.code : result.kind);
      return result;
    },
  });
  const assertions = around(cloud.assertions, {
    accept: (accept) => async (person, token, correlationId) => {
      const taken = await accept(person, token, correlationId);
      tell('silent', taken.kind === 'problem' ? taken.problem.code : taken.kind);
      return taken;
    },
  });
  return { ...cloud, signIn, assertions };
}

function watchNetwork(send: HttpSend, telemetry: Telemetry): HttpSend {
  return (exchange) => {
    // A lane is the service and the directory; the directory is nobody's business here.
    const [service] = exchange.lane.split(' ', 1);
    const attributes = { 'pal.service': service, 'http.request.method': exchange.method };
    return telemetry.step('cloud.request', attributes, async (step) => {
      const reply = await send(exchange);
      step.set({ 'http.response.status_code': reply.status });
      if (reply.status >= 500) step.fail('server-error');
      return reply;
    });
  };
}
