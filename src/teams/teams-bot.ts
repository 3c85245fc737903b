import type { CardRenderer } from '../cards/load-card-renderer';
import type { Dialogs } from '../dialogs/dialogs';
import type { Delivered, Reply, Turn } from '../dialogs/turn';
import { rewrites } from '../dialogs/turn';
import type { MonotonicClock } from '../model/clock';
import { newCorrelationId } from '../model/identifiers';
import type { Log, LogFields } from '../model/log';
import { errorName } from '../model/log';
import type { Person } from '../model/person';
import type { TurnScope } from '../model/turn-scope';
import { withTimeout } from '../lib/async';
import type { RecordStore } from '../storage/record-store';
import { conversationsOf } from './adapter';
import type { Conversation } from './adapter';
import { Background } from './background';
import type { Connector } from './channel/connector';
import { ChannelError } from './channel/connector';
import type { Conversations } from './conversations';
import { Deduplicate } from './deduplicate';
import { Deliver } from './deliver';
import type { Delivery } from './deliver';
import { isPersonal } from './incoming';
import type { Asked, Incoming, Place } from './incoming';
import { cardAnswer, NOTHING, searchAnswer, sentenceAnswer, unknownAnswer } from './invoke-answers';
import type { ChannelAnswer, TurnAnswer } from './invoke-answers';
import { cardMessage } from './messages';
import { Press } from './press';
import { RateLimit } from './rate-limit';
import type { RateLimitSettings } from './rate-limit';
import { SentMessages } from './sent-messages';
import { Sso } from './sso';
import type { TakeSsoToken } from './sso';

/** A message that takes longer than this shows that somebody is writing. */
const TYPING_AFTER_MS = 700;
/** No request of the channel is open longer: what it asks for goes on without it. */
const LONGEST_REQUEST_MS = 18_000;
/** An answer that the channel wants later than this is of no use to anybody. */
const LATEST_ANSWER_MS = 10 * 60 * 1000;

/** What the bot is built from. */
export interface TeamsBotParts {
  /** How messages leave. */
  readonly connector: Connector;
  readonly dialogs: Dialogs;
  readonly cards: CardRenderer;
  readonly conversations: Conversations;
  readonly store: RecordStore;
  readonly log: Log;
  /** Notes what is not answered, in counted lines. */
  readonly refusals: { note(flaw: string, more?: LogFields): void };
  /** Every request is answered in a scope of its own. */
  readonly turns: TurnScope;
  readonly now: () => Date;
  readonly monotonicMs: MonotonicClock;
  /** Takes the tokens that Teams' silent sign-in brings. */
  readonly take: TakeSsoToken;
  /** The OAuth connection that keeps what a silent sign-in brings; empty without one. */
  readonly connectionName: string;
  /** The resource that Teams signs in to silently; empty when it shall not. */
  readonly ssoResource: string;
  /** How long a silent sign-in may stay without an answer before the person gets a button. */
  readonly patienceMs: number;
  readonly limits: RateLimitSettings;
}

/** Activities come in, go through the dialogs, and what they answer goes out. */
export class TeamsBot {
  private readonly background: Background;
  private readonly conversationAt: (place: Place, replyTo?: string) => Conversation;
  private readonly sent = new SentMessages();
  private readonly deliver: Deliver;
  private readonly press: Press;
  private readonly sso: Sso;
  private readonly deduplicate: Deduplicate;
  private readonly rateLimit: RateLimit;

  constructor(private readonly parts: TeamsBotParts) {
    this.background = new Background(parts.log);
    this.conversationAt = conversationsOf(parts.connector);
    this.deliver = new Deliver(parts);
    this.rateLimit = new RateLimit(parts.limits, parts.monotonicMs);
    const later = (ms: number, work: () => Promise<void>): void => {
      this.background.later(ms, work);
    };
    this.press = new Press({
      ...parts,
      deliver: this.deliver,
      sent: this.sent,
      say: ({ turn, place }, replies) =>
        this.background.run(async () => this.tell(place, turn, await replies())),
      noted: (turn, delivered) => this.noted(turn, delivered),
    });
    this.sso = new Sso({
      ...parts,
      later,
      say: (turn, replies) => {
        this.background.run(() => this.speak(turn.conversationKey, turn.person, replies));
      },
    });
    const working = { name: 'working', data: {} } as const;
    this.deduplicate = new Deduplicate({
      ...parts,
      later,
      sayWorking: ({ invokeName = '', turn }) =>
        sentenceAnswer(invokeName, this.deliver.render(working, turn).speech),
    });
  }

