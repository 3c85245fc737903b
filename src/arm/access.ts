import type { UserTokens } from '../auth/people-tokens';
import type { Actor } from '../auth/ports';
import type { AccessRole, DirectoryAccess, Part, Subscription, SubscriptionAccess } from '../model/access';
import type { Clock } from '../model/clock';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { Wait } from '../lib/async';
import {
  agreementOf,
  definitionOf,
  delegationOf,
  permissionOf,
  roleOf,
  subscriptionOf,
} from './access-answers';
import type { ArmCaller, ArmOperation } from './call';
import type { Access, AccessOptions } from './ports';
import type { ArmQuestion, Listed } from './read-pages';
import { readList, readOne, retriedRead } from './read-pages';

/** Subscriptions that are looked at in detail unless fewer are wanted, and how many of them at once. */
const MOST_LOOKED_AT = 50;
const AT_ONCE = 4;
/** Role definitions that are read for one directory: people hold a handful. */
const MOST_DEFINITIONS = 40;
/** What PIM answers where the directory has no licence for it: nobody's role can be one of PIM's there. */
const NO_PIM = 'AadPremiumLicenseRequired';

const SUBSCRIPTIONS = readList({ path: '/subscriptions', apiVersion: '2022-12-01' }, subscriptionOf);

interface AccessParts {
  readonly callArm: ArmCaller;
  readonly tokens: UserTokens;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly random: () => number;
}

/** Access by the lists that ARM gives everybody about themselves; six questions a subscription, none of them needed. */
export function createAccess(parts: AccessParts): Access {
  return {
    read: async (actor, options, signal) => {
      const reader = new Reader(parts, actor, signal);
      const listed = await reader.ask(SUBSCRIPTIONS);
      if (listed.kind !== 'ok') return listed;
      const account = await parts.tokens.acquire(actor);
      if (account.kind !== 'ok') return account;
      const { entries, isCut } = listed.value;
      const all = entries.filter((one) => isMeant(one, actor, options)).sort(byUse);
      const seen = options.choose?.(all) ?? all;
      const wanted = seen.filter(canBeInUse).slice(0, options.most ?? MOST_LOOKED_AT);
      const found = new Map<string, SubscriptionAccess>();
      await inParallel(wanted, AT_ONCE, async (one) => {
        const access = await reader.look(one, options, account.value.account.objectId);
        found.set(one.subscriptionId, access);
      });
      const subscriptions = seen.map((one) => found.get(one.subscriptionId) ?? onlyListed(one));
      const value: DirectoryAccess = {
        tenantId: options.managed ?? actor.tenantId,
        readAt: parts.clock.now().toISOString(),
        through: options.managed === undefined ? 'account' : 'lighthouse',
        subscriptions: await reader.withDefinitions(subscriptions),
        isCut,
      };
      return ok(value);
    },
  };
}

/** Everything that is read for one answer. */
class Reader {
  /** False once the directory has said that it has no licence for it: it is not asked again for each subscription. */
  private hasPim = true;

  constructor(
    private readonly parts: AccessParts,
    private readonly actor: Actor,
    private readonly signal: AbortSignal,
  ) {}

  async ask<T>(operation: ArmOperation<T>): Promise<Outcome<T>> {
    const { parts, actor, signal } = this;
    const found = await retriedRead(() => parts.callArm(actor, operation, signal), { ...parts, signal });
    // Only the read of a link answers "not linked".
    return found.kind === 'not-linked'
      ? failed({ code: 'arm-odd-answer', correlationId: actor.correlationId })
      : found;
  }

  async look(
    subscription: Subscription,
    { managed }: AccessOptions,
    objectId: string,
  ): Promise<SubscriptionAccess> {
    const about = (kind: string, apiVersion: string, query?: ArmQuestion['query']): ArmQuestion => ({
      path: `/subscriptions/${subscription.subscriptionId}/providers/${kind}`,
      apiVersion,
      query,
    });
    const ofRoles = (kind: string, apiVersion: string, filter: string) =>
      this.ask(readList(about(`Microsoft.Authorization/${kind}`, apiVersion, { $filter: filter }), roleOf));
    const ofPim = (kind: string): Promise<ListedRoles> =>
      this.hasPim ? ofRoles(kind, '2020-10-01', 'asTarget()') : Promise.resolve(this.noPim());
    const none = ok({ entries: [], isCut: false });
    // What comes through Lighthouse is shown as a role to neither side.
    const isOwn = managed === undefined;
    const isManaged = subscription.managedByTenants.length > 0;
    const [permissions, assigned, active, eligible, delegations, agreement] = await Promise.all([
      this.ask(readList(about('Microsoft.Authorization/permissions', '2022-04-01'), permissionOf)),
      isOwn ? ofRoles('roleAssignments', '2022-04-01', `assignedTo('${objectId}')`) : none,
      isOwn ? ofPim('roleAssignmentScheduleInstances') : none,
      isOwn ? ofPim('roleEligibilityScheduleInstances') : none,
      isManaged
        ? this.ask(
            readList(
              about('Microsoft.ManagedServices/registrationAssignments', '2022-10-01', {
                $expandRegistrationDefinition: 'true',
              }),
              delegationOf,
            ),
          )
        : none,
      this.ask(readOne(about('Microsoft.Billing/billingProperty/default', '2024-04-01'), agreementOf)),
    ]);
    if (hasNoPim(active) || hasNoPim(eligible)) this.hasPim = false;
    return {
      subscription,
      isLookedAt: true,
      permissions: listPart(permissions),
      roles: rolesOf(assigned, active),
      eligible: hasNoPim(eligible) ? { kind: 'ok', value: [] } : listPart(eligible),
      delegations: listPart(delegations),
      agreement: partOf(agreement),
    };
  }

