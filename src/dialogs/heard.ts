import type { PartnerIdMistake, View } from '../cards/view';
import type { OperationId } from '../model/identifiers';
import type { Label } from '../model/label';
import type { Known } from './explain';
import type { DirectoryRequest, LinkRequest, Request } from './request';

/** What a message or a press means in the conversation it was made in. */
export type Heard =
  /** `wantsCard`: the person asks for a sign-in card by name, and gets a new one. */
  | { readonly kind: 'do'; readonly request: Request; readonly wantsCard?: true }
  /** Something was entered as a PartnerID that is none. */
  | {
      readonly kind: 'mistake';
      readonly request: LinkRequest;
      readonly input: string;
      readonly mistake: PartnerIdMistake;
    }
  | { readonly kind: 'cancel'; readonly operationId?: OperationId }
  /** "Yes" to a card that only its button can confirm: show it again. */
  | { readonly kind: 'show-again'; readonly operationId: OperationId }
  | { readonly kind: 'sign-out' }
  /** "Forget me": asks first. */
  | { readonly kind: 'forget' }
  /** The button of that card: forgets. */
  | { readonly kind: 'forget-now'; readonly operationId: OperationId }
  /** What the person decided so far. */
  | { readonly kind: 'history' }
  /** A question: its answer, a guide, or a text for the customer. `known`: what the message itself named. */
  | {
      readonly kind: 'explain';
      readonly how: 'ask' | 'guide' | 'for-customer' | 'customer-concerns';
      readonly topic: string;
      readonly known?: Known;
    }
  /** Not sure: these were the likeliest, best first. */
  | {
      readonly kind: 'offer';
      readonly labels: readonly Label[];
      /** The words of the message that may name directories: what is chosen is done there. */
      readonly place?: string;
    }
  /** The question for the directory once more; `isMissing`: it came without an answer. */
  | { readonly kind: 'choose-again'; readonly request: DirectoryRequest; readonly isMissing: boolean }
  /** An answer that changes nothing and leaves the dialog as it is. */
  | { readonly kind: 'say'; readonly view: View };

/** "Link", with nothing known yet. */
export const LINK: LinkRequest = { kind: 'link', isLengthAccepted: false };
