import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { VERBS } from '../cards/press';
import type { Press } from '../dialogs/hear-press';
import { asObjectId, asTenantId } from '../model/identifiers';
import type { CorrelationId } from '../model/identifiers';
import { personKey } from '../model/person';
import type { Person } from '../model/person';
import type { Turn } from '../dialogs/turn';
import { addresseeOf } from './addressee';

/** Longer texts are cut: nothing that a person types to the bot needs more. */
const LONGEST_TEXT = 4_096;
/** Card inputs are short; more is not read. */
const LONGEST_INPUT = 1_000;

/** Locales are short; whatever else comes is not one. */
const LONGEST_LOCALE = 35;

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
      /** The person's token for the bot, when the client sent it along. */
      readonly token?: string;
    }
  /** A picture, a file or a card without a word. */
  | { readonly kind: 'wordless'; readonly turn: Turn }
  | { readonly kind: 'installed'; readonly turn: Turn }
  /** Teams' silent sign-in brings the person's token for the bot, perhaps several times for one card. */
  | { readonly kind: 'assertion'; readonly turn: Turn; readonly exchangeId: string; readonly token: string }
  /** Teams' silent sign-in came to nothing. */
  | { readonly kind: 'no-assertion'; readonly turn: Turn; readonly reason: string }
  /** The sign-in page has closed; the page itself has told the conversation. */
  | { readonly kind: 'sign-in-closed'; readonly turn: Turn }
  /** Somebody searches with the message extension, from any chat. */
  | { readonly kind: 'search'; readonly turn: Turn; readonly words: string; readonly token?: string }
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
/**
 * The name of the search box, as the app manifest has it; the client sends another one when it opens. The local chat
 * client knows no manifest, and sends none.
 */
const SEARCH_WORDS = 'words';
const parameterSchema = z.object({
  name: z.string().default(SEARCH_WORDS),
  value: z.string().max(LONGEST_INPUT).catch(''),
});
const searchSchema = z.object({ parameters: z.array(parameterSchema).max(10) });
/** Entra's tokens are two to four KB. */
const LONGEST_TOKEN = 16_384;
const exchangeSchema = z.object({
  id: z.string().min(1).max(200),
  // One that is no token is refused like any other that is not good, so that the person gets a button.
  token: z.string().max(LONGEST_TOKEN).catch(''),
});
const alongSchema = z.object({
  authentication: z.object({ token: z.string().min(1).max(LONGEST_TOKEN) }),
});
const failureSchema = z.object({ code: z.string().regex(/^[a-z]{1,40}$/i) });
const whoSchema = z.object({
  from: z.object({ aadObjectId: z.string(), name: z.string().optional() }),
  conversation: z.object({
    id: z.string().min(1),
    tenantId: z.string().optional(),
    conversationType: z.string().optional(),
  }),
  channelData: z
    .object({ tenant: z.object({ id: z.string() }).optional() })
    .optional()
    .catch(undefined),
  locale: z.string().max(LONGEST_LOCALE).catch('en'),
});
const activityId = z.string().max(LONGEST_INPUT).optional().catch(undefined);

/** Parses an activity at the door, under the reference of its turn. Everything else inside can rely on what comes out. */
export function readActivity(activity: Activity, correlationId: CorrelationId): Incoming {
  const turn = readTurn(activity, correlationId);
  if (turn === undefined) return { kind: 'ignored' };
  switch (activity.type) {
    case 'message':
      return readMessage(activity, turn);
    case 'invoke':
      return readInvoke(activity, turn);
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
      activityId: activityId.parse(activity.replyToId),
      isSomebodyElses: isSomebodyElses(activity.value, turn),
    };
  }
  const words = typeof activity.text === 'string' ? activity.text : '';
  const hasMore = Array.isArray(activity.attachments) && activity.attachments.length > 0;
  if (words.trim() === '' && hasMore) return { kind: 'wordless', turn };
  return { kind: 'text', turn, text: words.slice(0, LONGEST_TEXT) };
}

function readInvoke(activity: Activity, turn: Turn): Incoming {
  if (activity.name === 'adaptiveCard/action') return readExecute(activity, turn);
  if (activity.name === 'signin/tokenExchange') return readAssertion(activity, turn);
  if (activity.name === 'signin/verifyState') return { kind: 'sign-in-closed', turn };
  if (activity.name === 'signin/failure') {
    const failure = failureSchema.safeParse(activity.value);
    return { kind: 'no-assertion', turn, reason: failure.success ? failure.data.code : 'unknown' };
  }
  if (activity.name !== 'composeExtension/query') return { kind: 'unknown-invoke', turn };
  const searched = searchSchema.safeParse(activity.value);
  const words = searched.success
    ? searched.data.parameters.find(({ name }) => name === SEARCH_WORDS)
    : undefined;
  return { kind: 'search', turn, words: words?.value ?? '', ...tokenAlong(activity) };
}

function readAssertion(activity: Activity, turn: Turn): Incoming {
  const exchange = exchangeSchema.safeParse(activity.value);
  if (!exchange.success) return { kind: 'unknown-invoke', turn };
  return { kind: 'assertion', turn, exchangeId: exchange.data.id, token: exchange.data.token };
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
    activityId: activityId.parse(activity.replyToId),
    isSomebodyElses: isSomebodyElses(data, turn),
    ...tokenAlong(activity),
  };
}

/** A client that was asked to sign in sends the token along with the invoke it repeats. */
function tokenAlong(activity: Activity): { token?: string } {
  const along = alongSchema.safeParse(activity.value);
  return along.success ? { token: along.data.authentication.token } : {};
}

function isSomebodyElses(data: unknown, turn: Turn): boolean {
  const addressed = addressedSchema.safeParse(data);
  return addressed.success && addressed.data.for !== addresseeOf(turn.person);
}

function readTurn(activity: Activity, correlationId: CorrelationId): Turn | undefined {
  const parsed = whoSchema.safeParse(activity);
  if (!parsed.success) return undefined;
  const { from, conversation, channelData, locale } = parsed.data;
  const objectId = asObjectId(from.aadObjectId);
  const tenantId = asTenantId(conversation.tenantId ?? channelData?.tenant?.id ?? '');
  if (objectId === undefined || tenantId === undefined) return undefined;
  const person: Person = { tenantId, objectId, displayName: from.name ?? '' };
  return {
    person,
    conversationKey: `${conversation.id}|${personKey(person)}`,
    correlationId,
    isPersonal: conversation.conversationType === undefined || conversation.conversationType === 'personal',
    locale,
  };
}
