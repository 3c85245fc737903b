import { jsonAnswer, type Answer } from '../http/answer';

/** An error as Azure Resource Manager itself words it: nested only. */
export function armError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return jsonAnswer(status, { error: { code, message } }, headers);
}

/** An error as the ManagementPartner provider words it: code and message twice, nested and flat. */
export function providerError(status: number, code: string, message: string): Answer {
  return jsonAnswer(status, { error: { code, message }, code, message });
}
