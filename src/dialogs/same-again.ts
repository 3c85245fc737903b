import { createHash } from 'node:crypto';

import type { View, ViewName } from '../cards/view';
import { BoundedMap } from '../lib/bounded-map';
import { personKey } from '../model/person';
import type { Person } from '../model/person';
import type { Delivered, Reply, Turn } from './turn';

/** The conversations whose last card is remembered. It lives in memory: at worst a card is shown a second time. */
const MOST_CONVERSATIONS = 5_000;
/** Cards that show how something is: asked for again, it is still so. */
const STATES: readonly ViewName[] = [
  'link-status',
  'not-linked',
  'already-linked',
  'overview',
  'history',
  'which-directory',
  'already-signed-in',
  'nothing-to-cancel',
];

/** Sees to it that no conversation shows the same card twice in a row: the second time something shorter stands there. */
export class SameAgain {
  private readonly last = new BoundedMap<string, { readonly print: string; readonly ofPerson: string }>(
    MOST_CONVERSATIONS,
  );

  /** The replies that went through here, or take the place of a card. */
  private readonly known = new WeakSet<Reply>();

  /**
   * The replies, without a card that stands there already. `isInPlace`: they take the place of the pressed card. In a
   * group others write in between, so that nothing is known to stand right above.
   */
  shorter(turn: Turn, replies: readonly Reply[], isInPlace: boolean): Reply[] {
    if (!turn.isPersonal || isInPlace) return this.noted(replies);
    const before = this.last.get(turn.conversationKey)?.print;
    const [only, ...more] = replies;
    const isPlain = only?.kind === 'say' && only.isOpen === undefined && only.follows === undefined;
    const isSame = isPlain && more.length === 0 && printOf(turn, only) === before;
    const said = isSame ? [{ ...only, view: shortOf(only.view) }] : [...replies];
    const last = said.filter(({ kind }) => kind === 'say').at(-1);
    if (last !== undefined) this.remember(turn, printOf(turn, last));
    return this.noted(said);
  }

  /** Takes in what became of replies: what nobody got to see, and what the bot said unasked, such as after a sign-in. */
  delivered(turn: Turn, delivered: readonly Delivered[]): void {
    for (const { reply, isDelivered } of delivered) {
      if (!isDelivered) this.last.delete(turn.conversationKey);
      else if (reply.kind === 'say' && !this.known.has(reply)) this.remember(turn, printOf(turn, reply));
    }
  }

  private noted(replies: readonly Reply[]): Reply[] {
    for (const reply of replies) this.known.add(reply);
    return [...replies];
  }

  private remember({ conversationKey, person }: Turn, print: string): void {
    this.last.set(conversationKey, { print, ofPerson: personKey(person) });
  }

  /** Forgets which cards the person saw last. */
  forget(person: Person): void {
    for (const [key, { ofPerson }] of this.last) {
      if (ofPerson === personKey(person)) this.last.delete(key);
    }
  }
}

/** Tells cards apart without keeping what stands on them. */
function printOf({ locale }: Turn, reply: Reply): string {
  const shown = JSON.stringify([reply.view, reply.locale ?? locale]);
  return createHash('sha256').update(shown).digest('base64');
}

function shortOf({ name, data }: View): View {
  const about = name === 'unknown' ? 'unknown' : STATES.includes(name) ? 'state' : 'other';
  const isCustomer = 'reader' in data && data.reader === 'customer';
  return { name: 'same-again', data: { about, isCustomer, isHelp: name === 'help' } };
}
