/**
 * What became of a decision. `cancelled`: by the person; `replaced`: a newer card took its place; `stopped`: with the rest
 * of its batch; `changed`: the link was not what the card showed; `unclear`: nobody knows yet whether it took effect.
 */
export type DecisionOutcome =
  | 'done'
  | 'not-as-asked'
  | 'failed'
  | 'cancelled'
  | 'replaced'
  | 'stopped'
  | 'changed'
  | 'expired'
  | 'unclear';
