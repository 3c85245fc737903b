import type { Press } from './command-of-press';
import type { Label } from '../model/label';
import type { Reply } from './turn';

/** More does not fit into an address that every client opens. */
const MOST_CHARACTERS = 300;
/** What the buttons ask for that lead from a group to the chat with the bot alone. */
const LABEL_OF: Readonly<Partial<Record<Press['verb'], Label>>> = {
  link: 'link-partner-id',
  unlink: 'unlink-partner-id',
  show: 'show-link',
  'show-all': 'show-all-links',
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
  // Half of a surrogate pair has no form in an address.
  const written = request.replace(/\p{Surrogate}/gu, '').trim();
  const message = Array.from(written).slice(0, MOST_CHARACTERS).join('');
  return replies.map((reply) => {
    const { view } = reply;
    if (view.name !== 'go-personal' || view.data.url === '' || message === '') return reply;
    const url = `${view.data.url}&message=${encodeURIComponent(message)}`;
    return { ...reply, view: { name: 'go-personal', data: { url } } };
  });
}
