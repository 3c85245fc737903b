import type { Person } from '../model/person';
import type { AccountsSeen } from './accounts-seen';
import type { HeldAssertions } from './held-assertions';
import type { Forgotten } from './ports';
import type { Sessions } from './sessions';

/** Everything that is held of people, in memory. */
export interface Holdings {
  readonly sessions: Sessions;
  readonly assertions: HeldAssertions;
  readonly accounts: AccountsSeen;
}

/** Forgets everything that is held of the person here; tells what it was, or undefined when there was nothing. */
export function forgetHeld(
  { sessions, assertions, accounts }: Holdings,
  person: Person,
): Forgotten | undefined {
  const session = sessions.forget(person);
  const assertion = assertions.forget(person);
  accounts.forget(person);
  if (session === undefined && assertion === undefined) return undefined;
  return {
    signIns: [...(session?.grants.keys() ?? [])],
    assertion: assertion !== undefined,
    exchanged: [...(assertion?.tokens.keys() ?? [])],
  };
}
