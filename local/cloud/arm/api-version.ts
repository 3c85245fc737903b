import type { Answer } from '../http/answer';
import { armError } from './arm-error';

/** The api-version of a request, or ARM's refusal of a missing or unknown one. */
export function checkApiVersion(
  given: unknown,
  supported: readonly string[],
):
  | { readonly kind: 'ok'; readonly apiVersion: string }
  | { readonly kind: 'refused'; readonly answer: Answer } {
  const refused = (code: string, message: string): { kind: 'refused'; answer: Answer } => ({
    kind: 'refused',
    answer: armError(400, code, message),
  });
  if (typeof given !== 'string' || given === '') {
    return refused('MissingApiVersionParameter', 'Every request needs the query parameter api-version.');
  }
  if (supported.includes(given)) return { kind: 'ok', apiVersion: given };
  const known = supported.join(', ');
  return refused('InvalidApiVersionParameter', `The api-version '${given}' is not known. Known: ${known}.`);
}
