import { Application, TeamsAdapter } from '@microsoft/teams-ai';
import { ActivityTypes, TurnContext } from 'botbuilder';
import type { Request, Response } from 'botbuilder';
import type { CardRenderer, RenderedCard } from '../cards/load-card-renderer';
import type { View } from '../cards/view';
import type { Dialogs } from '../dialogs/dialogs';
import type { Reply, Turn } from '../dialogs/turn';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { newCorrelationId } from '../model/identifiers';
import type { Person } from '../model/person';
import { addressed } from './addressee';
import { readActivity } from './incoming';
import type { Incoming } from './incoming';
import { cardMessage, cardResponse, messageResponse, refusedResponse } from './messages';
import type { References } from './references';

/** A press is answered within 4.5 s always; this leaves the rest for the network. */
const PRESS_BUDGET_MS = 3_500;
/** After the answer to a press is known: how long it waits for what else is said, so that both come together. */
const REST_BUDGET_MS = 500;
/** A message that takes longer than this shows that somebody is writing. */
const TYPING_AFTER_MS = 700;

/** The bot's identity at the channel. Without an app id the channel is not authenticated: local use only. */
interface ChannelIdentity {
  readonly appId: string;
  readonly appType: 'SingleTenant' | 'UserAssignedMSI';
  readonly tenantId: string;
  readonly password: string;
}

/** What the bot is built from. */
export interface TeamsBotParts {
  readonly identity: ChannelIdentity;
  readonly dialogs: Dialogs;
  readonly cards: CardRenderer;
  readonly references: References;
  readonly log: Log;
}

/** Turns activities into turns of the dialogs, and replies into activities. */
export class TeamsBot {
  private readonly adapter: TeamsAdapter;
  private readonly application: Application;
  /** Work that goes on after its HTTP request was answered. */
  private readonly background = new Set<Promise<void>>();

  constructor(private readonly parts: TeamsBotParts) {
    this.adapter = new TeamsAdapter(channelConfiguration(parts.identity));
    this.adapter.onTurnError = async (context, error) => {
      // What leaves this function ends in the SDK, which prints it and sends its message as the answer.
      await this.apologize(context, error).catch((failure: unknown) => {
        this.parts.log.error('teams.apology.failed', { error: errorName(failure) });
      });
    };
    this.application = new Application({
      adapter: this.adapter,
      startTypingTimer: false,
      removeRecipientMention: true,
    });
    const handler = async (context: TurnContext): Promise<void> => {
      await this.answer(context);
    };
    this.application.addRoute(() => Promise.resolve(true), handler, true);
    this.application.addRoute(() => Promise.resolve(true), handler, false);
  }

  /** Handles one HTTP request of the channel and ends its response. */
  async process(request: Request, response: Response): Promise<void> {
    await this.adapter.process(request, response, async (context) => {
      await this.application.run(context);
    });
  }

  /** Speaks in a conversation without being asked: `say` gets the turn and gives the replies. */
  async speak(
    conversationKey: string,
    person: Omit<Person, 'displayName'>,
    say: (turn: Turn) => Promise<Reply[]>,
  ): Promise<void> {
    const found = await this.parts.references.find(conversationKey);
    if (found === undefined) {
      this.parts.log.warn('teams.speak.unknown-conversation', {});
      return;
    }
    const turn: Turn = {
      person: { ...person, displayName: found.name },
      conversationKey,
      correlationId: newCorrelationId(),
    };
    await this.adapter.continueConversationAsync(
      this.parts.identity.appId,
      found.reference,
      async (context: TurnContext) => {
        await this.send(context, turn, await say(turn));
      },
    );
  }

  /** Resolves when everything that goes on in the background has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.background);
  }

  private async answer(context: TurnContext): Promise<void> {
    const incoming = readActivity(context.activity);
    if (incoming.kind === 'ignored') return;
    const { turn } = incoming;
    const reference = TurnContext.getConversationReference(context.activity);
    await this.parts.references.remember(turn.conversationKey, reference, turn.person.displayName);
    switch (incoming.kind) {
      case 'text':
        await this.whileTyping(context, async () => {
          await this.send(context, turn, await this.parts.dialogs.onText(turn, incoming.text));
        });
        return;
      case 'installed':
        await this.send(context, turn, this.parts.dialogs.onInstalled(turn));
        return;
      case 'press':
        await this.answerPress(context, incoming);
        return;
      case 'unknown-invoke':
        await context.sendActivity(refusedResponse());
    }
  }

  private async answerPress(
    context: TurnContext,
    incoming: Extract<Incoming, { kind: 'press' }>,
  ): Promise<void> {
    const { turn, isInvoke, isSomebodyElses } = incoming;
    if (isSomebodyElses) {
      const { correlationId } = turn;
      await this.refuse(context, turn, isInvoke, {
        name: 'problem',
        data: { code: 'not-yours', correlationId },
      });
      return;
    }
    await (isInvoke ? this.answerInvoke(context, incoming) : this.answerSubmit(context, incoming));
  }

  /** Somebody else's card stays as it is for its owner; only the presser is told. */
  private async refuse(context: TurnContext, turn: Turn, isInvoke: boolean, view: View): Promise<void> {
    const rendered = this.render(view, turn, context.activity.locale);
    await context.sendActivity(isInvoke ? messageResponse(rendered.speech) : cardMessage(rendered));
  }

