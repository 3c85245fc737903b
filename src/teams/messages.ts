import { ActivityTypes, CardFactory, StatusCodes } from 'botbuilder';
import type { Activity } from 'botbuilder';
import type { RenderedCard } from '../cards/load-card-renderer';

/** The media type of an Adaptive Card, also in the answer to a press (the SDK sends this one; it works). */
const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const MESSAGE_TYPE = 'application/vnd.microsoft.activity.message';

/** A card as a message. */
export function cardMessage(rendered: RenderedCard): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    summary: rendered.summary,
    speak: rendered.speech,
    attachments: [CardFactory.adaptiveCard(rendered.card)],
  };
}

/**
 * The card that makes Teams sign in silently: the client asks Entra for a token for `resource` and sends it as
 * `signin/tokenExchange`; only if it can't, the person sees the card with its button.
 */
export function silentSignInMessage(
  rendered: RenderedCard,
  exchange: {
    readonly id: string;
    readonly resource: string;
    readonly url: string;
    readonly connectionName: string;
  },
): Partial<Activity> {
  const card = CardFactory.oauthCard(
    exchange.connectionName,
    rendered.summary,
    rendered.speech,
    exchange.url,
    {
      id: exchange.id,
      uri: exchange.resource,
    },
  );
  return { type: ActivityTypes.Message, summary: rendered.summary, attachments: [card] };
}

/** The answer to a silent sign-in: taken, or not (412 makes the client show the card's button). */
export function exchangeResponse(
  exchangeId: string,
  connectionName: string,
  isTaken: boolean,
): Partial<Activity> {
  const status = isTaken ? StatusCodes.OK : StatusCodes.PRECONDITION_FAILED;
  const body = {
    id: exchangeId,
    connectionName,
    ...(isTaken ? {} : { failureDetail: 'The token was refused.' }),
  };
  return { type: ActivityTypes.InvokeResponse, value: { status, body } };
}

/** "Heard, nothing to say." */
export function emptyResponse(): Partial<Activity> {
  return { type: ActivityTypes.InvokeResponse, value: { status: StatusCodes.OK } };
}

/** The answer to a press: the card that takes the pressed one's place. */
export function cardResponse(rendered: RenderedCard): Partial<Activity> {
  return invokeResponse({ statusCode: StatusCodes.OK, type: CARD_TYPE, value: rendered.card });
}

/** The answer to a press that leaves the card as it is and says something beside it, to the presser only. */
export function messageResponse(message: string): Partial<Activity> {
  return invokeResponse({ statusCode: StatusCodes.OK, type: MESSAGE_TYPE, value: message });
}

/** The answer to an invoke that is not ours. HTTP stays 200: some clients show any other status as a broken app. */
export function refusedResponse(): Partial<Activity> {
  return invokeResponse({
    statusCode: StatusCodes.BAD_REQUEST,
    type: 'application/vnd.microsoft.error',
    value: { code: 'BadRequest', message: 'This button is not known here.' },
  });
}

function invokeResponse(body: object): Partial<Activity> {
  return { type: ActivityTypes.InvokeResponse, value: { status: StatusCodes.OK, body } };
}
