import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { VERBS } from '../cards/press';
import type { Press } from '../dialogs/hear-press';
import { asObjectId, asTenantId, newCorrelationId } from '../model/identifiers';
import { personKey } from '../model/person';
import type { Person } from '../model/person';
import type { Turn } from '../dialogs/turn';
import { addresseeOf } from './addressee';

/** Longer texts are cut: nothing that a person types to the bot needs more. */
const LONGEST_TEXT = 4_096;
/** Card inputs are short; more is not read. */
const LONGEST_INPUT = 1_000;

/** An activity, read into what it means to the dialogs. */
export type Incoming =
  | { readonly kind: 'text'; readonly turn: Turn; readonly text: string }
  /**
   * `isInvoke`: the answer goes into the HTTP response (Action.Execute); else it was the Action.Submit fallback.
   * `isSomebodyElses`: the card was made for another person of the group.
   */
  | {
      readonly kind: 'press';
      readonly turn: Turn;
      readonly press: Press;
      readonly isInvoke: boolean;
      readonly activityId: string | undefined;
      readonly isSomebodyElses: boolean;
    }
  | { readonly kind: 'installed'; readonly turn: Turn }
  /** A press whose verb is not ours, or without the fields it needs. */
  | { readonly kind: 'unknown-invoke'; readonly turn: Turn }
  /** Nothing to answer. */
  | { readonly kind: 'ignored' };

const text = z.string().max(LONGEST_INPUT).optional().catch(undefined);
const pressSchema = z.object({
  verb: z.enum(VERBS),
  operationId: text,
  partnerId: text,
  directoryId: text,
  topic: text,
});
const addressedSchema = z.object({ for: z.string() });
const executeSchema = z.object({
  action: z.object({ verb: z.string().optional(), data: z.record(z.unknown()).optional() }),
});
const whoSchema = z.object({
  from: z.object({ aadObjectId: z.string(), name: z.string().optional() }),
  conversation: z.object({ id: z.string().min(1), tenantId: z.string().optional() }),
  channelData: z
    .object({ tenant: z.object({ id: z.string() }).optional() })
    .optional()
    .catch(undefined),
});

/** Parses an activity at the door. Everything else inside can rely on what comes out. */
export function readActivity(activity: Activity): Incoming {
  const turn = readTurn(activity);
  if (turn === undefined) return { kind: 'ignored' };
  switch (activity.type) {
    case 'message':
      return readMessage(activity, turn);
    case 'invoke':
      return activity.name === 'adaptiveCard/action'
        ? readExecute(activity, turn)
        : { kind: 'unknown-invoke', turn };
    case 'installationUpdate':
      return activity.action === 'add' ? { kind: 'installed', turn } : { kind: 'ignored' };
    default:
      return { kind: 'ignored' };
  }
}

function readMessage(activity: Activity, turn: Turn): Incoming {
  const pressed = pressSchema.safeParse(activity.value);
  if (pressed.success) {
    return {
      kind: 'press',
      turn,
      press: pressed.data,
      isInvoke: false,
      activityId: activity.replyToId,
      isSomebodyElses: isSomebodyElses(activity.value, turn),
    };
  }
  const words = typeof activity.text === 'string' ? activity.text : '';
  return { kind: 'text', turn, text: words.slice(0, LONGEST_TEXT) };
}

function readExecute(activity: Activity, turn: Turn): Incoming {
  const parsed = executeSchema.safeParse(activity.value);
  if (!parsed.success) return { kind: 'unknown-invoke', turn };
  const { verb, data } = parsed.data.action;
  const press = pressSchema.safeParse({ ...data, ...(verb === undefined ? {} : { verb }) });
  if (!press.success) return { kind: 'unknown-invoke', turn };
  return {
    kind: 'press',
    turn,
    press: press.data,
    isInvoke: true,
    activityId: activity.replyToId,
    isSomebodyElses: isSomebodyElses(data, turn),
  };
}

function isSomebodyElses(data: unknown, turn: Turn): boolean {
  const addressed = addressedSchema.safeParse(data);
  return addressed.success && addressed.data.for !== addresseeOf(turn.person);
}

function readTurn(activity: Activity): Turn | undefined {
  const parsed = whoSchema.safeParse(activity);
  if (!parsed.success) return undefined;
  const { from, conversation, channelData } = parsed.data;
  const objectId = asObjectId(from.aadObjectId);
  const tenantId = asTenantId(conversation.tenantId ?? channelData?.tenant?.id ?? '');
  if (objectId === undefined || tenantId === undefined) return undefined;
  const person: Person = { tenantId, objectId, displayName: from.name ?? '' };
  return {
    person,
    conversationKey: `${conversation.id}|${personKey(person)}`,
    correlationId: newCorrelationId(),
  };
}
