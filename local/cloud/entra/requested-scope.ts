import { refuse, type EntraRefusal } from './entra-error';

/** The names that ARM goes by as an audience; with or without a slash at the end. */
const ARM_AUDIENCES = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  '797f4846-ba00-4fd7-ba43-dac1f8f63013',
];
const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** True for every way to name ARM as a token's audience. */
export function isArmAudience(audience: string): boolean {
  return ARM_AUDIENCES.includes(audience.replace(/\/$/, ''));
}

/** What the scope parameter asks for. */
export interface RequestedScope {
  readonly kind: 'ok';
  readonly audience: string;
  readonly wantsIdToken: boolean;
  readonly wantsRefreshToken: boolean;
  /** As the answer repeats it. */
  readonly granted: string;
}

/** Reads the scope parameter; ARM is the only resource that the local Entra knows. */
export function readScope(scope: string | undefined): RequestedScope | EntraRefusal {
  const asked = (scope ?? '').split(/\s+/).filter((one) => one !== '');
  const forResource = asked.filter((one) => !OIDC_SCOPES.includes(one));
  const first = forResource[0];
  if (first === undefined) return refuse(70011);
  const cut = first.lastIndexOf('/');
  const audience = first.slice(0, cut);
  if (cut < 0 || !isArmAudience(audience)) return refuse(500011);
  if (!['.default', 'user_impersonation'].includes(first.slice(cut + 1))) return refuse(70011);
  return {
    kind: 'ok',
    audience,
    wantsIdToken: asked.includes('openid'),
    wantsRefreshToken: asked.includes('offline_access'),
    granted: [...new Set([`${audience}/user_impersonation`, ...forResource])].join(' '),
  };
}
