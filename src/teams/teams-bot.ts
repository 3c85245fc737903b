import type { CardRenderer } from '../cards/load-card-renderer';
import type { Dialogs } from '../dialogs/dialogs';
import type { Reply, Turn } from '../dialogs/turn';
import type { MonotonicClock } from '../model/clock';
import { newCorrelationId } from '../model/identifiers';
import type { Log, LogFields, TurnScope } from '../model/log';
import { errorName } from '../model/log';
import type { Person } from '../model/person';
import { withTimeout } from '../lib/async';
import type { RecordStore } from '../storage/record-store';
import type { Connector } from './channel/connector';
import { ChannelError } from './channel/connector';
import type { Conversations } from './conversations';
import { Deduplicate } from './deduplicate';
import type { Asked, Incoming } from './incoming';
import type { ChannelAnswer, TurnAnswer } from './messages';
import { NOTHING, cardAnswer, cardMessage, searchAnswer, sentenceAnswer, unknownAnswer } from './messages';
import { Press } from './press';
import { RateLimit } from './rate-limit';
import type { RateLimitSettings } from './rate-limit';
import { Speaker } from './speaker';
import { Sso } from './sso';
import type { TakeSsoToken } from './sso';

/** A message that takes longer than this shows that somebody is writing. */
const TYPING_AFTER_MS = 700;
/** No request of the channel is open longer: what it asks for goes on without it. */
const LONGEST_REQUEST_MS = 18_000;

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
  private readonly speaker: Speaker;
  private readonly press: Press;
  private readonly sso: Sso;
  private readonly deduplicate: Deduplicate;
  private readonly rateLimit: RateLimit;

  constructor(private readonly parts: TeamsBotParts) {
    const onSilentSignIn: Sso['expect'] = (turn, attemptId) => {
      this.sso.expect(turn, attemptId);
    };
    this.speaker = new Speaker({ ...parts, onSilentSignIn });
    const { background, deliver, sent } = this.speaker;
    this.rateLimit = new RateLimit(parts.limits, parts.monotonicMs);
    const later = (ms: number, work: () => Promise<void>): void => {
      background.later(ms, work);
    };
    this.press = new Press({
      ...parts,
      deliver,
      sent,
      say: ({ turn, place }, replies) =>
        background.run(async () => this.speaker.send(place, turn, await replies())),
      noted: (turn, delivered) => this.speaker.noted(turn, delivered),
    });
    this.sso = new Sso({
      ...parts,
      later,
      say: (turn, replies) => {
        background.run(() => this.speak(turn.conversationKey, turn.person, replies));
      },
    });
    const working = { name: 'working', data: {} } as const;
    this.deduplicate = new Deduplicate({
      ...parts,
      later,
      sayWorking: ({ invokeName = '', turn }) =>
        sentenceAnswer(invokeName, deliver.render(working, turn).speech),
    });
  }

  /** Answers an activity that the door has let in. What takes too long goes on after the HTTP response. */
  async process(incoming: Incoming): Promise<ChannelAnswer & { readonly afterwards: () => void }> {
    const answer: TurnAnswer = await this.parts.turns.run(correlationOf(incoming), async () => {
      const answering = this.answer(incoming).catch((error: unknown) => this.failed(incoming, error));
      this.speaker.background.run(async () => {
        await answering;
      });
      return (await withTimeout(LONGEST_REQUEST_MS, answering)) ?? NOTHING;
    });
    const { afterwards = () => Promise.resolve(), ...response } = answer;
    return { ...response, afterwards: () => this.speaker.background.run(afterwards) };
  }

  /** Speaks in a conversation without being asked: see Speaker. */
  speak(
    conversationKey: string,
    person: Omit<Person, 'displayName'>,
    say: (turn: Turn) => Promise<readonly Reply[]>,
  ): Promise<void> {
    return this.speaker.speak(conversationKey, person, say);
  }

  /** Forgets what is held of the person in memory, but how much they wrote in the last minute: limits hold. */
  forget(person: Person): void {
    this.deduplicate.forget(person);
  }

  /** Ends all waiting; resolves when everything that goes on in the background has ended. */
  async settled(): Promise<void> {
    await this.speaker.background.settled();
    await this.deduplicate.settled();
  }

  private async answer(incoming: Incoming): Promise<TurnAnswer> {
    const admission = this.rateLimit.admit(incoming);
    const isAdmitted = admission.kind === 'admitted';
    if (incoming.kind === 'stranger') {
      this.parts.refusals.note(incoming.isBot ? 'bot' : 'no-work-account');
      return isAdmitted && !incoming.isBot ? this.sendAway(incoming) : NOTHING;
    }
    if (isAdmitted) return this.deduplicate.once(incoming, () => this.turn(incoming));
    const { code, retryAfterSeconds, isRepeated } = admission;
    this.parts.refusals.note(code);
    const { turn, invokeName } = incoming;
    const { correlationId, locale } = turn;
    const view = { name: 'problem', data: { code, retryAfterSeconds, correlationId } } as const;
    if (!isRepeated) return this.press.beside(incoming, view);
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
        const isKnown = pressedOn !== undefined && this.speaker.sent.has(turn.conversationKey, pressedOn);
        // Teams waits some seconds only, and an upload may take longer.
        const answered = { ...consent, activityId: isKnown ? pressedOn : undefined };
        this.speaker.background.run(async () =>
          this.speaker.send(place, turn, await dialogs.onFileConsent(turn, answered)),
        );
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
    const conversation = this.speaker.at(place, activityId);
    const typing = setTimeout(() => {
      // Nobody misses it when it can't be sent.
      this.speaker.background.run(() => conversation.showTyping().catch(unlessOfOurs));
    }, TYPING_AFTER_MS);
    try {
      await this.speaker.send(place, turn, await work(), activityId);
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

  /** Somebody whom the bot can't serve gets one sentence. */
  private async sendAway({ place, invokeName }: Incoming): Promise<TurnAnswer> {
    const data = { code: 'no-work-account', correlationId: newCorrelationId() } as const;
    const card = this.parts.cards.render({ name: 'problem', data }, place.locale);
    if (invokeName !== undefined) return sentenceAnswer(invokeName, card.speech);
    await this.speaker.at(place).sayOnce(cardMessage(card)).catch(unlessOfOurs);
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
    await this.speaker
      .at(place)
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

function unlessOfOurs(error: unknown): void {
  if (!(error instanceof ChannelError)) throw error;
}
