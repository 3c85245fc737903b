import type { TurnContext } from 'botbuilder';
import type { View } from '../cards/view';
import type { Incoming } from './incoming';
import type { Speaker } from './speaker';
import type { TurnLimits } from './turn-limits';

/**
 * Answers a message or a press that is one too many: a press always, beside its card; of messages one now and then.
 * False: it is none of these, or it is admitted.
 */
export async function refuseFlood(
  { limits, speaker }: { readonly limits: TurnLimits; readonly speaker: Speaker },
  context: TurnContext,
  incoming: Incoming,
): Promise<boolean> {
  if (incoming.kind !== 'text' && incoming.kind !== 'press') return false;
  const { turn } = incoming;
  const admission = limits.admit(turn.person);
  if (admission.kind === 'admitted') return false;
  const { code, retryAfterSeconds, isToldBefore } = admission;
  const isInvoke = incoming.kind === 'press' && incoming.isInvoke;
  const data = { code, retryAfterSeconds, correlationId: turn.correlationId };
  const view: View = { name: 'problem', data };
  if (isInvoke || !isToldBefore) await speaker.refuse(context, turn, isInvoke, view);
  return true;
}
