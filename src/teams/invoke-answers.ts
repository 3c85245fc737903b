import type { RenderedCard } from '../cards/load-card-renderer';
import { CARD_TYPE } from './messages';

/** What an activity is answered with in its HTTP response. */
export interface ChannelAnswer {
  readonly status: number;
  readonly body?: object;
}

/** The same, and what is to be done once the response is out: an answer to an invoke reaches the person no earlier. */
export interface TurnAnswer extends ChannelAnswer {
  readonly afterwards?: () => Promise<void>;
}

/** What the message extension finds: a line in the list, and the card that is dropped into the chat. */
interface SearchResult {
  readonly title: string;
  readonly text: string;
  readonly rendered: RenderedCard;
}

const MESSAGE_TYPE = 'application/vnd.microsoft.activity.message';
/** Teams shows no more, and the line under a title is cut anyway. */
const MOST_RESULTS = 25;
const LONGEST_LINE = 120;

/** "Received, nothing to say." */
export const NOTHING: ChannelAnswer = { status: 200 };

/** The answer to a press: the card that takes the pressed one's place. */
export function cardAnswer({ card }: RenderedCard): ChannelAnswer {
  return { status: 200, body: { statusCode: 200, type: CARD_TYPE, value: card } };
}

/** The answer to a silent sign-in: taken, or not (412 makes the client show the card's button). */
export function ssoAnswer(exchangeId: string, connectionName: string, isTaken: boolean): ChannelAnswer {
  const body = { id: exchangeId, connectionName };
  return isTaken
    ? { status: 200, body }
    : { status: 412, body: { ...body, failureDetail: 'The token was refused.' } };
}

/**
 * A sentence in answer to an invoke, in the form that belongs to its name: beside the card, as the result of the search,
 * in the dialog that was opened. Where Teams shows none, nothing. HTTP stays 200: some clients show any other status as a
 * broken app.
 */
export function sentenceAnswer(invokeName: string, sentence: string): ChannelAnswer {
  if (invokeName === 'adaptiveCard/action') {
    return { status: 200, body: { statusCode: 200, type: MESSAGE_TYPE, value: sentence } };
  }
  if (invokeName === 'signin/tokenExchange') return ssoAnswer('', '', false);
  if (isDialog(invokeName)) return { status: 200, body: { task: { type: 'message', value: sentence } } };
  if (invokeName.startsWith('composeExtension/')) return composed({ type: 'message', text: sentence });
  return NOTHING;
}

/** The answer to an invoke that is not ours, or has a form that is not known here. */
export function unknownAnswer(invokeName: string): ChannelAnswer {
  if (invokeName !== 'adaptiveCard/action') return sentenceAnswer(invokeName, 'This is not known here.');
  const value = { code: 'BadRequest', message: 'This button is not known here.' };
  return { status: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error', value } };
}

/**
 * The answer to a search of the message extension. The cards hold no buttons of the bot: they stand alone. Without
 * results it says `nothingFound`: an empty list looks as if the search were broken.
 */
export function searchAnswer(results: readonly SearchResult[], nothingFound: string): ChannelAnswer {
  if (results.length === 0) return composed({ type: 'message', text: nothingFound });
  const attachments = results.slice(0, MOST_RESULTS).map(({ title, text, rendered }) => ({
    contentType: CARD_TYPE,
    content: rendered.card,
    preview: {
      contentType: 'application/vnd.microsoft.card.thumbnail',
      content: { title, text: shortened(text), images: [], buttons: [] },
    },
  }));
  return composed({ type: 'result', attachmentLayout: 'list', attachments });
}

/** Dialogs of Teams, also those that a message extension opens. */
function isDialog(invokeName: string): boolean {
  return [
    'task/fetch',
    'task/submit',
    'composeExtension/fetchTask',
    'composeExtension/submitAction',
  ].includes(invokeName);
}

function composed(composeExtension: object): ChannelAnswer {
  return { status: 200, body: { composeExtension } };
}

function shortened(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE - 1)}…`;
}
