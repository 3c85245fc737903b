import type { PartnerLinks } from '../arm/ports';
import type { Accounts, Actor } from '../auth/ports';
import type { Account } from '../model/person';
import type { LinkState } from '../model/directory';
import { failed, ok } from '../model/problem';
import type { Outcome } from '../model/problem';
import type { DirectoryList } from './directory-list';

/** Time for one request of a person in one directory: an answer must reach the chat in time. */
const DEADLINE_MS = 8_000;

/** An account and what it is linked to, in one directory. */
export interface Current {
  readonly account: Account;
  readonly state: LinkState;
}

/** Reads what is there now, with the tokens that can be had without the person. */
export type ReadCurrent = (actor: Actor, signal: AbortSignal) => Promise<Outcome<Current>>;

/** A fresh deadline; it runs from now. */
export function deadline(): AbortSignal {
  return AbortSignal.timeout(DEADLINE_MS);
}

/** Reads by asking Entra whose the token is, and ARM what is linked. */
export function currentReader(
  { accounts, links }: { readonly accounts: Accounts; readonly links: PartnerLinks },
  directories: DirectoryList,
): ReadCurrent {
  return async (actor, signal) => {
    const account = await accounts.resolve(actor);
    if (account.kind === 'problem' && account.problem.code === 'not-in-directory') {
      const isManaged = await directories.isManagedFromHome(actor, signal);
      return isManaged ? failed({ ...account.problem, code: 'managed-from-home' }) : account;
    }
    if (account.kind !== 'ok') return account;
    const state = await links.read(actor, signal);
    if (state.kind !== 'ok') return state;
    return ok({ account: account.value, state: state.value }, state.serviceRequestId);
  };
}