  /** Answers an activity that the door has let in. What takes too long goes on after the HTTP response. */
  async process(incoming: Incoming): Promise<ChannelAnswer & { readonly afterwards: () => void }> {
    const answer: TurnAnswer = await this.parts.turns.run(correlationOf(incoming), async () => {
      const answering = this.answer(incoming).catch((error: unknown) => this.failed(incoming, error));
      this.background.run(async () => {
        await answering;
      });
      return (await withTimeout(LONGEST_REQUEST_MS, answering)) ?? NOTHING;
    });
    const { afterwards = () => Promise.resolve(), ...response } = answer;
    return { ...response, afterwards: () => this.background.run(afterwards) };
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
    await this.parts.turns.run(turn.correlationId, async () => this.tell(place, turn, await say(turn)));
  }

  /** Forgets what is held of the person in memory, but how much they wrote in the last minute: limits hold. */
  forget(person: Person): void {
    this.deduplicate.forget(person);
  }

  /** Ends all waiting; resolves when everything that goes on in the background has ended. */
  async settled(): Promise<void> {
    await this.background.settled();
  }

  private async answer(incoming: Incoming): Promise<TurnAnswer> {
    const admission = this.rateLimit.admit(incoming);
    const isAdmitted = admission.kind === 'admitted';
    if (incoming.kind === 'stranger') {
      this.parts.refusals.note(incoming.isBot ? 'bot' : 'no-work-account');
      return isAdmitted && !incoming.isBot ? this.sendAway(incoming) : NOTHING;
    }
    if (isAdmitted) return this.deduplicate.once(incoming, () => this.turn(incoming));
    const { code, retryAfterSeconds, isToldBefore } = admission;
    this.parts.refusals.note(code);
    const { turn, invokeName } = incoming;
    const { correlationId, locale } = turn;
    const view = { name: 'problem', data: { code, retryAfterSeconds, correlationId } } as const;
    if (!isToldBefore) return this.press.beside(incoming, view);
    // An invoke is answered every time, but in the log each further one would be a flood of its own.
    return invokeName === undefined
      ? NOTHING
      : sentenceAnswer(invokeName, this.parts.cards.render(view, locale).speech);
  }

  /** One turn of a conversation. */
  private async turn(asked: Asked): Promise<TurnAnswer> {
    const { turn, place, invokeName = '' } = asked;
    const { dialogs, conversations } = this.parts;
    await conversations.remember(turn.conversationKey, place, turn.person);
    switch (asked.kind) {
      case 'text':
        return this.reply(asked, () => dialogs.onText(turn, asked.message));
      case 'wordless':
        return this.reply(asked, () => dialogs.onWordless(turn));
      case 'called':
        return this.reply(asked, () => dialogs.onCalled(turn));
      case 'installed':
        return this.reply(asked, () => dialogs.onInstalled(turn));
      case 'press':
        await this.takeAlong(asked);
        return this.press.answer(asked);
      case 'sso-token':
        return this.sso.onToken(asked);
      case 'sso-failure':
        return this.sso.onFailure(asked);
      case 'file-consent': {
        const { consent, pressedOn } = asked;
        const isKnown = pressedOn !== undefined && this.sent.has(turn.conversationKey, pressedOn);
        // Teams waits some seconds only, and an upload may take longer.
        const answered = { ...consent, activityId: isKnown ? pressedOn : undefined };
        this.background.run(async () => this.tell(place, turn, await dialogs.onFileConsent(turn, answered)));
        return NOTHING;
      }
      case 'sign-in-closed':
        return NOTHING;
      case 'search':
        await this.takeAlong(asked);
        return this.search(turn, asked.words);
      case 'unknown-invoke':
        return unknownAnswer(invokeName);
    }
  }

  private async reply(
    { turn, place, activityId }: Asked,
    work: () => Reply[] | Promise<Reply[]>,
  ): Promise<TurnAnswer> {
    const conversation = this.conversationAt(place, activityId);
    const typing = setTimeout(() => {
      // Nobody misses it when it can't be sent.
      this.background.run(() => conversation.showTyping().catch(unlessOfOurs));
    }, TYPING_AFTER_MS);
    try {
      await this.tell(place, turn, await work(), activityId);
    } finally {
      clearTimeout(typing);
    }
    return NOTHING;
  }

