import { z } from 'zod';
import { isWorking } from './chat';
import type { Chat } from './chat';
import { readCard } from './shown-card';
import type { ShownCard } from './shown-card';

const answer = z.object({ type: z.string(), value: z.unknown() });

/** How a press is sent, where that matters. */
interface RawPress {
  /** The id of the activity: the same id is the same press, delivered again. */
  readonly id: string;
  readonly headers?: Record<string, string>;
  /** What answers at once counts, also "working": the bot may die, or another instance may have the outcome. */
  readonly isDirect?: boolean;
  /** The button's verb, where the card is not the one of a single change. */
  readonly verb?: string;
  /** Sent instead of the button's own data. */
  readonly data?: unknown;
  /** The message on which it was pressed; another one than the card's, for a card that was forwarded. */
  readonly on?: string;
}

/**
 * Presses "confirm" on the card as a client does that says which activity it is; gives the heading of what answers. Where
 * the card is in its own place, "working" is no answer yet: what comes of it is.
 */
export async function pressConfirm(chat: Chat, confirm: ShownCard, press: RawPress): Promise<string> {
  const data = press.data ?? confirm.buttons[0]?.data;
  const value = {
    action: { type: 'Action.Execute', verb: press.verb ?? 'confirm', data },
    trigger: 'manual',
  };
  const on = press.on ?? confirm.activityId;
  const activity = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: on, id: press.id };
  const { json } = await chat.post(activity, press.headers);
  const said = answer.parse(json);
  if (!said.type.endsWith('card.adaptive')) return String(said.value);
  const card = readCard(on, said.value);
  if (!isWorking(card) || press.isDirect === true || press.on !== undefined) return card.heading;
  const isOver = (now: ShownCard): boolean => now.heading !== confirm.heading && !isWorking(now);
  return (await chat.until(confirm, isOver)).heading;
}
