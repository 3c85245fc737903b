import { ActivityTypes, TurnContext } from 'botbuilder';
import type { Activity, ConversationReference } from 'botbuilder';
import type { CardRenderer } from '../cards/load-card-renderer';
import type { Dialogs } from '../dialogs/dialogs';
import type { Reply, Turn } from '../dialogs/turn';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { newCorrelationId } from '../model/identifiers';
import type { CorrelationId } from '../model/identifiers';
import type { Person } from '../model/person';
import type { TurnScope } from '../model/turn-scope';
import type { RecordStore } from '../storage/record-store';
import { Background } from './background';
import type { ChannelAccounts } from './channel-accounts';
import type { ChannelActivity } from './channel/channel-activity';
import { ChannelAdapter } from './channel/channel-adapter';
import type { ChannelAnswer } from './channel/channel-adapter';
import type { Connector } from './channel/connector';
import { Deliveries } from './deliveries';
import { readActivity } from './incoming';
import type { Incoming } from './incoming';
import { cardMessage, cardResponse, emptyResponse, refusedResponse } from './messages';
import { PressAnswers } from './press-answers';
import { collectForLater } from './once-answered';
import type { References } from './references';
import { refuseFlood } from './refuse-flood';
import { searchResponse } from './search-results';
import { SentMessages } from './sent-messages';
import { SilentSignIn } from './silent-sign-in';
import type { TakeAssertion } from './silent-sign-in';
import { Speaker } from './speaker';
import { TurnLimits } from './turn-limits';
import type { TurnLimitSettings } from './turn-limits';

/** A message that takes longer than this shows that somebody is writing. */
const TYPING_AFTER_MS = 700;

/** What the bot is built from. */
export interface TeamsBotParts {
  /** How messages leave. */
  readonly connector: Connector;
  readonly dialogs: Dialogs;
  readonly cards: CardRenderer;
  readonly references: References;
  readonly store: RecordStore;
  readonly log: Log;
  /** Every request is answered in a scope of its own. */
  readonly turns: TurnScope;
  readonly now: () => Date;
  /** Takes the tokens that Teams' silent sign-in brings. */
  readonly take: TakeAssertion;
  /** Learns the account under which the channel knows each person. */
  readonly accounts: ChannelAccounts;
  /** The OAuth connection that keeps what a silent sign-in brings; empty without one. */
  readonly connectionName: string;
  /** The resource that Teams signs in to silently; empty when it shall not. */
  readonly ssoResource: string;
  /** How long a silent sign-in may stay without an answer before the person gets a button. */
  readonly patienceMs: number;
  /** How many messages and presses a minute are answered. */
  readonly limits: TurnLimitSettings;
}

/** Turns activities into turns of the dialogs, and replies into activities. */
export class TeamsBot {
  private readonly adapter: ChannelAdapter;
  private readonly background: Background;
  private readonly speaker: Speaker;
  private readonly presses: PressAnswers;
  private readonly silentSignIn: SilentSignIn;
  private readonly deliveries: Deliveries;
  private readonly limits: TurnLimits;

  constructor(private readonly parts: TeamsBotParts) {
    this.background = new Background(parts.log);
    const speakLater = (turn: Turn, say: () => Promise<Reply[]>): Promise<void> =>
      this.speak(turn.conversationKey, turn.person, say);
    const { background } = this;
    this.silentSignIn = new SilentSignIn({ ...parts, background, speakLater });
    const sent = new SentMessages();
    this.speaker = new Speaker({
      ...parts,
      sent,
      onSilentSignIn: (turn, attemptId) => {
        this.silentSignIn.watch(turn, attemptId);
      },
    });
    this.presses = new PressAnswers({
      dialogs: parts.dialogs,
      speaker: this.speaker,
      sent,
      background,
      speakLater,
    });
    this.limits = new TurnLimits(parts.limits, parts.now);
    this.deliveries = new Deliveries({
      ...parts,
      sayHeard: (context, { turn }) =>
        this.speaker.refuse(context, turn, true, { name: 'working', data: {} }),
    });
    this.adapter = new ChannelAdapter(parts.connector);
    this.adapter.onTurnError = async (context, error) => {
      // What leaves this function ends in the SDK, which prints it and sends its message as the answer.
      await this.apologize(context, error).catch((failure: unknown) => {
        this.parts.log.error('teams.apology.failed', { error: errorName(failure) });
      });
    };
  }

