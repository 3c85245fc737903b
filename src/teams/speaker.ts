import type { CardRenderer } from '../cards/load-card-renderer';
import type { Dialogs } from '../dialogs/dialogs';
import { rewrites } from '../dialogs/turn';
import type { Delivered, Reply, Turn } from '../dialogs/turn';
import { BoundedMap } from '../lib/bounded-map';
import type { OperationId } from '../model/identifiers';
import { newCorrelationId } from '../model/identifiers';
import type { Log, TurnScope } from '../model/log';
import type { Person } from '../model/person';
import { conversationsOf } from './adapter';
import type { Conversation } from './adapter';
import { Background } from './background';
import type { Connector } from './channel/connector';
import { ChannelError } from './channel/connector';
import type { Conversations } from './conversations';
import { Deliver } from './deliver';
import type { Delivery } from './deliver';
import { isPersonal } from './incoming';
import type { Place } from './incoming';

/** An answer that the channel wants later than this is of no use to anybody. */
const LATEST_ANSWER_MS = 10 * 60 * 1000;

interface SpeakerParts {
  readonly connector: Connector;
  readonly dialogs: Pick<Dialogs, 'delivered'>;
  readonly cards: CardRenderer;
  readonly conversations: Conversations;
  readonly log: Log;
  readonly turns: TurnScope;
  readonly connectionName: string;
  readonly ssoResource: string;
  /** A silent sign-in was sent: something must come of it. */
  readonly onSilentSignIn: (turn: Turn, attemptId: OperationId) => void;
}

/** Says replies in conversations, within a request and outside of one, and takes in what became of them. */
export class Speaker {
  readonly background: Background;
  readonly deliver: Deliver;
  readonly sent = new SentMessages();
  /** A conversation, by where it is; `replyTo`: the message that is answered. */
  readonly at: (place: Place, replyTo?: string) => Conversation;

  constructor(private readonly parts: SpeakerParts) {
    this.background = new Background(parts.log);
    this.deliver = new Deliver(parts);
    this.at = conversationsOf(parts.connector);
  }

  /**
   * Speaks in a conversation without being asked: `say` gets the turn and gives the replies. Rejects when something was
   * lost, or the outcome of a change is still to be told.
   */
  async speak(
    conversationKey: string,
    person: Omit<Person, 'displayName'>,
    say: (turn: Turn) => Promise<readonly Reply[]>,
  ): Promise<void> {
    const found = await this.parts.conversations.find(conversationKey);
    if (found === undefined) throw new ChannelError('unreachable');
    const { place, name } = found;
    const turn: Turn = {
      person: { ...person, displayName: name },
      conversationKey,
      correlationId: this.parts.turns.current() ?? newCorrelationId(),
      isPersonal: isPersonal(place.conversation),
      locale: place.locale ?? 'en',
    };
    await this.parts.turns.run(turn.correlationId, async () => this.send(place, turn, await say(turn)));
  }

  /** Says the replies; what the channel does not take now is tried a last time, later. Rejects as `speak` does. */
  async send(
    place: Place,
    turn: Turn,
    replies: readonly Reply[],
    replyTo?: string,
    isLast = false,
  ): Promise<void> {
    if (replies.length === 0) return;
    const conversation = this.at(place, replyTo);
    const delivery = await this.deliver.send(conversation, turn, replies);
    await this.noted(turn, delivery.delivered, conversation);
    const { error } = delivery;
    if (error === undefined) return;
    const rest = worthALastTry(delivery);
    const waitMs = error.retryAfterMs ?? Infinity;
    const hasLastTry = !isLast && rest.length > 0 && waitMs <= LATEST_ANSWER_MS;
    if (hasLastTry) this.background.later(waitMs, () => this.send(place, turn, rest, replyTo, true));
    const isUndelivered = delivery.delivered.some(
      ({ isDelivered, reply }) => !isDelivered && reply.reports !== undefined,
    );
    if (isUndelivered || !hasLastTry) throw error;
  }

  /** Takes in what became of replies: what follows on a card, a silent sign-in, what the dialogs have to correct. */
  async noted(turn: Turn, delivered: readonly Delivered[], conversation?: Conversation): Promise<void> {
    for (const { shownAt, reply, isDelivered } of delivered) {
      if (shownAt !== undefined) this.sent.note(turn.conversationKey, shownAt);
      const isSilent = isDelivered && reply.kind === 'say' && reply.silentAttempt !== undefined;
      if (isSilent) this.parts.onSilentSignIn(turn, reply.silentAttempt);
      const { follows } = reply;
      if (follows !== undefined && isDelivered && shownAt !== undefined) {
        this.background.run(() => this.follow(turn, shownAt, { ...reply, follows }));
      }
    }
    const corrections = await this.parts.dialogs.delivered(turn, delivered);
    if (conversation !== undefined && corrections.length > 0) {
      await this.deliver.send(conversation, turn, corrections);
    }
  }

  /** Shows on the card of a message how something goes on, until it is over. */
  private async follow(turn: Turn, shownAt: string, reply: Parameters<typeof rewrites>[1]): Promise<void> {
    for await (const replies of rewrites(shownAt, reply)) {
      await this.speak(turn.conversationKey, turn.person, () => Promise.resolve(replies));
    }
  }
}

/** What was not delivered, but the outcome of a change: the records know that it has to be told. */
function worthALastTry({ delivered }: Delivery): Reply[] {
  return delivered
    .filter(({ isDelivered, reply }) => !isDelivered && reply.reports === undefined)
    .map(({ reply }) => reply);
}

/** Messages that are remembered; the one that was sent longest ago is forgotten for a new one. */
const MOST = 10_000;

/**
 * Which messages this process has sent. A client that presses says on which message, but not every client, and not every
 * one says it rightly: it counts only where the message is known here.
 */
export class SentMessages {
  private readonly sent = new BoundedMap<string, true>(MOST);

  /** Notes a message of a conversation. */
  note(conversationKey: string, activityId: string): void {
    this.sent.set(`${conversationKey}|${activityId}`, true);
  }

  /** Whether this process has sent it. */
  has(conversationKey: string, activityId: string): boolean {
    return this.sent.has(`${conversationKey}|${activityId}`);
  }
}
