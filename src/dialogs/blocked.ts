import type { Outcome } from '../model/problem';
import type { DialogResult, DialogContext } from './context';
import { askToSignIn } from './sign-in';
import { problemResult } from './problem';
import type { Attempt } from './problem';

/** Answers an outcome that is not ok: a sign-in card, or the problem's card. */
export async function blocked(
  context: DialogContext,
  outcome: Exclude<Outcome<never>, { kind: 'ok' }>,
  attempt: Attempt,
): Promise<DialogResult> {
  return outcome.kind === 'sign-in'
    ? askToSignIn(context, outcome.need, attempt)
    : problemResult(context, outcome.problem, attempt);
}
