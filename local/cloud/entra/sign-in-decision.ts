import type { CloudState } from '../state/cloud-state';
import { objectIdIn } from '../world/lookup';
import type { SamplePerson, SampleTenant } from '../world/sample-world';
import { refuse, type EntraRefusal } from './entra-error';
import type { Session } from './sessions';

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

/** Like `mayEnter`, and the app and the session must do too: what a token needs when nobody is at the screen. */
export function mayHaveToken(
  state: CloudState,
  session: Session,
  tenant: SampleTenant,
): EntraRefusal | { readonly kind: 'ok'; readonly objectId: string } {
  const entry = mayEnter(session.person, tenant);
  if (entry.kind === 'refused') return entry;
  if (!state.hasConsent(tenant.id)) return refuse(65001);
  return sessionRefusal(session, tenant) ?? entry;
}

function sessionRefusal(session: Session, tenant: SampleTenant): EntraRefusal | undefined {
  const { kind } = tenant.policy;
  if (kind === 'mfa-to-enter' && !session.secondFactorIn.includes(tenant.id)) {
    return refuse(50076, policyClaims(tenant));
  }
  if (kind === 'session-revoked' && session.signedInAt !== tenant.id) return refuse(50173);
  return undefined;
}

/** The challenge of a Conditional Access policy names the policy: here it has the id of its directory. */
function policyClaims(tenant: SampleTenant): string {
  return JSON.stringify({ access_token: { polids: { essential: true, values: [tenant.id] } } });
}
