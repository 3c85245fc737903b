import { z } from 'zod';
import type { AllowedServices } from '../../model/service-url';
import { asServiceUrl, hostOf, isSameService } from '../../model/service-url';
import type { ChannelActivity } from '../../teams/channel/channel-activity';
import { CHANNEL } from './channel-token';

/** Ids of Teams have some hundred characters. */
const LONGEST_ID = 2_048;
const MOST_IN_A_LIST = 200;

/** A field that may be missing; some services write null for that. */
const maybe = <T extends z.ZodTypeAny>(inner: T) =>
  z.preprocess((value) => value ?? undefined, inner.optional());
const word = z.string().max(LONGEST_ID);
const account = z.object({ id: word.min(1), name: maybe(word), aadObjectId: maybe(word) });
const mention = z.object({
  type: z.literal('mention'),
  text: word,
  mentioned: z.object({ id: word }),
});

/** What every activity has that is for this bot; whatever else stands in it is left behind. */
const envelope = z.object({
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
  channelData: maybe(z.object({ tenant: maybe(z.object({ id: word })) })),
  locale: maybe(word).catch(undefined),
  text: maybe(z.string()),
  textFormat: maybe(word),
  replyToId: maybe(word),
  entities: maybe(z.array(z.unknown()).max(MOST_IN_A_LIST)),
  // That there are some is all that counts; where they lie is nobody's business here.
  attachments: maybe(z.array(z.object({ contentType: word })).max(MOST_IN_A_LIST)),
  value: z.unknown(),
});

/** A body as an activity: one that the bot answers, one of another kind, or none that may come in. */
export type ReadActivity =
  | { readonly kind: 'activity'; readonly activity: ChannelActivity }
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

/** Reads the body of a request; `claimed` is the serviceUrl that its token names, when it has one. */
export function readChannelActivity(
  body: unknown,
  services: AllowedServices,
  claimed: string | undefined,
): ReadActivity {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) {
    const isForeign = parsed.error.issues.every(({ path }) => path[0] === 'channelId');
    return isForeign ? { kind: 'foreign', flaw: 'channel', service: channelIn(body) } : { kind: 'malformed' };
  }
  const { type, entities, ...rest } = parsed.data;
  const serviceUrl = asServiceUrl(rest.serviceUrl, services);
  const service = hostOf(rest.serviceUrl);
  if (serviceUrl === undefined) return { kind: 'foreign', flaw: 'service', service };
  if (claimed !== undefined && !isSameService(claimed, serviceUrl)) {
    return { kind: 'foreign', flaw: 'service-claim', service };
  }
  if (type !== 'message' && type !== 'invoke' && type !== 'installationUpdate') return { kind: 'not-for-us' };
  const mentions = entities?.filter(isMention).flatMap((one) => mention.safeParse(one).data ?? []);
  return { kind: 'activity', activity: { ...rest, type, serviceUrl, entities: mentions } };
}

/** Every message has an entity of another kind, and saying what is wrong with it as a mention would take longer. */
function isMention(entity: unknown): boolean {
  return typeof entity === 'object' && entity !== null && 'type' in entity && entity.type === 'mention';
}

/** The name of a channel of Bot Framework is one word. */
function channelIn(body: unknown): string | undefined {
  return z.object({ channelId: z.string().regex(/^[a-z]{1,32}$/) }).safeParse(body).data?.channelId;
}
