import type { Person } from '../model/person';

/** What became of a token that a client handed over, once it was found to be good. */
export type Redeemed =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/**
 * Where the token comes from that "on behalf of the person" starts with. Whatever it gives is checked like any other
 * before it is held.
 */
export interface AssertionSource {
  /** A token of the person's without asking them; undefined when there is none, or nobody answers. */
  find(person: Person): Promise<string | undefined>;
  /** What counts in place of the token that a client handed over. */
  redeem(person: Person, handedOver: string): Promise<Redeemed>;
  /** Forgets what is kept of the person outside of the bot; false when that could not be done. */
  forget(person: Person): Promise<boolean>;
}

/** The clients themselves: there is a token only when one of them hands it over, and it is that one. */
export const FROM_CLIENTS: AssertionSource = {
  find: () => Promise.resolve(undefined),
  redeem: (_person, token) => Promise.resolve({ kind: 'token', token }),
  forget: () => Promise.resolve(true),
};
