/**
 * What became of a decision. `cancelled`: by the person; `stopped`: with the rest
 * of its batch; `changed`: the link was not what the card showed; `unclear`: nobody knows yet whether it took effect.
 */
export type DecisionOutcome =
  'done' | 'not-as-asked' | 'failed' | 'cancelled' | 'stopped' | 'changed' | 'expired' | 'unclear';
