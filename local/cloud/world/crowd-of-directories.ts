import { colleagueInCrowd } from './crowd';
import type { SamplePerson, SampleTenant, TenantPolicy } from './sample-world';
import { VENDOR_PARTNER_ID } from './sample-world';

/**
 * Directories beyond the sample ones, as many as are asked for, for people with very many customers. Each is always the
 * same: most are open, some are linked already, every twentieth has each of the obstacles. They appear on no page.
 */
const DIRECTORY = '5f1c0de2-0000-4000-8000-';
const ACCOUNT = '5f1c0de3-0000-4000-8000-';
const DIGITS = 12;
const ID = /^5f1c0de2-0000-4000-8000-(\d{12})$/;
const DOMAIN = /^customer-(\d{1,12})\.example$/;
const EVERY = 20;
/** Robin's own number, as a colleague has linked it before. */
const OWN_PARTNER_ID = '1234567';

/** By the number's remainder of twenty; all others are open. */
const POLICIES: Readonly<Record<number, TenantPolicy>> = {
  3: { kind: 'mfa-for-writes' },
  5: { kind: 'mfa-to-enter' },
  7: { kind: 'consent-missing' },
  11: { kind: 'refuses-sign-in', aadsts: 50020 },
  13: { kind: 'refuses-sign-in', aadsts: 53003 },
  17: { kind: 'no-account' },
};
/** By the number's remainder of twenty: what is linked there from the beginning. */
const LINKED: Readonly<Record<number, string>> = {
  0: OWN_PARTNER_ID,
  8: OWN_PARTNER_ID,
  15: VENDOR_PARTNER_ID,
};

/** The directory with this number, from 0. Those with 1 and 2 (of twenty) have the same name. */
export function crowdDirectory(number: number): SampleTenant {
  const remainder = number % EVERY;
  const shown = remainder === 2 ? number - 1 : number;
  return {
    id: crowdDirectoryId(number),
    name: `Customer ${String(shown).padStart(3, '0')}`,
    domain: `customer-${number}.example`,
    countryCode: 'DE',
    country: 'Germany',
    category: 'Home',
    policy: POLICIES[remainder] ?? { kind: 'open' },
    special: 'One of many.',
    tryIt: 'show my link everywhere',
  };
}

export function crowdDirectoryId(number: number): string {
  return `${DIRECTORY}${digitsOf(number)}`;
}

/** The directory with this id or domain; undefined when it is none of them. */
export function crowdDirectoryWith(idOrDomain: string): SampleTenant | undefined {
  const digits = ID.exec(idOrDomain)?.[1] ?? DOMAIN.exec(idOrDomain)?.[1];
  return digits === undefined ? undefined : crowdDirectory(Number(digits));
}

/** The account of a sample person in one of these directories: every person has one, in a CSP's customer the one from home. */
export function crowdAccount(person: SamplePerson, tenantId: string): string | undefined {
  const digits = ID.exec(tenantId)?.[1];
  // Tells the people apart: their own first digits, the directory's last ones.
  if (digits === undefined) return undefined;
  return colleagueInCrowd(person, digits) ?? `${person.objectId.slice(0, 8)}${ACCOUNT.slice(8)}${digits}`;
}

/** The links that are there from the beginning in the first `count` directories, for one person. */
export function crowdLinks(
  person: SamplePerson,
  count: number,
): { tenantId: string; objectId: string; partnerId: string; createdTime: string }[] {
  return Array.from({ length: count }, (_, number) => number).flatMap((number) => {
    const partnerId = LINKED[number % EVERY];
    const tenantId = crowdDirectoryId(number);
    const objectId = crowdAccount(person, tenantId);
    return partnerId === undefined || objectId === undefined
      ? []
      : [{ tenantId, objectId, partnerId, createdTime: '2025-03-03T10:00:00.1234567Z' }];
  });
}

function digitsOf(number: number): string {
  return String(number).padStart(DIGITS, '0');
}
