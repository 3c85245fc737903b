import type { IncomingMessage } from 'node:http';

import { z } from 'zod';

import type { Message, Turn } from '../../dialogs/turn';
import { prepared } from '../../lib/quick-schemas';
import { asObjectId, asTenantId, newCorrelationId } from '../../model/identifiers';
import { personKey } from '../../model/person';
import type { AllowedServices } from '../../model/service-url';
import { asServiceUrl, hostOf, isSameService } from '../../model/service-url';
import type { Arrival, Incoming, Place } from '../../teams/incoming';
import { CHANNEL, isPersonal } from '../../teams/incoming';
import { readMessageText } from './message-text';
import type { AskedFor } from './read-invoke';
import { readInvoke, readSubmit } from './read-invoke';

/** Ids of Teams have some hundred characters. */
const LONGEST_ID = 2_048;
const MOST_IN_A_LIST = 200;
/** Twice what is understood of a text, so that it is cut there, between words and numbers. */
const LONGEST_TEXT = 8_192;
/** Locales are short; whatever else comes is not one. */
const LONGEST_LOCALE = 35;

/** A field that may be missing; some services write null for that. */
const maybe = <T extends z.ZodTypeAny>(inner: T) => prepared((value) => value ?? undefined, inner.optional());
const word = z.string().max(LONGEST_ID);
const account = z.object({ id: word.min(1), name: maybe(word), aadObjectId: maybe(word) });
const mention = z.object({
  type: z.literal('mention'),
  text: word,
  mentioned: z.object({ id: word, type: maybe(word).catch(undefined) }),
});
const attachment = z.object({ contentType: word, content: z.unknown() });

/** What every activity has that is for this bot; whatever else stands in it is left behind. */
const activity = z.object({
  type: word.min(1),
  channelId: z.literal(CHANNEL),
  serviceUrl: word.min(1),
  id: maybe(word),
  name: maybe(word),
  action: maybe(word),
  from: account,
  recipient: account,
  conversation: z.object({
    id: word.min(1),
    name: maybe(word),
    tenantId: maybe(word),
    conversationType: maybe(word),
    isGroup: maybe(z.boolean()),
  }),
  channelData: maybe(
    z.object({ tenant: maybe(z.object({ id: maybe(word) })), team: z.unknown(), meeting: z.unknown() }),
  ).catch(undefined),
  locale: maybe(z.string().max(LONGEST_LOCALE)).catch(undefined),
  text: maybe(z.string()),
  replyToId: maybe(word),
  entities: maybe(z.array(z.unknown()).max(MOST_IN_A_LIST)),
  attachments: maybe(z.array(z.unknown()).max(MOST_IN_A_LIST)),
  value: z.unknown(),
});
type Activity = z.infer<typeof activity>;

/** A body as an activity: one that the bot answers, one of another kind, or none that may come in. */
export type ReadActivity =
  | { readonly kind: 'activity'; readonly incoming: Incoming }
  | { readonly kind: 'not-for-us' }
  | { readonly kind: 'malformed' }
  /**
   * Another channel, a service to which the bot does not send, or another one than the token names; `service` is the
   * channel or the service, for the log.
   */
  | {
      readonly kind: 'foreign';
      readonly flaw: 'channel' | 'service' | 'service-claim';
      readonly service: string | undefined;
    };

/**
 * The one reader of activities: from the body of a request to what it means. `claimed` is the serviceUrl that its token
 * names, when it has one.
 */
export function readActivity(
  body: unknown,
  services: AllowedServices,
  claimed: string | undefined,
): ReadActivity {
  const parsed = activity.safeParse(body);
  if (!parsed.success) {
    const isForeign = parsed.error.issues.every(({ path }) => path[0] === 'channelId');
    return isForeign ? { kind: 'foreign', flaw: 'channel', service: channelIn(body) } : { kind: 'malformed' };
  }
  const given = parsed.data;
  const serviceUrl = asServiceUrl(given.serviceUrl, services);
  if (serviceUrl === undefined) {
    return { kind: 'foreign', flaw: 'service', service: hostOf(given.serviceUrl) };
  }
  if (claimed !== undefined && claimed !== serviceUrl && !isSameService(claimed, serviceUrl)) {
    return { kind: 'foreign', flaw: 'service-claim', service: hostOf(serviceUrl) };
  }
  const { conversation, from: user, recipient: bot, locale } = given;
  const incoming = readIncoming(given, { channelId: CHANNEL, serviceUrl, conversation, user, bot, locale });
  return incoming === undefined ? { kind: 'not-for-us' } : { kind: 'activity', incoming };
}

