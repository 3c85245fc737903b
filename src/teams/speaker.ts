import type { Activity, TurnContext } from 'botbuilder';
import type { CardRenderer, RenderedCard } from '../cards/load-card-renderer';
import type { View } from '../cards/view';
import type { Dialogs } from '../dialogs/dialogs';
import type { Reply, Turn } from '../dialogs/turn';
import type { OperationId } from '../model/identifiers';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { addressed } from './addressee';
import { cardMessage, messageResponse, silentSignInMessage } from './messages';
import type { SentMessages } from './sent-messages';

interface SpeakerParts {
  readonly cards: CardRenderer;
  readonly dialogs: Dialogs;
  readonly log: Log;
  readonly sent: SentMessages;
  /** The resource that Teams signs in to silently; empty when it shall not. */
  readonly ssoResource: string;
  /** The OAuth connection that keeps what it brings; empty without one. */
  readonly connectionName: string;
  /** Called when Teams was asked to sign in silently. */
  readonly onSilentSignIn: (turn: Turn, attemptId: OperationId) => void;
}

/** Says what the dialogs answer: renders views and hands them to the channel. */
export class Speaker {
  constructor(private readonly parts: SpeakerParts) {}

  /** Sends the replies in their order, and tells the dialogs which message shows the open dialog's card. */
  async send(context: TurnContext, turn: Turn, replies: readonly Reply[]): Promise<void> {
    for (const [index, reply] of replies.entries()) {
      try {
        await this.sendOne(context, turn, reply);
      } catch (error) {
        const untold = replies.slice(index).find(({ tells }) => tells !== undefined)?.tells;
        if (untold !== undefined) await this.parts.dialogs.onNotTold(turn, untold);
        throw error;
      }
    }
  }

  private async sendOne(context: TurnContext, turn: Turn, reply: Reply): Promise<void> {
    const silently = this.silently(turn, reply);
    const message = silently?.message ?? cardMessage(this.render(reply.view, turn));
    const shownAt =
      reply.kind === 'rewrite'
        ? await this.rewrite(context, message, reply.activityId)
        : (await context.sendActivity(message))?.id;
    if (shownAt !== undefined) this.parts.sent.note(turn.conversationKey, shownAt);
    // A silent sign-in is not seen, so that no card of the dialog stands there yet.
    if (silently !== undefined) this.parts.onSilentSignIn(turn, silently.attemptId);
    else if (reply.isOpen === true && shownAt !== undefined) {
      await this.parts.dialogs.onShown(turn, shownAt);
    }
    if (silently === undefined && reply.tells !== undefined) await this.parts.dialogs.onTold(reply.tells);
  }

  /** Somebody else's card stays as it is for its owner; only the presser is told. */
  async refuse(context: TurnContext, turn: Turn, isInvoke: boolean, view: View): Promise<void> {
    const rendered = this.render(view, turn);
    await context.sendActivity(isInvoke ? messageResponse(rendered.speech) : cardMessage(rendered));
  }

  /** What greets is for everybody; any other card is for the one who asked. */
  render(view: View, { person, locale }: Turn): RenderedCard {
    const rendered = this.parts.cards.render(view, locale);
    return view.name === 'welcome' || view.name === 'introduction'
      ? rendered
      : { ...rendered, card: addressed(rendered.card, person) };
  }

  /** The message that tries a sign-in silently; undefined when the reply is none. */
  private silently(
    turn: Turn,
    reply: Reply,
  ): { message: Partial<Activity>; attemptId: OperationId } | undefined {
    if (reply.kind !== 'say' || reply.silentAttempt === undefined || reply.view.name !== 'sign-in') {
      return undefined;
    }
    const exchange = {
      id: reply.silentAttempt,
      resource: this.parts.ssoResource,
      connectionName: this.parts.connectionName,
      url: reply.view.data.url,
    };
    return {
      message: silentSignInMessage(this.render(reply.view, turn), exchange),
      attemptId: reply.silentAttempt,
    };
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
}
