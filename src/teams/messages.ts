import { createHash } from 'node:crypto';

import type { RenderedCard } from '../cards/load-card-renderer';
import type { ViewData } from '../cards/view';
import { mapNodes } from '../lib/json';
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
export function addressed(card: object, person: Person): AddressedCard {
  return new AddressedCard(card, addresseeOf(person));
}

/** Stands for the addressee while a card is written; no text on a card is this character (`cards/card-text.ts`). */
const SOMEBODY = '\ue001';
/** Cards as JSON, cut where the addressee stands. An answer is the same card for everybody, and is written once. */
const pieces = new WeakMap<object, readonly string[]>();

/** A card for one person. */
export class AddressedCard {
  constructor(
    private readonly card: object,
    private readonly addressee: string,
  ) {}

  /** The card as it is sent, for whoever writes it as a part of something else. */
  toJSON(): object {
    return withAddressee(this.card, this.addressee);
  }

  /** The same as JSON. */
  get json(): string {
    let written = pieces.get(this.card);
    if (written === undefined) {
      written = JSON.stringify(withAddressee(this.card, SOMEBODY)).split(`"${SOMEBODY}"`);
      pieces.set(this.card, written);
    }
    return written.join(`"${this.addressee}"`);
  }
}

function withAddressee(card: object, addressee: string): object {
  return mapNodes(card, (node) =>
    isPress(node) ? { ...node, data: { ...node.data, for: addressee } } : node,
  ) as object;
}

/** An activity as JSON. Writing its card anew each time would take longer than everything else about the message. */
export function activityJson(activity: object): string {
  const { attachments, ...rest } = activity as Partial<ChannelMessage>;
  const [only, ...more] = attachments ?? [];
  if (only === undefined || !(only.content instanceof AddressedCard) || more.length > 0) {
    return JSON.stringify(activity);
  }
  const { content, ...other } = only;
  const attachment = `${JSON.stringify(other).slice(0, -1)},"content":${content.json}}`;
  return `${JSON.stringify(rest).slice(0, -1)},"attachments":[${attachment}]}`;
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
