import type { Person } from '../model/person';
import type { AccountsSeen } from './accounts-seen';
import type { HeldAssertions } from './cached-sso-tokens';
import type { Forgotten } from './ports';
import type { Sessions } from './sessions';

/** Everything that is held of people, in memory. */
export interface Holdings {
  readonly sessions: Sessions;
  readonly assertions: HeldAssertions;
  readonly accounts: AccountsSeen;
}

/** Forgets everything that is held of the person here; tells what it was. */
export function forgetHeld(
  { sessions, assertions, accounts }: Holdings,
  person: Person,
): Omit<Forgotten, 'isComplete'> {
  const session = sessions.forget(person);
  const assertion = assertions.forget(person);
  accounts.forget(person);
  return {
    signIns: [...(session?.grants.keys() ?? [])],
    assertion: assertion !== undefined,
    exchanged: [...(assertion?.tokens.keys() ?? [])],
  };
}
