import type { Dialogs } from '../dialogs/dialogs';
import type { Log } from '../model/log';
import { everyByTimer, startOutboxSweep } from '../pal/outbox-sweep';
import type { Pal } from '../pal/pal';
import type { TeamsBot } from '../teams/teams-bot';

/** Joins the sweep to the chat: who was interrupted is told in the conversation in which they decided. */
export function sweepInterrupted(parts: {
  readonly pal: Pal;
  readonly dialogs: Dialogs;
  readonly bot: TeamsBot;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const { pal, dialogs, bot, log } = parts;
  return startOutboxSweep({
    takeOver: () => pal.interrupted(),
    tell: ({ operationId, person, conversationKey }) =>
      bot.speak(conversationKey, person, (turn) => dialogs.onInterrupted(turn, operationId)),
    log,
    every: everyByTimer,
  });
}
