import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { ACCESS_REASONS, AGREEMENT_KINDS } from '../model/access-finding';

const text = z.string().min(1).max(160);
/** One text for each of these; none is missing and none is too many. */
const forEach = <K extends string>(keys: readonly K[], one: z.ZodString) =>
  z.object(Object.fromEntries(keys.map((key) => [key, one])) as Record<K, z.ZodString>).strict();
const maybe = z.string().max(160);

const accessTexts = z
  .object({
    verdicts: forEach(['pec', 'recognition', 'no', 'unknown'], text),
    reasons: forEach(ACCESS_REASONS, text),
    agreements: forEach(AGREEMENT_KINDS, text),
    /** `{name}`: of the group or the resource. */
    scopes: forEach(['root', 'management-group', 'subscription', 'resource-group', 'resource'], text),
    through: forEach(['account', 'group', 'foreign-group'], maybe),
    /** `{date}`: when the role ends. */
    lasting: forEach(['permanent', 'until', 'activated', 'when-activated', 'unknown'], maybe),
    menders: forEach(['customer', 'you-or-customer', 'seller', 'nobody'], maybe),
    /** Behind the names of some subscriptions: `{count}` others. */
    more: text,
  })
  .strict();

/** The words for what is found of somebody's access. */
export type AccessTexts = Readonly<z.infer<typeof accessTexts>>;

/** Reads `content/<locale>/access.json`; throws, naming every fault, when a text is missing, unknown or too long. */
export function loadAccessTexts(contentFolder: string, locale: string): AccessTexts {
  return accessTexts.parse(JSON.parse(readFileSync(join(contentFolder, locale, 'access.json'), 'utf8')));
}