  /** Action.Execute: the first reply takes the pressed card's place; a slow one puts "working on it" there first. */
  private async answerInvoke(
    context: TurnContext,
    incoming: Extract<Incoming, { kind: 'press' }>,
  ): Promise<void> {
    const { turn, press, activityId } = incoming;
    const replies = this.parts.dialogs.onPress(turn, press, activityId);
    const inTime = await within(PRESS_BUDGET_MS, replies);
    if (inTime !== undefined) {
      await this.respond(context, turn, inTime, activityId);
      return;
    }
    await context.sendActivity(cardResponse(this.render({ name: 'working', data: {} }, turn)));
    void this.inBackground(async () => {
      await this.speak(turn.conversationKey, turn.person, async () => inPlace(await replies, activityId));
    });
  }

  private async respond(
    context: TurnContext,
    turn: Turn,
    replies: Reply[],
    activityId: string | undefined,
  ): Promise<void> {
    const first = replies.find((reply) => reply.kind === 'say');
    if (first === undefined) {
      await context.sendActivity(refusedResponse());
      return;
    }
    if (isNotYours(first.view)) {
      await this.refuse(context, turn, true, first.view);
      return;
    }
    await context.sendActivity(cardResponse(this.render(first.view, turn, context.activity.locale)));
    // Not awaited: it stands in the queue before whatever the person does next, and that is enough.
    if (first.isOpen === true && activityId !== undefined) {
      void this.inBackground(() => this.parts.dialogs.onShown(turn, activityId));
    }
    const rest = replies.filter((reply) => reply !== first);
    if (rest.length === 0) return;
    const said = this.inBackground(() =>
      this.speak(turn.conversationKey, turn.person, () => Promise.resolve(rest)),
    );
    await within(REST_BUDGET_MS, said);
  }

  /** The Action.Submit fallback of old clients: the card is rewritten through the connector. */
  private async answerSubmit(
    context: TurnContext,
    incoming: Extract<Incoming, { kind: 'press' }>,
  ): Promise<void> {
    const { turn, press, activityId } = incoming;
    const replies = await this.parts.dialogs.onPress(turn, press, activityId);
    const refusal = replies.find(({ view }) => isNotYours(view));
    if (refusal !== undefined) await this.refuse(context, turn, false, refusal.view);
    else await this.send(context, turn, inPlace(replies, activityId));
  }

  private async send(context: TurnContext, turn: Turn, replies: Reply[]): Promise<void> {
    for (const reply of replies) {
      const message = cardMessage(this.render(reply.view, turn, context.activity.locale));
      const shownAt =
        reply.kind === 'rewrite'
          ? await this.rewrite(context, message, reply.activityId)
          : (await context.sendActivity(message))?.id;
      if (reply.isOpen === true && shownAt !== undefined) await this.parts.dialogs.onShown(turn, shownAt);
    }
  }

  /** A card that can't be rewritten (deleted, or too old for the client) is said anew. Tells which message has it. */
  private async rewrite(
    context: TurnContext,
    message: Parameters<TurnContext['updateActivity']>[0],
    activityId: string,
  ): Promise<string | undefined> {
    try {
      await context.updateActivity({ ...message, id: activityId });
      return activityId;
    } catch (error) {
      this.parts.log.warn('teams.rewrite.failed', { error: errorName(error) });
      return (await context.sendActivity(message))?.id;
    }
  }

  private async whileTyping(context: TurnContext, work: () => Promise<void>): Promise<void> {
    const timer = setTimeout(() => {
      void this.inBackground(async () => {
        await context.sendActivity({ type: ActivityTypes.Typing });
      });
    }, TYPING_AFTER_MS);
    try {
      await work();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Nobody is left without an answer: an unforeseen error has a card and a correlation id too. */
  private async apologize(context: TurnContext, error: unknown): Promise<void> {
    const correlationId = newCorrelationId();
    this.parts.log.error('teams.turn.failed', { correlationId, error: errorName(error) });
    const card = this.parts.cards.render({ name: 'problem', data: { code: 'unexpected', correlationId } });
    const isInvoke = context.activity.type === 'invoke';
    await context.sendActivity(isInvoke ? cardResponse(card) : cardMessage(card));
  }

  /** A welcome is for everybody; any other card is for the one who asked. */
  private render(view: View, { person }: Turn, locale?: string): RenderedCard {
    const rendered = this.parts.cards.render(view, locale);
    return view.name === 'welcome' ? rendered : { ...rendered, card: addressed(rendered.card, person) };
  }

  private inBackground(work: () => Promise<void>): Promise<void> {
    const running = work().catch((error: unknown) => {
      this.parts.log.error('teams.background.failed', { error: errorName(error) });
    });
    this.background.add(running);
    void running.finally(() => this.background.delete(running));
    return running;
  }
}

/** The SDK's names for the bot's identity; without an app id it takes any caller, and must not be told more. */
function channelConfiguration(identity: ChannelIdentity): Record<string, string> {
  if (identity.appId === '') return {};
  return {
    MicrosoftAppId: identity.appId,
    MicrosoftAppType: identity.appType,
    MicrosoftAppTenantId: identity.tenantId,
    MicrosoftAppPassword: identity.password,
  };
}

/** The first thing said takes the place of the pressed card. */
function inPlace(replies: Reply[], activityId: string | undefined): Reply[] {
  const first = replies.findIndex((reply) => reply.kind === 'say');
  if (activityId === undefined) return replies;
  return replies.map((reply, index) => (index === first ? { ...reply, kind: 'rewrite', activityId } : reply));
}

function isNotYours(view: View): boolean {
  return view.name === 'problem' && view.data.code === 'not-yours';
}

async function within<T>(budgetMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, budgetMs, undefined);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
