import { z } from 'zod';

import { mapNodes } from '../lib/json';

/**
 * What a button on a card says. A card carries a verb and, for a planned change, the id of that operation: nothing
 * else that matters (docs/decisions). A card about one directory names it in `directoryId`, as a hint only. `Action.Execute` sends the verb as `verb`; its `Action.Submit`
 * fallback repeats it as `data.verb`.
 */
export const VERBS = [
  /** Opens the PartnerID form. */
  'link',
  /** The PartnerID that was used last, in another directory. */
  'link-elsewhere',
  /** Sends the form: input `partnerId`. */
  'submit-partner-id',
  /** "Yes, that is my PartnerID" after an unusual length. */
  'accept-partner-id',
  /** Sends the choice of a directory: input `directoryId`. */
  'choose-directory',
  /** Link at home instead of in a Lighthouse directory. */
  'link-at-home',
  /** Does the planned change: data `operationId`. */
  'confirm',
  /** The card of a planned change once more: data `operationId`. */
  'show-card',
  /** Cancels: data `operationId` when a change was planned. */
  'cancel',
  /** Takes a done change back: data `operationId`. */
  'undo',
  'show',
  'unlink',
  'switch-directory',
  'which-directory',
  'sign-in',
  'sign-out',
  /** Deletes what is kept about the person: data `operationId`. */
  'confirm-forget',
  /** Asks a question: data `topic`. */
  'ask',
  /** Shows a guide: data `topic`. */
  'guide',
  /** The text for the customer that goes with an answer, or with a concern: data `topic`. */
  'for-customer',
  /** Which of the customer's concerns? */
  'customer-concerns',
  /** A message to the administrator of the directory `directoryId`: data `topic`, what is asked of them. */
  'request-to-customer',
  /** "I'm the customer", and back. */
  'as-customer',
  'as-partner',
  'help',
  /** What the person decided: data `page`, `directoryId` (several with blanks between) or `batchId`. */
  'history',
  /** How it stands in all directories: data `filter` and `page`. */
  'show-all',
  /** Links the PartnerID that was used last wherever nothing is linked. */
  'link-missing',
  /** Does a planned batch, stops it, signs in for one of its directories, tries again, undoes, does again what was undone: data `batchId`. */
  'confirm-batch',
  'stop-batch',
  'batch-sign-in',
  'retry-batch',
  'undo-batch',
  'redo-batch',
  /** Another PartnerID for the directories in which that of the batch was refused: data `batchId`. */
  'other-id',
  /**
   * What the access to a directory is worth: data `directoryId`, or `topic` to choose one; `subscriptionId` for one
   * subscription; below the card, or on it with another page, or read again (`page`).
   */
  'check-access',
  'access-page',
  /** The text that asks the customer for what is missing. */
  'request-access',
  /** The same for all directories: data `filter` and `page`. */
  'check-all-access',
  /** What did not fit into a batch. */
  'next-batch',
  /** Shows what a batch would change with ticks; sends them: inputs `missing` and `others`. */
  'pick-directories',
  'choose-many',
  /** Shows what ARM says now: data `topic` (`links`, `history`), and `directoryId` for one directory. */
  'prove',
  /** A document as a file into the chat, or as a download: data `documentId`, `format`, and what to prove again. */
  'get-file',
  'get-link',
  /** The proof as a card without buttons: data `documentId`. */
  'proof-card',
  /** Does again what the conversation did last. */
  'try-again',
] as const;

/** What a customer may press; every other button is the partner's, and stands on no card for who is the customer. */
export const VERBS_OF_CUSTOMERS: readonly string[] = [
  'ask',
  'for-customer',
  'customer-concerns',
  'as-partner',
  'help',
  'cancel',
  'confirm-forget',
  'sign-in',
  'try-again',
] satisfies Verb[];

/** One of VERBS. */
export type Verb = (typeof VERBS)[number];

/** A button as it stands on a card. */
export interface CardButton {
  readonly title: string;
  /** What a press on it sends, with what the inputs hold as the card comes; without a verb, the client acts by itself. */
  readonly data: Readonly<Record<string, string>>;
  /** Whether what is filled in on the card goes with it. */
  readonly takesInputs: boolean;
}

/** What an answer may lead to next. */
export type NextStep = Extract<
  Verb,
  'link' | 'show' | 'check-access' | 'unlink' | 'switch-directory' | 'sign-in' | 'help'
>;

const button = z.object({ type: z.enum(['Action.Execute', 'Action.Submit']), verb: z.string() });
const actionSet = z.object({ type: z.literal('ActionSet'), actions: z.array(z.unknown()) });
const pressable = z.object({ selectAction: button }).passthrough();

function withoutSelectAction({ selectAction: _, ...rest }: z.infer<typeof pressable>): object {
  return rest;
}

function verbOf(action: unknown): string | undefined {
  const read = button.safeParse(action);
  return read.success ? read.data.verb : undefined;
}

/** The button of a template that leads to what customers ask. */
export function customersButtonIn(template: unknown): unknown {
  let found: unknown;
  mapNodes(template, (node) => {
    if (verbOf(node) === 'customer-concerns') found ??= node;
    return node;
  });
  return found;
}

/** A card without what is only the partner's to press; what customers ask stands in place of the last of it. */
export function withoutPartnersButtons(card: unknown, customersButton: unknown): unknown {
  const isPartners = (action: unknown): boolean => {
    const verb = verbOf(action);
    return verb !== undefined && !VERBS_OF_CUSTOMERS.includes(verb);
  };
  let lastChanged: unknown;
  mapNodes(card, (node) => {
    if (actionsIn(node).some(isPartners)) lastChanged = node;
    return node;
  });
  return mapNodes(card, (node) => {
    if (isList(node))
      return node.some(isWithoutActions) ? node.filter((one) => !isWithoutActions(one)) : node;
    const pressed = pressable.safeParse(node);
    if (pressed.success && isPartners(pressed.data.selectAction)) return withoutSelectAction(pressed.data);
    const actions = actionsIn(node);
    if (!actions.some(isPartners)) return node;
    const kept = actions.filter((action) => !isPartners(action));
    return { ...(node as object), actions: node === lastChanged ? [...kept, customersButton] : kept };
  });
}

/** The buttons of an element that holds buttons; none of any other. */
function actionsIn(node: unknown): readonly unknown[] {
  const set = actionSet.safeParse(node);
  return set.success ? set.data.actions : [];
}

function isList(node: unknown): node is readonly unknown[] {
  return Array.isArray(node);
}

function isWithoutActions(node: unknown): boolean {
  const set = actionSet.safeParse(node);
  return set.success && set.data.actions.length === 0;
}
