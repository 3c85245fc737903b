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