function readIncoming(given: Activity, place: Place): Incoming | undefined {
  const isAnswered =
    given.type === 'message' ||
    given.type === 'invoke' ||
    (given.type === 'installationUpdate' && given.action === 'add');
  if (!isAnswered) return undefined;
  const arrival: Arrival = {
    place,
    activityId: given.id === '' ? undefined : given.id,
    invokeName: given.type === 'invoke' ? (given.name ?? '') : undefined,
  };
  const turn = readTurn(given);
  if (turn === undefined) return { ...arrival, kind: 'stranger', isBot: given.from.id.startsWith('28:') };
  return { ...arrival, turn, ...readAsked(given, turn) };
}

function readAsked(given: Activity, turn: Turn): AskedFor {
  if (given.type === 'invoke') return readInvoke(given, turn);
  if (given.type === 'installationUpdate') return { kind: 'installed' };
  return readSubmit(given.value, given.replyToId, turn) ?? readMessage(given);
}

function readMessage({ text = '', attachments = [], entities = [], recipient }: Activity): AskedFor {
  const parts = attachments.flatMap((one) => attachment.safeParse(one).data ?? []);
  const html = parts.flatMap(({ contentType, content }) =>
    contentType === 'text/html' && typeof content === 'string' ? [content] : [],
  );
  const mentions = entities
    .filter(isMention)
    .flatMap((one) => mention.safeParse(one).data ?? [])
    .map(({ text: as, mentioned }) => ({ text: as, ...mentioned }));
  const read = readMessageText({ text, html, mentions, bot: recipient });
  if (read.text !== '') {
    const message: Message = { text: read.text.slice(0, LONGEST_TEXT), mentionsOthers: read.mentionsOthers };
    return { kind: 'text', message };
  }
  const hasMore = read.hasPicture || parts.some(({ contentType }) => contentType !== 'text/html');
  if (hasMore) return { kind: 'wordless' };
  const isCalled = mentions.length > 0 || html.length > 0;
  return isCalled ? { kind: 'called' } : { kind: 'text', message: { text: '', mentionsOthers: false } };
}

/** Every message has an entity of another kind, and saying what is wrong with it as a mention would take longer. */
function isMention(entity: unknown): boolean {
  return typeof entity === 'object' && entity !== null && 'type' in entity && entity.type === 'mention';
}

/** Who does it where; undefined for somebody without an account of Entra. */
function readTurn({ from, conversation, channelData, locale }: Activity): Turn | undefined {
  const objectId = asObjectId(from.aadObjectId?.replace(/^\{(.*)\}$/, '$1') ?? '');
  const tenantId = [conversation.tenantId, channelData?.tenant?.id]
    .map((id) => asTenantId(id ?? ''))
    .find((id) => id !== undefined);
  if (objectId === undefined || tenantId === undefined) return undefined;
  const person = { tenantId, objectId, displayName: from.name ?? '' };
  return {
    person,
    conversationKey: `${conversation.id}|${personKey(person)}`,
    correlationId: newCorrelationId(),
    isPersonal: isPersonal(conversation) && channelData?.team == null && channelData?.meeting == null,
    locale: locale ?? 'en',
  };
}

/** The name of a channel of Bot Framework is one word. */
function channelIn(body: unknown): string | undefined {
  return z.object({ channelId: z.string().regex(/^[a-z]{1,32}$/) }).safeParse(body).data?.channelId;
}

/** Teams' activities are a few KB; nothing larger is read. */
const LARGEST_BODY = 256 * 1024;
/** Teams sends its bodies at once; who takes longer holds a connection for nothing. */
const PATIENCE_MS = 10_000;

/** A body, or the HTTP status that says why there is none. */
export type ReadBody =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'none'; readonly status: number };

/** Reads a request's body within its size and its time. */
export function readBody(request: IncomingMessage): Promise<ReadBody> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > LARGEST_BODY) return Promise.resolve({ kind: 'none', status: 413 });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (read: ReadBody): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', done).off('close', cut);
      resolve(read);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > LARGEST_BODY) end({ kind: 'none', status: 413 });
      else chunks.push(chunk);
    };
    const done = (): void => {
      end({ kind: 'text', text: Buffer.concat(chunks, size).toString('utf8') });
    };
    const cut = (): void => {
      end({ kind: 'none', status: 400 });
    };
    const timer = setTimeout(() => {
      end({ kind: 'none', status: 408 });
    }, PATIENCE_MS);
    request.on('data', take).on('end', done).on('close', cut);
  });
}
