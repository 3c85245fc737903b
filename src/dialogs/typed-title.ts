import { BoundedMap } from '../lib/bounded-map';
import type { CardButton, Verb } from '../cards/press';
import { VERBS } from '../cards/press';
import type { View } from '../cards/view';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import { asOperationId } from '../model/identifiers';
import type { Understanding } from '../understanding/understand';
import type { Command } from './command';
import { commandOfPress } from './command-of-press';
import { messageWords, plainMessage } from './place-words';
import type { ConversationState } from './state';
import type { Delivered, Turn } from './turn';

/** The conversations whose buttons are remembered. They live in memory: at worst a title is read like any other text. */
const MOST_CONVERSATIONS = 2_000;
/** Of an overview or a list to choose from, more than fit one card. */
const MOST_BUTTONS = 60;

interface ShownCard {
  readonly shownAt: string | undefined;
  readonly buttons: readonly CardButton[];
}

/** The buttons that stand in each personal chat: on the lowest card, and on the one that the open dialog waits at. */
export class ShownButtons {
  private readonly shown = new BoundedMap<
    string,
    { readonly last?: ShownCard; readonly open?: ShownCard; readonly ofPerson: string }
  >(MOST_CONVERSATIONS);

  constructor(private readonly buttonsOn: (view: View, locale: string) => readonly CardButton[]) {}

  /** Takes in which cards the person got to see. */
  delivered({ isPersonal, conversationKey, person, locale }: Turn, all: readonly Delivered[]): void {
    if (!isPersonal) return;
    for (const { reply, isDelivered, shownAt } of all) {
      if (!isDelivered) continue;
      const before = this.shown.get(conversationKey);
      const isRewritten = (card?: ShownCard): boolean => shownAt !== undefined && card?.shownAt === shownAt;
      const buttons = this.buttonsOn(reply.view, reply.locale ?? locale).slice(0, MOST_BUTTONS);
      const card = { shownAt, buttons };
      const isLast = reply.kind === 'say' || isRewritten(before?.last);
      const isOpen = reply.isOpen === true || isRewritten(before?.open);
      this.shown.set(conversationKey, {
        ...before,
        ...(isLast ? { last: card } : {}),
        ...(isOpen ? { open: card } : {}),
        ofPerson: personKey(person),
      });
    }
  }

  /** The button that a text is the title of. */
  titled(
    { isPersonal, conversationKey }: Turn,
    state: ConversationState,
    text: string,
  ): CardButton | undefined {
    const { last, open } = (isPersonal ? this.shown.get(conversationKey) : undefined) ?? {};
    const isOpen = open !== undefined && state.dialog.kind !== 'idle' && open.shownAt === state.openCard;
    return buttonTitled([...(last?.buttons ?? []), ...(isOpen ? open.buttons : [])], text);
  }

  /** Forgets what the person was shown. */
  forget(person: Person): void {
    for (const [key, { ofPerson }] of this.shown) {
      if (ofPerson === personKey(person)) this.shown.delete(key);
    }
  }
}

/** The button with this title; "try again" is enough for "Try again: Contoso", "link what is missing" for one with a count. */
export function buttonTitled(buttons: readonly CardButton[], text: string): CardButton | undefined {
  const typed = folded(text);
  if (typed === '') return undefined;
  const whole = buttons.find(({ title }) => folded(title) === typed);
  return whole ?? buttons.find(({ title }) => folded(title.replace(BEHIND_TITLE, '')) === typed);
}

const BEHIND_TITLE = /\s*(?::.*|\(\d+\)\s*)$/su;

function folded(text: string): string {
  return messageWords(plainMessage(text))
    .map((word) => word.text)
    .join(' ');
}

/** These write at once when they are pressed, and no text does that. */
const WRITES: readonly Verb[] = ['confirm', 'confirm-batch', 'confirm-forget', 'batch-sign-in'];

/** "Undo" is the last change, and "cancel" what is open, whatever the button beside it is about. */
const IN_WORDS: readonly Verb[] = ['undo', 'cancel', 'stop-batch'];

/** What the person has filled in on the card decides, and comes with the press alone. */
const FILLED_IN: readonly Verb[] = ['submit-partner-id', 'choose-directory', 'choose-many'];

/**
 * What a text asks for that is a button's title: what a press on it does. Undefined where its words have a meaning of
 * their own. A button that writes at once, takes along what is filled in on its card, or opens something in
 * the client can only be pressed, which is said.
 */
export async function commandOfTitle(
  state: ConversationState,
  { data, takesInputs }: CardButton,
  understand: () => Promise<Understanding>,
): Promise<Command | undefined> {
  const verb = VERBS.find((one) => one === data['verb']);
  if (verb === undefined) return (await understand()).band === 'answer' ? undefined : { kind: 'typed-yes' };
  if (IN_WORDS.includes(verb) && (await understand()).label === (verb === 'undo' ? 'undo' : 'cancel'))
    return undefined;
  const isWriting = WRITES.includes(verb) || (verb === 'try-again' && repeatsWriting(state));
  if (!isWriting && !(takesInputs && FILLED_IN.includes(verb)))
    return commandOfPress(state, { ...data, verb });
  const operationId = verb === 'confirm' ? asOperationId(data['operationId'] ?? '') : undefined;
  return operationId === undefined ? { kind: 'typed-yes' } : { kind: 'typed-yes', operationId };
}

function repeatsWriting({ tryAgain }: ConversationState): boolean {
  return tryAgain?.kind === 'execute' || tryAgain?.kind === 'run-batch' || tryAgain?.kind === 'undo';
}