  private noPim(): ListedRoles {
    const { correlationId } = this.actor;
    return failed({ code: 'arm-refused', correlationId, serviceCode: NO_PIM });
  }

  /** The same, with what each role is called and allows: every definition is read once. */
  async withDefinitions(found: readonly SubscriptionAccess[]): Promise<SubscriptionAccess[]> {
    const paths = new Map<string, string>();
    for (const { subscription, roles, eligible } of found) {
      for (const { roleId } of [...valueOf(roles), ...valueOf(eligible)]) {
        const path = `/subscriptions/${subscription.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
        if (!paths.has(roleId) && paths.size < MOST_DEFINITIONS) paths.set(roleId, path);
      }
    }
    const known = new Map<string, Partial<AccessRole>>();
    await inParallel([...paths], AT_ONCE, async ([roleId, path]) => {
      const read = await this.ask(readOne({ path, apiVersion: '2022-04-01' }, definitionOf));
      if (read.kind === 'ok') known.set(roleId, read.value);
    });
    const named = (part: Part<readonly AccessRole[]>): Part<readonly AccessRole[]> =>
      part.kind === 'ok'
        ? { ...part, value: part.value.map((role) => ({ ...role, ...known.get(role.roleId) })) }
        : part;
    return found.map((one) => ({ ...one, roles: named(one.roles), eligible: named(one.eligible) }));
  }
}

/** In the directory that is asked about; from home, a subscription of the customer that home manages. */
function isMeant(
  { tenantId, managedByTenants }: Subscription,
  actor: Actor,
  { managed }: AccessOptions,
): boolean {
  if (managed !== undefined) return tenantId === managed && managedByTenants.includes(actor.tenantId);
  return tenantId === undefined || tenantId === actor.tenantId;
}

function canBeInUse({ state }: Subscription): boolean {
  return state !== 'Disabled' && state !== 'Deleted';
}

function byUse(one: Subscription, other: Subscription): number {
  return Number(canBeInUse(other)) - Number(canBeInUse(one)) || one.name.localeCompare(other.name, 'en');
}

function onlyListed(subscription: Subscription): SubscriptionAccess {
  const part = { kind: 'unreadable', code: 'too-many-here' } as const;
  return {
    subscription,
    isLookedAt: false,
    permissions: part,
    roles: part,
    eligible: part,
    delegations: part,
    agreement: part,
  };
}

type ListedRoles = Outcome<Listed<AccessRole>>;

/** The assignments, and what PIM tells of each: whether it was activated, and until when. */
function rolesOf(assigned: ListedRoles, active: ListedRoles): Part<readonly AccessRole[]> {
  const ofPim = listPart(active);
  if (assigned.kind !== 'ok') return ofPim.kind === 'ok' ? ofPim : listPart(assigned);
  const instances = new Map(valueOf(ofPim).map((role) => [keyOf(role), role]));
  const how = hasNoPim(active) ? 'assigned' : 'unknown';
  const value = assigned.value.entries.map(
    (role) => instances.get(keyOf(role)) ?? ({ ...role, how } as const),
  );
  return { kind: 'ok', value, ...(assigned.value.isCut ? { isCut: true } : {}) };
}

function keyOf({ roleId, scope, through }: AccessRole): string {
  return [roleId, scope.kind, scope.name.toLowerCase(), through].join('|');
}

function hasNoPim(outcome: ListedRoles): boolean {
  return outcome.kind === 'problem' && outcome.problem.serviceCode === NO_PIM;
}

function valueOf<T>(part: Part<readonly T[]>): readonly T[] {
  return part.kind === 'ok' ? part.value : [];
}

function listPart<T>(outcome: Outcome<Listed<T>>): Part<readonly T[]> {
  if (outcome.kind !== 'ok') return partOf(outcome);
  const { entries, isCut } = outcome.value;
  return { kind: 'ok', value: entries, ...(isCut ? { isCut } : {}) };
}

function partOf<T>(outcome: Outcome<T>): Part<T> {
  if (outcome.kind === 'ok') return { kind: 'ok', value: outcome.value };
  if (outcome.kind === 'sign-in') return { kind: 'unreadable', code: 'sign-in' };
  const { code } = outcome.problem;
  return code === 'arm-forbidden' ? { kind: 'refused' } : { kind: 'unreadable', code };
}

async function inParallel<T>(
  work: readonly T[],
  atOnce: number,
  run: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = [...work];
  const worker = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await run(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
