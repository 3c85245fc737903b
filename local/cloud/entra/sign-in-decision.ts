import type { CloudState } from '../state/cloud-state';
import { objectIdIn } from '../world/lookup';
import type { SamplePerson, SampleTenant } from '../world/sample-world';
import { refuse, type EntraRefusal } from './entra-error';

/** Whether the directory lets the person in, apart from consent and second factors. */
export function mayEnter(
  person: SamplePerson,
  tenant: SampleTenant,
): EntraRefusal | { readonly kind: 'ok'; readonly objectId: string } {
  const objectId = objectIdIn(person, tenant);
  if (objectId === undefined) return refuse(50020);
  if (tenant.policy.kind === 'refuses-sign-in') return refuse(tenant.policy.aadsts);
  return { kind: 'ok', objectId };
}

/** Like `mayEnter`, and the app must have been approved there: what a token needs when nobody is at the screen. */
export function mayHaveToken(
  state: CloudState,
  person: SamplePerson,
  tenant: SampleTenant,
): EntraRefusal | { readonly kind: 'ok'; readonly objectId: string } {
  const entry = mayEnter(person, tenant);
  if (entry.kind === 'ok' && !state.hasConsent(tenant.id)) return refuse(65001);
  return entry;
}
