import { randomUUID } from 'node:crypto';

/** Somebody who writes to the bot. */
export interface Writer {
  readonly name: string;
  readonly objectId: string;
  readonly tenantId: string;
  readonly conversationId: string;
}

/** Where activities come from, and to whom they go. */
export interface Channel {
  readonly serviceUrl: string;
  readonly appId: string;
}

const PEOPLE_IN_A_TENANT = 8;
const TENANT_START = '7e5a0000-0000-4000-8000-';
const PERSON_START = '9e2b0000-0000-4000-8000-';
const DIGITS = 12;

/** A person that nobody but the channel knows, with a conversation of their own; eight of them share a tenant. */
export function writer(number: number): Writer {
  const digits = (value: number): string => String(value).padStart(DIGITS, '0');
  return {
    name: `Person ${number}`,
    objectId: `${PERSON_START}${digits(number)}`,
    tenantId: `${TENANT_START}${digits(Math.floor(number / PEOPLE_IN_A_TENANT))}`,
    conversationId: `a:bench-${number}`,
  };
}

/** An activity as Teams sends it, about 1 KB; `more` says what kind it is. */
export function activityFrom({ serviceUrl, appId }: Channel, from: Writer, more: object): string {
  const now = new Date().toISOString();
  return JSON.stringify({
    timestamp: now,
    localTimestamp: now,
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${from.objectId}`, name: from.name, aadObjectId: from.objectId },
    conversation: { conversationType: 'personal', tenantId: from.tenantId, id: from.conversationId },
    recipient: { id: `28:${appId}`, name: 'PAL Assistant' },
    entities: [
      { locale: 'en-US', country: 'US', platform: 'Windows', timezone: 'Europe/Zurich', type: 'clientInfo' },
    ],
    channelData: { tenant: { id: from.tenantId }, source: { name: 'text' }, legacy: { replyToId: '' } },
    locale: 'en-US',
    localTimezone: 'Europe/Zurich',
    ...more,
  });
}

/** A message as somebody types it. */
export function messageOf(text: string): object {
  return {
    type: 'message',
    text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<p>${text}</p>` }],
  };
}

/** A press on a card's button, on the message `replyToId`. */
export function pressOf(verb: string, data: object, replyToId: string): object {
  const action = { type: 'Action.Execute', verb, data: { verb, ...data } };
  return { type: 'invoke', name: 'adaptiveCard/action', replyToId, value: { action, trigger: 'manual' } };
}
