import type { Label } from '../model/label';
import type { Press } from './command-of-press';
import type { ConversationState, DialogState } from './state';
import type { Reply } from './turn';

/** The message whose card was pressed, as the client says: not every client reports, and some tell another id. */
export interface PressedOn {
  readonly activityId: string | undefined;
  /** Whether this bot is known to have sent that message. */
  readonly isKnown: boolean;
}

/** What a press is answered with, and the message whose card it was on, as far as that is known. */
export interface PressReplies {
  readonly replies: Reply[];
  readonly card: string | undefined;
  /** Whether the answer takes the place of the pressed card; receipts and answers stay, and what goes on comes below. */
  readonly isInPlace: boolean;
}

/** The buttons that go on with the card that they are on, whether or not it is known to be the open one. */
const STEPS: readonly Press['verb'][] = [
  'submit-partner-id',
  'accept-partner-id',
  'choose-directory',
  'link-at-home',
  'confirm',
  'show-card',
  'confirm-forget',
  'cancel',
  'try-again',
  'confirm-batch',
  'stop-batch',
  'pick-directories',
  'choose-many',
  'show-all',
  'history',
  'access-page',
  'check-all-access',
];

/** Whether a press, by its verb alone, goes on with its card. */
export function isStep(verb: Press['verb']): boolean {
  return STEPS.includes(verb);
}

/**
 * Which card a press was on. A press that answers the open dialog is on the open card, unless the client names another
 * message of this bot: then that one is meant, and a confirmation on it is outdated. What a press may do is decided by
 * its operation, the person and the conversation.
 */
export function pressedCard(
  { dialog, openCard }: ConversationState,
  press: Press,
  { activityId, isKnown }: PressedOn,
): { readonly card: string | undefined; readonly isOutdated: boolean } {
  // While the directories are being chosen no card stands that names what would be confirmed.
  if (dialog.kind === 'choosing-many' && press.verb === 'confirm-batch') {
    return { card: activityId, isOutdated: true };
  }
  if (!answers(press, dialog) || openCard === undefined) return { card: activityId, isOutdated: false };
  if (!isKnown || activityId === openCard) return { card: openCard, isOutdated: false };
  return { card: activityId, isOutdated: CONFIRMATIONS.includes(press.verb) };
}

const CONFIRMATIONS: readonly Press['verb'][] = ['confirm', 'confirm-forget', 'confirm-batch'];

/** The buttons of each dialog's card, besides "cancel". */
const BUTTONS: Readonly<Record<DialogState['kind'], readonly Press['verb'][]>> = {
  idle: [],
  'asking-partner-id': ['submit-partner-id'],
  'checking-partner-id': ['accept-partner-id', 'link'],
  'choosing-directory': ['choose-directory'],
  'offering-home': ['link-at-home'],
  confirming: ['confirm'],
  'confirming-batch': ['confirm-batch', 'stop-batch', 'pick-directories'],
  'choosing-many': ['choose-many', 'stop-batch'],
  forgetting: ['confirm-forget'],
  'signing-in': ['sign-in'],
};

function answers(press: Press, dialog: DialogState): boolean {
  const isButton = BUTTONS[dialog.kind].includes(press.verb);
  if (!isButton && press.verb !== 'cancel') return false;
  if ('batchId' in dialog && press.batchId !== undefined && press.batchId !== dialog.batchId) return false;
  return dialog.kind === 'confirming' || dialog.kind === 'forgetting'
    ? press.operationId === undefined || press.operationId === dialog.operationId
    : press.operationId === undefined;
}

/** More does not fit into an address that every client opens. */
const MOST_CHARACTERS = 300;
/** What the buttons ask for that lead from a group to the chat with the bot alone. */
const LABEL_OF: Readonly<Partial<Record<Press['verb'], Label>>> = {
  link: 'link-partner-id',
  unlink: 'unlink-partner-id',
  show: 'show-link',
  'show-all': 'show-all-links',
  'link-missing': 'link-everywhere',
  prove: 'export-proof',
  'check-access': 'check-access',
  history: 'my-history',
  undo: 'undo',
  'sign-in': 'sign-in',
};

/** What a press asks for, as a person writes it; empty for a press that is about a card of the group alone. */
export function requestOfPress({ verb, directoryId }: Press, buttons: ReadonlyMap<Label, string>): string {
  const label = LABEL_OF[verb];
  const words = label === undefined ? undefined : buttons.get(label);
  if (words === undefined) return '';
  return directoryId === undefined || verb === 'undo' ? words : `${words} in ${directoryId}`;
}

/** The replies of a group, the way to the personal chat with the request filled in there: the person only sends it. */
export function withRequest(replies: readonly Reply[], request: string): Reply[] {
  if (!replies.some(({ view }) => view.name === 'go-personal')) return [...replies];
  // Half of a surrogate pair has no form in an address, and half of a list of directories is another request.
  const written = request.replace(/\p{Surrogate}/gu, '').trim();
  const message = Array.from(written).length > MOST_CHARACTERS ? '' : written;
  return replies.map((reply) => {
    const { view } = reply;
    if (view.name !== 'go-personal' || message === '') return reply;
    const { url } = view.data;
    const withMessage = url === '' ? '' : `${url}&message=${encodeURIComponent(message)}`;
    return { ...reply, view: { name: 'go-personal', data: { url: withMessage, request: message } } };
  });
}
