import type { SamplePerson } from './sample-world';
import { TENANT_IDS } from './sample-world';

/**
 * Colleagues of the sample people, as many as are asked for, for loads that two people could not make. They are at home
 * in the same directory and, the first nine thousand of them, guests of Contoso Retail; they appear on no page.
 */
const AT_HOME = '5f1c0de0-0000-4000-8000-';
const AT_CONTOSO = '5f1c0de1-0000-4000-8000-';
const DIGITS = 12;
const COLLEAGUE = /^5f1c0de[01]-0000-4000-8000-(\d{12})$/;
/** In one of the many directories: the number of the colleague, then that of the directory. */
const IN_CROWD = '5f1c0de4-';
const COLLEAGUE_IN_CROWD = /^5f1c0de4-(\d{4})-4000-8000-\d{12}$/;

/** From this number on colleagues are at home only. */
export const ONLY_AT_HOME_FROM = 9_000;

/** The colleague with this number, from 0; always the same one. */
export function colleague(number: number): SamplePerson {
  const digits = String(number).padStart(DIGITS, '0');
  const isGuest = number < ONLY_AT_HOME_FROM;
  return {
    key: `colleague-${number}`,
    name: `Colleague ${number}`,
    username: `colleague-${number}@fabrikam-consulting.example`,
    tenantId: TENANT_IDS.fabrikam,
    objectId: `${AT_HOME}${digits}`,
    guestIds: isGuest ? { [TENANT_IDS.contoso]: `${AT_CONTOSO}${digits}` } : {},
    sees: isGuest ? [TENANT_IDS.fabrikam, TENANT_IDS.contoso] : [TENANT_IDS.fabrikam],
  };
}

/** The colleague with this account in any directory; undefined when it is nobody of them. */
export function colleagueWith(objectId: string): SamplePerson | undefined {
  const [, digits] = COLLEAGUE.exec(objectId) ?? COLLEAGUE_IN_CROWD.exec(objectId) ?? [];
  return digits === undefined ? undefined : colleague(Number(digits));
}

/** The account of a colleague in one of the many directories; undefined for somebody who is no colleague. */
export function colleagueInCrowd(person: SamplePerson, directoryDigits: string): string | undefined {
  const [, digits] = COLLEAGUE.exec(person.objectId) ?? [];
  return digits === undefined ? undefined : `${IN_CROWD}${digits.slice(-4)}-4000-8000-${directoryDigits}`;
}
