import type { TurnContext } from 'botbuilder';
import type { View } from '../cards/view';
import type { Dialogs } from '../dialogs/dialogs';
import { inPlace } from '../dialogs/in-place';
import type { PressedOn, PressReplies } from '../dialogs/pressed-card';
import type { Reply, Turn } from '../dialogs/turn';
import type { Background } from './background';
import type { Incoming } from './incoming';
import { cardResponse, refusedResponse } from './messages';
import { onceAnswered } from './once-answered';
import type { SentMessages } from './sent-messages';
import type { Speaker } from './speaker';
import { within } from '../model/within';

/** A press is answered within 4.5 s always; this leaves the rest for the network. */
const PRESS_BUDGET_MS = 3_500;
/** After the answer to a press is known: how long it waits for what else is said, so that both come together. */
const REST_BUDGET_MS = 500;

type Pressed = Extract<Incoming, { kind: 'press' }>;

/** What presses are answered with. */
interface PressParts {
  readonly dialogs: Dialogs;
  readonly speaker: Speaker;
  readonly sent: SentMessages;
  readonly background: Background;
  /** Says it in the turn's conversation outside of its request. */
  readonly speakLater: (turn: Turn, say: () => Promise<Reply[]>) => Promise<void>;
}

/** Answers presses on cards, in place of the card and in time. */
export class PressAnswers {
  constructor(private readonly parts: PressParts) {}

  /** Answers one press. A card of somebody else stays as it is. */
  async answer(context: TurnContext, pressed: Pressed): Promise<void> {
    const { turn, isInvoke, isSomebodyElses } = pressed;
    if (isSomebodyElses) {
      const data = { code: 'not-yours', correlationId: turn.correlationId } as const;
      await this.parts.speaker.refuse(context, turn, isInvoke, { name: 'problem', data });
      return;
    }
    await (isInvoke ? this.answerInvoke(context, pressed) : this.answerSubmit(context, pressed));
  }

  /** Action.Execute: the first reply takes the pressed card's place; a slow one puts "working on it" there first. */
  private async answerInvoke(context: TurnContext, { turn, press, activityId }: Pressed): Promise<void> {
    const { dialogs, speaker, background, speakLater } = this.parts;
    const answered = dialogs.onPress(turn, press, this.pressedOn(turn, activityId));
    const inTime = await within(PRESS_BUDGET_MS, answered);
    if (inTime !== undefined) {
      await this.respond(context, turn, inTime);
      return;
    }
    await context.sendActivity(cardResponse(speaker.render({ name: 'working', data: {} }, turn)));
    void background.run(() => speakLater(turn, async () => placed(await answered)));
  }

  private pressedOn(turn: Turn, activityId: string | undefined): PressedOn {
    const isKnown = activityId !== undefined && this.parts.sent.has(turn.conversationKey, activityId);
    return { activityId, isKnown };
  }

  private async respond(context: TurnContext, turn: Turn, { replies, card }: PressReplies): Promise<void> {
    const { dialogs, speaker, background, speakLater } = this.parts;
    const first = replies.find((reply) => reply.kind === 'say');
    if (first === undefined) {
      await context.sendActivity(refusedResponse());
      return;
    }
    if (isNotYours(first.view)) {
      await speaker.refuse(context, turn, true, first.view);
      return;
    }
    // What goes on silently is not seen: the pressed card says so, and later shows what comes of it.
    const isSilent = first.silentAttempt !== undefined;
    const view: View = isSilent ? { name: 'working', data: {} } : first.view;
    await context.sendActivity(cardResponse(speaker.render(view, turn)));
    // Not awaited: it stands in the queue before whatever the person does next, and that is enough.
    if (first.isOpen === true && card !== undefined) {
      void background.run(() => dialogs.onShown(turn, card));
    }
    const { tells } = first;
    if (tells !== undefined && !isSilent) onceAnswered(context, () => dialogs.onTold(tells));
    const rest = replies.filter((reply) => isSilent || reply !== first);
    if (rest.length === 0) return;
    await within(
      REST_BUDGET_MS,
      background.run(() => speakLater(turn, () => Promise.resolve(rest))),
    );
  }

  /** The Action.Submit fallback of old clients: the card is rewritten through the connector. */
  private async answerSubmit(context: TurnContext, { turn, press, activityId }: Pressed): Promise<void> {
    const { dialogs, speaker } = this.parts;
    const answered = await dialogs.onPress(turn, press, this.pressedOn(turn, activityId));
    const refusal = answered.replies.find(({ view }) => isNotYours(view));
    if (refusal !== undefined) await speaker.refuse(context, turn, false, refusal.view);
    else await speaker.send(context, turn, placed(answered));
  }
}

function isNotYours(view: View): boolean {
  return view.name === 'problem' && view.data.code === 'not-yours';
}

function placed({ replies, card }: PressReplies): Reply[] {
  return card === undefined ? replies : inPlace(card, replies);
}
