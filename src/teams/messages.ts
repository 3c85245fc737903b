import { createHash } from 'node:crypto';

import type { RenderedCard } from '../cards/load-card-renderer';
import type { ViewData } from '../cards/view';
import { mapNodes } from '../lib/map-nodes';
import type { Person } from '../model/person';
import { personKey } from '../model/person';

/** The media type of an Adaptive Card. */
export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** A message of the bot, as the channel takes it. */
export interface ChannelMessage {
  readonly type: 'message';
  readonly summary: string;
  readonly speak?: string;
  readonly attachments: readonly {
    readonly contentType: string;
    readonly content: object;
    readonly name?: string;
    readonly contentUrl?: string;
  }[];
}

/** A card as a message. */
export function cardMessage({ summary, speech, card }: RenderedCard): ChannelMessage {
  const attachments = [{ contentType: CARD_TYPE, content: card }];
  return { type: 'message', summary, speak: speech, attachments };
}

/**
 * The card that makes Teams sign in silently: the client asks Entra for a token for `resource` and sends it as
 * `signin/tokenExchange`; only if it can't, the person sees the card with its button.
 */
export function silentSignInMessage(
  { summary, speech }: RenderedCard,
  exchange: {
    readonly id: string;
    readonly resource: string;
    readonly url: string;
    readonly connectionName: string;
  },
): ChannelMessage {
  const content = {
    text: speech,
    buttons: [{ type: 'signin', title: summary, value: exchange.url }],
    connectionName: exchange.connectionName,
    tokenExchangeResource: { id: exchange.id, uri: exchange.resource },
  };
  const attachments = [{ contentType: 'application/vnd.microsoft.card.oauth', content }];
  return { type: 'message', summary, attachments };
}

/** Teams' address of the chat of one person with the bot; empty for a bot without an app id, as it runs locally. */
export function personalChatUrl(appId: string): string {
  return appId === '' ? '' : `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}`;
}

const LENGTH = 12;

/** Whom a card is for, short enough to ride along in each of its buttons. */
export function addresseeOf(person: Person): string {
  return createHash('sha256').update(personKey(person)).digest('base64url').slice(0, LENGTH);
}

/**
 * The card with its addressee in the data of every button, so that in a group a press by somebody else can be told
 * from one by the owner. A courtesy only: whoever forges it still acts as themselves, and what an operation is bound
 * to stands on the server.
 */
export function addressed(card: object, person: Person): object {
  const addressee = addresseeOf(person);
  return mapNodes(card, (node) =>
    isPress(node) ? { ...node, data: { ...node.data, for: addressee } } : node,
  ) as object;
}

function isPress(node: unknown): node is { readonly data: object } {
  if (typeof node !== 'object' || node === null) return false;
  const { type, data } = node as Readonly<Record<string, unknown>>;
  return (type === 'Action.Execute' || type === 'Action.Submit') && typeof data === 'object' && data !== null;
}

/**
 * The card with which Teams asks whether a file may be put into the person's OneDrive; the answer comes as
 * `fileConsent/invoke`, with the place to upload to. Personal chats only.
 */
export function fileConsentMessage(
  { summary, speech }: RenderedCard,
  { offerId, fileName, sizeInBytes }: ViewData<'file-offer'>,
): ChannelMessage {
  const context = { offerId };
  const content = { description: speech, sizeInBytes, acceptContext: context, declineContext: context };
  const contentType = 'application/vnd.microsoft.teams.card.file.consent';
  return { type: 'message', summary, attachments: [{ contentType, name: fileName, content }] };
}

/** The card with which Teams shows a file that was uploaded. */
export function fileInfoMessage(
  { summary }: RenderedCard,
  { fileName, contentUrl, uniqueId, fileType }: ViewData<'file-info'>,
): ChannelMessage {
  const contentType = 'application/vnd.microsoft.teams.card.file.info';
  const content = { uniqueId, fileType };
  return { type: 'message', summary, attachments: [{ contentType, name: fileName, contentUrl, content }] };
}
