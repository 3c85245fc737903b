import { colleagueWith } from './crowd';
import { crowdAccount, crowdDirectoryId, crowdDirectoryWith } from './crowd-of-directories';
import {
  SAMPLE_PEOPLE,
  SAMPLE_TENANTS,
  TENANT_IDS,
  type SamplePerson,
  type SampleTenant,
} from './sample-world';

/** The directory with this id or domain, in any case. */
export function findTenant(idOrDomain: string): SampleTenant | undefined {
  const wanted = idOrDomain.toLowerCase();
  const sample = SAMPLE_TENANTS.find((tenant) => tenant.id === wanted || tenant.domain === wanted);
  return sample ?? crowdDirectoryWith(wanted);
}

/** What ARM lists for the person, in its order: the sample's directories, and the first `crowd` of the many. */
export function seenDirectories(person: SamplePerson, crowd: number): SampleTenant[] {
  const many = Array.from({ length: crowd }, (_, number) => crowdDirectoryId(number));
  return [...person.sees, ...many].flatMap((id) => findTenant(id) ?? []);
}

/** The person with this key (`robin`) or sign-in name. */
export function findPerson(keyOrUsername: string): SamplePerson | undefined {
  const wanted = keyOrUsername.toLowerCase();
  return SAMPLE_PEOPLE.find((person) => person.key === wanted || person.username === wanted);
}

/**
 * The object id that tokens for this person carry in a directory; undefined when Entra knows no such account.
 * Where a directory has no account but lets the person in (CSP), that is the id from home.
 */
export function objectIdIn(person: SamplePerson, tenant: SampleTenant): string | undefined {
  if (tenant.id === person.tenantId) return person.objectId;
  const isSeen = person.sees.includes(tenant.id) || crowdAccount(person, tenant.id) !== undefined;
  if (tenant.policy.kind === 'no-account' && isSeen) return person.objectId;
  return person.guestIds[tenant.id] ?? crowdAccount(person, tenant.id);
}

/** The person behind the account that a token names. */
export function personOf(tenantId: string, objectId: string): SamplePerson | undefined {
  const tenant = findTenant(tenantId);
  if (!tenant) return undefined;
  const isTheirs = (person: SamplePerson): boolean => objectIdIn(person, tenant) === objectId;
  return SAMPLE_PEOPLE.find(isTheirs) ?? [colleagueWith(objectId)].find((one) => one && isTheirs(one));
}

/** The directory that the sample people belong to. */
export function homeTenant(): SampleTenant {
  const home = findTenant(TENANT_IDS.fabrikam);
  if (!home) throw new Error('The sample world has lost its home directory.');
  return home;
}
