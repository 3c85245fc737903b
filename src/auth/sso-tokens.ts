import type { Clock } from '../model/clock';
import type { CorrelationId } from '../model/identifiers';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { AzureSettings } from './entra-client';
import { entraIssuers } from './entra-client';
import type { SsoTokens } from './ports';
import type { SignOutEpoch, SignOuts } from './sign-outs';
import type { SigningKeys, TeamsTokenVerdict } from './teams-token';
import { checkTeamsToken } from './teams-token';
import type { SsoToken, SsoTokenCache } from './token-cache';

interface SsoTokensParts {
  readonly settings: AzureSettings;
  readonly source: SsoTokenSource;
  readonly held: SsoTokenCache;
  readonly keys: SigningKeys;
  readonly signOuts: SignOuts;
  readonly clock: Clock;
  readonly log: Log;
}

/** SsoTokens, and what the room itself needs of them. */
export interface SsoTokenService extends SsoTokens {
  /** The person's SSO token: the one that is held, or what the source has of theirs. */
  obtain(person: Person, correlationId: CorrelationId): Promise<SsoToken | undefined>;
}

/** SsoTokens, checked and held in memory. */
export function createSsoTokens(parts: SsoTokensParts): SsoTokenService {
  const { settings, source, held, signOuts, log } = parts;
  const { ssoResource } = settings;
  const underWay = new Map<string, Promise<unknown>>();

  /** Holds a token that was checked as the person's, unless they have signed out since `epoch`. */
  async function keep(
    person: Person,
    token: string,
    checked: Good,
    correlationId: CorrelationId,
    epoch: SignOutEpoch,
  ): Promise<Outcome<void>> {
    if ((await signOuts.currentEpoch(person)) !== epoch)
      return failed({ code: 'sign-in-expired', correlationId });
    held.keep(person, token, checked);
    log.info('azure.assertion.accepted', { tenantId: person.tenantId, correlationId });
    return ok(undefined);
  }

  async function takeFromSource(person: Person, correlationId: CorrelationId): Promise<void> {
    const epoch = await signOuts.currentEpoch(person);
    const token = await source.find(person);
    if (token === undefined) return;
    const checked = await check(parts, person, token, correlationId);
    if (checked.kind === 'ok') await keep(person, token, checked.value, correlationId, epoch);
  }

  return {
    resource: ssoResource,
    isHeld: async (person) => {
      await signOuts.currentEpoch(person);
      return held.find(person) !== undefined;
    },
    obtain: async (person, correlationId) => {
      await signOuts.currentEpoch(person, correlationId);
      const known = held.find(person);
      if (known !== undefined || ssoResource === undefined) return known;
      const key = personKey(person);
      const flight =
        underWay.get(key) ?? takeFromSource(person, correlationId).finally(() => underWay.delete(key));
      underWay.set(key, flight);
      await flight;
      return held.find(person);
    },
    accept: async (person, token, correlationId) => {
      const epoch = await signOuts.currentEpoch(person);
      // First ours, then the source's: what is somebody else's must not be kept anywhere under this person's name.
      const checked = await check(parts, person, token, correlationId);
      if (checked.kind !== 'ok') return checked;
      const redeemed = await source.redeem(person, token);
      if (redeemed.kind === 'refused') return failed({ code: 'sign-in-failed', correlationId });
      // What the client handed over is good by itself; it is only not kept for the other instances.
      if (redeemed.kind === 'unreachable' || redeemed.token === token) {
        return keep(person, token, checked.value, correlationId, epoch);
      }
      const other = await check(parts, person, redeemed.token, correlationId);
      return other.kind === 'ok' ? keep(person, redeemed.token, other.value, correlationId, epoch) : other;
    },
  };
}

type Good = Extract<TeamsTokenVerdict, { kind: 'good' }>;

/** Whether the token is the person's for this bot, and none that Entra has refused already. */
async function check(
  parts: SsoTokensParts,
  person: Person,
  token: string,
  correlationId: CorrelationId,
): Promise<Outcome<Good>> {
  const { held, log } = parts;
  const { tenantId } = person;
  const verdict = await verdictOn(parts, person, token);
  switch (verdict.kind) {
    case 'flawed':
      log.error('azure.assertion.mismatch', { flaw: verdict.flaw, tenantId, correlationId });
      return failed({ code: 'token-mismatch', correlationId, serviceCode: verdict.flaw });
    case 'keys-unreachable':
      return failed({ code: 'entra-unreachable', correlationId });
    case 'good':
      if (!held.wasDropped(person, token)) return ok(verdict);
      log.info('azure.assertion.again', { tenantId, correlationId });
      return { kind: 'sign-in', need: { reason: 'expired', silentFailed: true } };
  }
}

async function verdictOn({ settings, keys, clock }: SsoTokensParts, person: Person, token: string) {
  const { ssoResource, clientId, authorityHost } = settings;
  if (ssoResource === undefined) return { kind: 'flawed', flaw: 'not-asked-for' } as const;
  const expected = {
    person,
    issuers: entraIssuers(authorityHost, person.tenantId),
    audiences: new Set([clientId, ssoResource]),
    now: clock.now(),
  };
  return checkTeamsToken(token, expected, keys);
}

/** What became of a token that a client handed over, once it was found to be good. */
export type Redeemed =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/**
 * Where the token comes from that "on behalf of the person" starts with. Whatever it gives is checked like any other
 * before it is held.
 */
export interface SsoTokenSource {
  /** A token of the person's without asking them; undefined when there is none, or nobody answers. */
  find(person: Person): Promise<string | undefined>;
  /** What counts in place of the token that a client handed over. */
  redeem(person: Person, handedOver: string): Promise<Redeemed>;
  /** Forgets what is kept of the person outside of the bot; false when that could not be done. */
  forget(person: Person): Promise<boolean>;
}

/** The clients themselves: there is a token only when one of them hands it over, and it is that one. */
export const FROM_CLIENTS: SsoTokenSource = {
  find: () => Promise.resolve(undefined),
  redeem: (_person, token) => Promise.resolve({ kind: 'token', token }),
  forget: () => Promise.resolve(true),
};
