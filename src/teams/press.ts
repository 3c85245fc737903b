import type { View } from '../cards/view';
import type { Dialogs } from '../dialogs/dialogs';
import { replaceCard } from '../dialogs/replies';
import type { PressReplies, PressedOn } from '../dialogs/pressed-card';
import { isStep } from '../dialogs/pressed-card';
import type { Delivered, Reply, Turn } from '../dialogs/turn';
import { withTimeout } from '../lib/async';
import type { Deliver } from './deliver';
import type { Asked } from './incoming';
import type { TurnAnswer } from './messages';
import { cardAnswer, sentenceAnswer, unknownAnswer } from './messages';
import type { SentMessages } from './speaker';

/** A press is answered within 4.5 s always; this leaves the rest for the network. */
const PRESS_BUDGET_MS = 3_500;
/** After the answer to a press is known: how long it waits for what else is said, so that both come together. */
const REST_BUDGET_MS = 500;

type Pressed = Extract<Asked, { kind: 'press' }>;

interface PressParts {
  readonly dialogs: Pick<Dialogs, 'onPress'>;
  readonly deliver: Pick<Deliver, 'render'>;
  readonly sent: SentMessages;
  /** Says it in the turn's conversation; `ended` never rejects. */
  readonly say: (asked: Asked, replies: () => Promise<readonly Reply[]>) => { readonly ended: Promise<void> };
  /** Takes in what became of a reply that went out with the HTTP response. */
  readonly noted: (turn: Turn, delivered: readonly Delivered[]) => Promise<void>;
}

/** Answers presses on cards: in place of the card and in time, or through the connector for old clients. */
export class Press {
  constructor(private readonly parts: PressParts) {}

  /** Answers one press. A card of somebody else stays as it is for its owner; only the presser is told. */
  async answer(pressed: Pressed): Promise<TurnAnswer> {
    const { turn, isSomebodyElses, invokeName } = pressed;
    if (isSomebodyElses) {
      const data = { code: 'not-yours', correlationId: turn.correlationId } as const;
      return this.beside(pressed, { name: 'problem', data });
    }
    const replies = this.parts.dialogs.onPress(turn, pressed.press, this.pressedOn(pressed));
    return invokeName === undefined
      ? this.throughConnector(pressed, await replies)
      : this.inPlaceOfCard(pressed, replies);
  }

  /** Tells the presser something, and leaves the card as it is. */
  async beside(asked: Asked, view: View): Promise<TurnAnswer> {
    const { invokeName, turn } = asked;
    if (invokeName !== undefined)
      return sentenceAnswer(invokeName, this.parts.deliver.render(view, turn).speech);
    await this.parts.say(asked, () => Promise.resolve([{ kind: 'say', view }])).ended;
    return { status: 200 };
  }

  private pressedOn({ turn, pressedOn }: Pressed): PressedOn {
    const isKnown = pressedOn !== undefined && this.parts.sent.has(turn.conversationKey, pressedOn);
    return { activityId: pressedOn, isKnown };
  }

  /** Action.Execute: the first reply takes the pressed card's place; a slow one puts "working on it" there first. */
  private async inPlaceOfCard(pressed: Pressed, answered: Promise<PressReplies>): Promise<TurnAnswer> {
    const inTime = await withTimeout(PRESS_BUDGET_MS, answered);
    if (inTime !== undefined) return this.respond(pressed, inTime);
    this.parts.say(pressed, async () => placed(await answered));
    const working: View = { name: 'working', data: {} };
    // A receipt stays as it is: the presser hears beside it that something is under way.
    return isStep(pressed.press.verb) ? this.card(pressed.turn, working) : this.beside(pressed, working);
  }

  private async respond(pressed: Pressed, { replies, card, isInPlace }: PressReplies): Promise<TurnAnswer> {
    const { turn, invokeName = '' } = pressed;
    const first = replies.find((reply) => reply.kind === 'say');
    if (first === undefined) return unknownAnswer(invokeName);
    if (isNotYours(first.view)) return this.beside(pressed, first.view);
    if (!isInPlace) return this.below(pressed, replies, first.view);
    // What goes on silently is not seen: the pressed card says so, and later shows what comes of it.
    const isSilent = first.silentAttempt !== undefined;
    const reader = { ...turn, locale: first.locale ?? turn.locale };
    const answer = this.card(reader, isSilent ? { name: 'working', data: {} } : first.view);
    const rest = replies.filter((reply) => isSilent || reply !== first);
    if (rest.length > 0)
      await withTimeout(REST_BUDGET_MS, this.parts.say(pressed, () => Promise.resolve(rest)).ended);
    const { silentAttempt: _, ...shown } = first;
    const delivered: Delivered = {
      reply: isSilent ? { ...withoutOutcome(shown), kind: 'say' } : shown,
      isDelivered: true,
      ...(card === undefined ? {} : { shownAt: card }),
    };
    return { ...answer, afterwards: () => this.parts.noted(turn, [delivered]) };
  }

  /** The pressed card stays: what goes on is said below it, and the presser hears that there is something. */
  private async below(pressed: Pressed, replies: readonly Reply[], first: View): Promise<TurnAnswer> {
    const { turn, invokeName = '' } = pressed;
    await withTimeout(REST_BUDGET_MS, this.parts.say(pressed, () => Promise.resolve([...replies])).ended);
    const reader = { ...turn, locale: replies[0]?.locale ?? turn.locale };
    return sentenceAnswer(invokeName, this.parts.deliver.render(first, reader).speech);
  }

  /** The Action.Submit fallback of old clients: the card is rewritten through the connector. */
  private async throughConnector(pressed: Pressed, answered: PressReplies): Promise<TurnAnswer> {
    const refusal = answered.replies.find(({ view }) => isNotYours(view));
    if (refusal !== undefined) return this.beside(pressed, refusal.view);
    await this.parts.say(pressed, () => Promise.resolve(placed(answered))).ended;
    return { status: 200 };
  }

  private card(turn: Turn, view: View): TurnAnswer {
    return cardAnswer(this.parts.deliver.render(view, turn));
  }
}

function isNotYours(view: View): boolean {
  return view.name === 'problem' && view.data.code === 'not-yours';
}

/** The card that says "working on it" reports nobody what came of anything. */
function withoutOutcome({ reports: _, ...reply }: Reply): Reply {
  return reply;
}

function placed({ replies, card, isInPlace }: PressReplies): Reply[] {
  return card === undefined || !isInPlace ? replies : replaceCard(card, replies);
}