  /** Answers an activity that the gate has let in. */
  async process(activity: ChannelActivity): Promise<ChannelAnswer & { readonly afterwards: () => void }> {
    let later: ReturnType<typeof collectForLater> = [];
    const answer = await this.parts.turns.run(newCorrelationId(), () =>
      this.adapter.answer(activity, async (context) => {
        later = collectForLater(context);
        await this.answer(context);
      }),
    );
    const afterwards = (): void => {
      for (const work of later) void this.background.run(work);
    };
    return { ...answer, afterwards };
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
      correlationId: this.reference(),
      isPersonal: isPersonal(found.reference),
      locale: found.reference.locale ?? 'en',
    };
    this.meet(person, found.reference);
    const speak = async (context: TurnContext): Promise<void> => {
      await this.speaker.send(context, turn, await say(turn));
    };
    await this.parts.turns.run(turn.correlationId, () => this.adapter.speakIn(found.reference, speak));
  }

  private meet(
    person: Pick<Person, 'tenantId' | 'objectId'>,
    { user, channelId }: Partial<ConversationReference>,
  ): void {
    if (user === undefined || channelId === undefined) return;
    this.parts.accounts.remember(person, { userId: user.id, channelId });
  }

  /** The turn that is being answered, or a new one. */
  private reference(): CorrelationId {
    return this.parts.turns.current() ?? newCorrelationId();
  }

  /** Forgets what is held of the person in memory, but how much they wrote in the last minute: limits hold. */
  forget(person: Person): void {
    this.deliveries.forget(person);
  }

  /** Ends all waiting; resolves when everything that goes on in the background has ended. */
  async settled(): Promise<void> {
    this.silentSignIn.stop();
    await this.background.settled();
  }

  private async answer(context: TurnContext): Promise<void> {
    const { activity } = context;
    if (activity.type === (ActivityTypes.Message as string)) TurnContext.removeRecipientMention(activity);
    const incoming = readActivity(context.activity, this.reference());
    if (incoming.kind === 'ignored') return;
    if (await refuseFlood({ limits: this.limits, speaker: this.speaker }, context, incoming)) return;
    await this.deliveries.once(context, incoming, () => this.answerOnce(context, incoming));
  }

  private async answerOnce(
    context: TurnContext,
    incoming: Exclude<Incoming, { kind: 'ignored' }>,
  ): Promise<void> {
    const { turn } = incoming;
    const reference = TurnContext.getConversationReference(context.activity);
    this.meet(turn.person, reference);
    await this.parts.references.remember(turn.conversationKey, reference, turn.person.displayName);
    switch (incoming.kind) {
      case 'text':
        await this.whileTyping(context, async () => {
          await this.speaker.send(context, turn, await this.parts.dialogs.onText(turn, incoming.text));
        });
        return;
      case 'wordless':
        await this.speaker.send(context, turn, this.parts.dialogs.onWordless());
        return;
      case 'installed':
        await this.speaker.send(context, turn, this.parts.dialogs.onInstalled(turn));
        return;
      case 'press':
        await this.takeAlong(incoming);
        await this.presses.answer(context, incoming);
        return;
      case 'assertion':
        await this.silentSignIn.onAssertion(context, incoming);
        return;
      case 'no-assertion':
        await this.silentSignIn.onNoAssertion(context, incoming);
        return;
      case 'sign-in-closed':
        await context.sendActivity(emptyResponse());
        return;
      case 'search':
        await this.takeAlong(incoming);
        await context.sendActivity(this.search(turn, incoming.words));
        return;
      case 'unknown-invoke':
        await context.sendActivity(refusedResponse());
    }
  }

  /** A token that a client sends along with an invoke; one that is not good changes nothing. */
  private async takeAlong({ turn, token }: { readonly turn: Turn; readonly token?: string }): Promise<void> {
    if (token !== undefined) await this.parts.take(turn.person, token, turn.correlationId);
  }

  private search(turn: Turn, words: string): Partial<Activity> {
    const { found, nothingFound } = this.parts.dialogs.onSearch(turn, words);
    const results = found.map(({ title, text, view }) => ({
      title,
      text,
      rendered: this.parts.cards.render(view, turn.locale),
    }));
    return searchResponse(results, nothingFound);
  }

  private async whileTyping(context: TurnContext, work: () => Promise<void>): Promise<void> {
    const timer = setTimeout(() => {
      void this.background.run(async () => {
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
    const correlationId = this.reference();
    this.parts.log.error('teams.turn.failed', { correlationId, error: errorName(error) });
    const card = this.parts.cards.render({ name: 'problem', data: { code: 'unexpected', correlationId } });
    const isInvoke = context.activity.type === 'invoke';
    await context.sendActivity(isInvoke ? cardResponse(card) : cardMessage(card));
  }
}

function isPersonal(reference: Partial<ConversationReference>): boolean {
  const type = reference.conversation?.conversationType;
  return type === undefined || type === 'personal';
}
