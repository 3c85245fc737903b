import type { OperationId } from '../model/identifiers';
import type { Delivered } from './turn';

/** What matters to a conversation of what became of its replies. */
export interface Summed {
  /** The operations whose outcome the person was told. */
  readonly told: readonly OperationId[];
  /** The operation whose outcome they have yet to be told. */
  readonly untold: OperationId | undefined;
  /** The card of the open dialog, and the message that shows it. */
  readonly open: (Delivered & { readonly shownAt: string }) | undefined;
}

/** Sums up what became of the replies. A sign-in that Teams tries silently is not seen, and reports nobody anything. */
export function summed(all: readonly Delivered[]): Summed {
  const seen = all.filter(({ reply }) => reply.kind !== 'say' || reply.silentAttempt === undefined);
  const shown = seen.filter(({ isDelivered }) => isDelivered);
  return {
    told: shown.flatMap(({ reply }) => reply.reports ?? []),
    untold: all.find(({ isDelivered, reply }) => !isDelivered && reply.reports !== undefined)?.reply.reports,
    open: shown.filter(isOpenCard).at(-1),
  };
}

function isOpenCard(one: Delivered): one is Delivered & { readonly shownAt: string } {
  return one.reply.isOpen === true && one.shownAt !== undefined;
}
