import { ActivityTypes, CardFactory, StatusCodes } from 'botbuilder';
import type { Activity } from 'botbuilder';
import type { RenderedCard } from '../cards/load-card-renderer';

/** What the message extension finds: a line in the list, and the card that is dropped into the chat. */
interface SearchResult {
  readonly title: string;
  readonly text: string;
  readonly rendered: RenderedCard;
}

/** Teams shows no more, and the line under a title is cut anyway. */
const MOST_RESULTS = 25;
const LONGEST_LINE = 120;

/**
 * The answer to a search of the message extension. The cards hold no buttons of the bot: they stand alone. Without
 * results it says `nothingFound`: an empty list looks as if the search were broken.
 */
export function searchResponse(results: readonly SearchResult[], nothingFound: string): Partial<Activity> {
  if (results.length === 0) return composed({ type: 'message', text: nothingFound });
  const attachments = results.slice(0, MOST_RESULTS).map(({ title, text, rendered }) => ({
    ...CardFactory.adaptiveCard(rendered.card),
    preview: CardFactory.thumbnailCard(title, shortened(text)),
  }));
  return composed({ type: 'result', attachmentLayout: 'list', attachments });
}

function composed(composeExtension: object): Partial<Activity> {
  return {
    type: ActivityTypes.InvokeResponse,
    value: { status: StatusCodes.OK, body: { composeExtension } },
  };
}

function shortened(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE - 1)}…`;
}