  /** A token that a client sends along with an invoke; one that is not good changes nothing. */
  private async takeAlong({ turn, token }: { readonly turn: Turn; readonly token?: string }): Promise<void> {
    if (token !== undefined) await this.parts.take(turn.person, token, turn.correlationId);
  }

  private search(turn: Turn, words: string): TurnAnswer {
    const { found, nothingFound } = this.parts.dialogs.onSearch(turn, words);
    const results = found.map(({ title, text, view }) => ({
      title,
      text,
      rendered: this.parts.cards.render(view, turn.locale),
    }));
    return searchAnswer(results, nothingFound);
  }

  /** Says the replies; what the channel does not take now is tried a last time, later. Rejects as `speak` does. */
  private async tell(
    place: Place,
    turn: Turn,
    replies: readonly Reply[],
    replyTo?: string,
    isLast = false,
  ): Promise<void> {
    if (replies.length === 0) return;
    const conversation = this.conversationAt(place, replyTo);
    const delivery = await this.deliver.send(conversation, turn, replies);
    await this.noted(turn, delivery.delivered, conversation);
    const { error } = delivery;
    if (error === undefined) return;
    const rest = worthALastTry(delivery);
    const waitMs = error.retryAfterMs ?? Infinity;
    const hasLastTry = !isLast && rest.length > 0 && waitMs <= LATEST_ANSWER_MS;
    if (hasLastTry) this.background.later(waitMs, () => this.tell(place, turn, rest, replyTo, true));
    const isUntold = delivery.delivered.some(
      ({ isDelivered, reply }) => !isDelivered && reply.reports !== undefined,
    );
    if (isUntold || !hasLastTry) throw error;
  }

  private async noted(
    turn: Turn,
    delivered: readonly Delivered[],
    conversation?: Conversation,
  ): Promise<void> {
    for (const { shownAt, reply, isDelivered } of delivered) {
      if (shownAt !== undefined) this.sent.note(turn.conversationKey, shownAt);
      const isSilent = isDelivered && reply.kind === 'say' && reply.silentAttempt !== undefined;
      if (isSilent) this.sso.expect(turn, reply.silentAttempt);
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

  /** Somebody whom the bot can't serve gets one sentence. */
  private async sendAway({ place, invokeName }: Incoming): Promise<TurnAnswer> {
    const data = { code: 'no-work-account', correlationId: newCorrelationId() } as const;
    const card = this.parts.cards.render({ name: 'problem', data }, place.locale);
    if (invokeName !== undefined) return sentenceAnswer(invokeName, card.speech);
    await this.conversationAt(place).sayOnce(cardMessage(card)).catch(unlessOfOurs);
    return NOTHING;
  }

  /** Nobody is left without an answer: an unforeseen error has a card and a correlation id too. */
  private async failed({ place, invokeName, ...incoming }: Incoming, error: unknown): Promise<TurnAnswer> {
    const correlationId = this.parts.turns.current() ?? newCorrelationId();
    if (error instanceof ChannelError) {
      // An apology would go where the answer could not; perhaps the answer has arrived after all.
      const { status, code: serviceCode, kind: outcome } = error;
      this.parts.log.warn('teams.turn.not-delivered', { correlationId, status, serviceCode, outcome });
      return NOTHING;
    }
    this.parts.log.error('teams.turn.failed', {
      correlationId,
      error: errorName(error),
      reason: incoming.kind,
    });
    const data = { code: 'unexpected', correlationId } as const;
    const card = this.parts.cards.render({ name: 'problem', data }, place.locale);
    if (invokeName === 'adaptiveCard/action') return cardAnswer(card);
    if (invokeName !== undefined) return sentenceAnswer(invokeName, card.speech);
    await this.conversationAt(place)
      .sayOnce(cardMessage(card))
      .catch((failure: unknown) => {
        this.parts.log.warn('teams.apology.failed', { error: errorName(failure) });
      });
    return NOTHING;
  }
}

function correlationOf(incoming: Incoming) {
  return incoming.kind === 'stranger' ? newCorrelationId() : incoming.turn.correlationId;
}

/** What was not delivered, but the outcome of a change: the records know that it has to be told. */
function worthALastTry({ delivered }: Delivery): Reply[] {
  return delivered
    .filter(({ isDelivered, reply }) => !isDelivered && reply.reports === undefined)
    .map(({ reply }) => reply);
}

function unlessOfOurs(error: unknown): void {
  if (!(error instanceof ChannelError)) throw error;
}
