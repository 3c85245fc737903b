import { asPartnerId, asTenantId } from '../model/identifiers';
import type { CompanyPartnerId } from '../model/person';
import type { Environment, SettingProblem } from './setting-problem';
import type { SettingEntry } from './setting-entry';

const NAME = 'COMPANY_PARTNER_IDS';
const MOST = 25;
const LONGEST_NAME = 48;
const EXPECTED = `at most ${MOST} PartnerIDs with their names, such as "1234567 Fabrikam Norway; 2345678 Fabrikam Sweden"; before one, "<directory id>:" limits it to the people of that directory`;
const ONE = /^(?:([0-9a-f-]{36})\s*:\s*)?(\d+)\s+(\S.*)$/i;

/** What people need to know of the setting. */
export const COMPANY_ENTRY: SettingEntry = {
  group: 'Running',
  name: NAME,
  meaning:
    'The company’s own PartnerIDs with names, separated by semicolons: “1234567 Fabrikam Norway; 2345678 Fabrikam Sweden”. The bot offers them, asks before another one is linked, and marks links to another. “<directory id>: 1234567 Fabrikam Norway” limits one to people of that home directory. Empty: each person enters their PartnerID.',
  where:
    'Partner Center › Settings › Account settings › Organization profile › Identifiers: the rows of the type Location.',
  byDefault: 'none',
};

/** The company's PartnerIDs, and what is wrong with the setting. */
export function readCompany(environment: Environment): {
  readonly read: readonly CompanyPartnerId[];
  readonly problems: readonly SettingProblem[];
} {
  const parts = (environment[NAME] ?? '')
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map(readOne);
  const good = read.flatMap((one) => (one === undefined ? [] : [one]));
  const keys = new Set(good.map(({ partnerId, homeTenantId }) => `${homeTenantId ?? ''} ${partnerId}`));
  const isRight = good.length === parts.length && keys.size === parts.length && parts.length <= MOST;
  return { read: good, problems: isRight ? [] : [{ name: NAME, expected: EXPECTED }] };
}

function readOne(text: string): CompanyPartnerId | undefined {
  const [, directory, digits = '', name = ''] = ONE.exec(text) ?? [];
  const partnerId = asPartnerId(digits);
  const homeTenantId = directory === undefined ? undefined : asTenantId(directory);
  const isRead = partnerId !== undefined && name.length <= LONGEST_NAME;
  if (!isRead || (directory !== undefined && homeTenantId === undefined)) return undefined;
  return { partnerId, name, ...(homeTenantId === undefined ? {} : { homeTenantId }) };
}
