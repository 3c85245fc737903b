import { z } from 'zod';

import type { Environment, SettingProblem } from './setting-problem';

/** Who runs the bot, as its pages say. */
export interface OperatorSetting {
  readonly name: string;
  /** An e-mail address or an https address. */
  readonly contact: string;
}

/** A manifest's `developer.name` holds no more. */
const LONGEST_NAME = 32;
const EXPECTED = {
  OPERATOR_NAME: `the name of the company that runs the bot, at most ${LONGEST_NAME} characters`,
  OPERATOR_CONTACT: 'an e-mail address or an https address at which people reach them',
} as const;

const contact = z.union([z.string().email(), z.string().url().startsWith('https://')]);
/** On one's own machine nobody else reads the pages. */
const LOCAL: OperatorSetting = { name: 'Whoever started it on this machine', contact: 'you@example.com' };

/** Who runs the bot, or everything that is wrong with the two settings. */
export function readOperator(environment: Environment): OperatorSetting | SettingProblem[] {
  const { OPERATOR_NAME: name = '', OPERATOR_CONTACT: address = '' } = environment;
  if (environment['PAL_ENVIRONMENT'] === 'local' && name + address === '') return LOCAL;
  const isName = name.trim() !== '' && name.length <= LONGEST_NAME;
  const wrong = [
    ...(isName ? [] : (['OPERATOR_NAME'] as const)),
    ...(contact.safeParse(address).success ? [] : (['OPERATOR_CONTACT'] as const)),
  ];
  return wrong.length === 0
    ? { name: name.trim(), contact: address }
    : wrong.map((setting) => ({ name: setting, expected: EXPECTED[setting] }));
}
