import { z } from 'zod';
import type { CloudParts } from '../cloud-parts';
import { findPerson, findTenant } from '../world/lookup';
import { SAMPLE_PEOPLE, type SamplePerson, type SampleTenant } from '../world/sample-world';
import type { AuthorizeRequest } from './authorize-request';
import { refuse, type EntraRefusal } from './entra-error';
import { asksForSecondFactor } from './requested-claims';
import { mayEnter } from './sign-in-decision';

/** What the person has pressed so far. The pages hand it on; nothing is kept between them. */
export const pressedSchema = z.object({
  person: z.string().max(200).optional(),
  factor: z.enum(['given']).optional(),
  consent: z.enum(['given', 'declined']).optional(),
});

export type Pressed = z.infer<typeof pressedSchema>;

/** What comes next on the way from the authorize address back to the app. */
export type AuthorizeStep =
  | { readonly kind: 'pick'; readonly people: readonly SamplePerson[] }
  | { readonly kind: 'second-factor'; readonly person: SamplePerson; readonly tenant: SampleTenant }
  | {
      readonly kind: 'consent';
      readonly person: SamplePerson;
      readonly tenant: SampleTenant;
      readonly needsAdministrator: boolean;
    }
  | {
      readonly kind: 'blocked';
      readonly person: SamplePerson;
      readonly tenant: SampleTenant;
      readonly refusal: EntraRefusal;
    }
  | { readonly kind: 'declined'; readonly refusal: EntraRefusal }
  | {
      readonly kind: 'done';
      readonly person: SamplePerson;
      readonly tenant: SampleTenant;
      readonly objectId: string;
      readonly secondFactor: boolean;
      readonly approves: boolean;
    };

function hintedFirst(hint: string | undefined): readonly SamplePerson[] {
  const hinted = hint === undefined ? undefined : findPerson(hint);
  return hinted ? [hinted, ...SAMPLE_PEOPLE.filter((person) => person !== hinted)] : SAMPLE_PEOPLE;
}

function needsSecondFactor(request: AuthorizeRequest, tenant: SampleTenant): boolean {
  return (
    asksForSecondFactor(request.claims) ||
    tenant.policy.kind === 'mfa-to-enter' ||
    (request.prompt === 'login' && tenant.policy.kind === 'mfa-for-writes')
  );
}

function consentStep(
  prompt: string | undefined,
  pressed: Pressed,
  approved: boolean,
): 'ask' | 'declined' | 'settled' {
  if (approved && prompt !== 'consent') return 'settled';
  if (pressed.consent === undefined) return 'ask';
  return pressed.consent === 'declined' ? 'declined' : 'settled';
}

/** Decides the next step from what was asked and what was pressed. */
export function nextStep(
  state: CloudParts['state'],
  tenantName: string,
  request: AuthorizeRequest,
  pressed: Pressed,
): AuthorizeStep {
  const person = findPerson(pressed.person ?? '');
  const tenant = person && (findTenant(tenantName) ?? findTenant(person.tenantId));
  if (!person || !tenant) return { kind: 'pick', people: hintedFirst(request.login_hint) };
  const entry = mayEnter(person, tenant);
  if (entry.kind === 'refused') return { kind: 'blocked', person, tenant, refusal: entry };
  const secondFactor = pressed.factor === 'given';
  if (!secondFactor && needsSecondFactor(request, tenant)) return { kind: 'second-factor', person, tenant };
  const approved = state.hasConsent(tenant.id);
  const consent = consentStep(request.prompt, pressed, approved);
  if (consent === 'ask') return { kind: 'consent', person, tenant, needsAdministrator: !approved };
  if (consent === 'declined') return { kind: 'declined', refusal: refuse(approved ? 65004 : 90094) };
  return { kind: 'done', person, tenant, objectId: entry.objectId, secondFactor, approves: !approved };
}
