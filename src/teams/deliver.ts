import type { CardRenderer, RenderedCard } from '../cards/load-card-renderer';
import type { View } from '../cards/view';
import type { Delivered, Reply, Turn } from '../dialogs/turn';
import type { Log } from '../model/log';
import type { Conversation } from './adapter';
import type { ChannelMessage } from './messages';
import { addressed, cardMessage, fileConsentMessage, fileInfoMessage, silentSignInMessage } from './messages';
import { ChannelError } from './channel/connector';

interface DeliverParts {
  readonly cards: CardRenderer;
  readonly log: Log;
  /** The resource that Teams signs in to silently; empty when it shall not. */
  readonly ssoResource: string;
  /** The OAuth connection that keeps what it brings; empty without one. */
  readonly connectionName: string;
}

/** What came of some replies. */
export interface Delivery {
  readonly delivered: readonly Delivered[];
  /** Why those at the end did not get through. */
  readonly error?: ChannelError;
}

/** Renders replies and hands them to the channel. */
export class Deliver {
  constructor(private readonly parts: DeliverParts) {}

  /** Sends the replies in their order; the first that the channel does not take ends it. Nobody is called back. */
  async send(conversation: Conversation, turn: Turn, replies: readonly Reply[]): Promise<Delivery> {
    const delivered: Delivered[] = [];
    for (const [index, reply] of replies.entries()) {
      try {
        const shownAt = await this.sendOne(conversation, turn, reply);
        delivered.push({ reply, isDelivered: true, ...(shownAt === undefined ? {} : { shownAt }) });
      } catch (error) {
        if (!(error instanceof ChannelError)) throw error;
        const rest = replies.slice(index).map((one) => ({ reply: one, isDelivered: false }));
        return { delivered: [...delivered, ...rest], error };
      }
    }
    return { delivered };
  }

  /** What greets is for everybody; any other card is for the one who asked. */
  render(view: View, { person, locale }: Turn): RenderedCard {
    const rendered = this.parts.cards.render(view, locale);
    if (view.name === 'problem' || view.name === 'problem-by-hand') {
      // The reference on the card leads to this line, whoever else wrote one.
      this.parts.log.info('teams.problem', { code: view.data.code, correlationId: view.data.correlationId });
    }
    return view.name === 'welcome' || view.name === 'introduction'
      ? rendered
      : { ...rendered, card: addressed(rendered.card, person) };
  }

  private async sendOne(conversation: Conversation, turn: Turn, reply: Reply): Promise<string | undefined> {
    const message = this.messageOf(turn, reply);
    if (reply.kind === 'say') return this.say(conversation, turn, reply, message);
    try {
      await conversation.rewrite(reply.activityId, message);
      return reply.activityId;
    } catch (error) {
      if (!(error instanceof ChannelError) || error.kind !== 'refused') throw error;
      // Deleted, or too old for the client: it is said anew, unless it only closes the card that is gone.
      this.parts.log.info('teams.rewrite.refused', { status: error.status, serviceCode: error.code });
      return reply.view.name === 'closed' ? undefined : conversation.say(message);
    }
  }

  /** What Teams does not take, such as a card for a file in an app that was not updated, is said in another way. */
  private async say(
    conversation: Conversation,
    turn: Turn,
    { otherwise, locale }: Reply,
    message: ChannelMessage,
  ): Promise<string | undefined> {
    try {
      return await conversation.say(message);
    } catch (error) {
      if (otherwise === undefined || !(error instanceof ChannelError) || error.kind !== 'refused')
        throw error;
      this.parts.log.info('teams.said.otherwise', { status: error.status, serviceCode: error.code });
      return conversation.say(this.messageOf(turn, { kind: 'say', view: await otherwise(), locale }));
    }
  }

  private messageOf(turn: Turn, reply: Reply): ChannelMessage {
    const rendered = this.render(reply.view, { ...turn, locale: reply.locale ?? turn.locale });
    if (reply.view.name === 'file-offer') return fileConsentMessage(rendered, reply.view.data);
    if (reply.view.name === 'file-info') return fileInfoMessage(rendered, reply.view.data);
    if (reply.kind !== 'say' || reply.silentAttempt === undefined || reply.view.name !== 'sign-in') {
      return cardMessage(rendered);
    }
    return silentSignInMessage(rendered, {
      id: reply.silentAttempt,
      resource: this.parts.ssoResource,
      connectionName: this.parts.connectionName,
      url: reply.view.data.url,
    });
  }
}
