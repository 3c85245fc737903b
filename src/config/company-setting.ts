import { asPartnerId, asTenantId } from '../model/identifiers';
import type { CompanyPartnerId } from '../model/person';
import type { Environment, SettingProblem } from './setting-problem';

const NAME = 'COMPANY_PARTNER_IDS';
const MOST = 25;
const LONGEST_NAME = 48;
const EXPECTED = `at most ${MOST} PartnerIDs with their names, such as "1234567 Fabrikam Norway; 2345678 Fabrikam Sweden"; before one, "<directory id>:" limits it to the people of that directory`;
const ONE = /^(?:([0-9a-f-]{36})\s*:\s*)?(\d+)\s+(\S.*)$/i;

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
