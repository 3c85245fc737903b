import type { RenderedCard } from '../cards/load-card-renderer';

/** The media type of an Adaptive Card. */
export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** A message of the bot, as the channel takes it. */
export interface ChannelMessage {
  readonly type: 'message';
  readonly summary: string;
  readonly speak?: string;
  readonly attachments: readonly { readonly contentType: string; readonly content: object }[];
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
