import type { Access, AccessOptions } from '../arm/ports';
import type { AccessReason, DirectoryAccess } from '../model/access';
import type { Clock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { Outcome, Problem } from '../model/problem';
import { ok } from '../model/problem';
import type { SubscriptionFinding } from './access-rules';
import { findingsOf } from './access-rules';
import type { EligibleRoles } from './eligible-roles';
import { ABREAST, abreast } from './overview';
import type { Current, Pal } from './pal';
import type { Caller } from './planning';
import { actorOf } from './planning';

/** Time for all that is looked at in one directory; the card shows meanwhile that it is being read. */
const DEADLINE_MS = 30_000;
/** Subscriptions of each directory that are looked at when all directories are. */
const MOST_OF_MANY = 10;

/** What the person's access to one directory is worth. Made for one answer, and kept nowhere. */
export interface AccessReport {
  readonly directory: Directory;
  /** The account and the link that count there: with Azure Lighthouse those of the home directory. */
  readonly current: Current;
  readonly way: 'member' | 'guest' | 'lighthouse';
  /** Empty where the list can't be read: then `unreadable` says why. */
  readonly findings: readonly SubscriptionFinding[];
  readonly unreadable?: Problem;
  /** There are more subscriptions than were listed. */
  readonly isCut: boolean;
  /** Partners besides the person's own who manage something there with Azure Lighthouse. */
  readonly otherPartners: readonly string[];
  /** ISO 8601, UTC. */
  readonly readAt: string;
}

/** What one directory came to. */
export interface DirectoryReport {
  readonly directory: Directory;
  readonly report: Outcome<AccessReport>;
}

/** Which subscriptions are meant, and how many of them are looked at in detail. */
type Wanted = Pick<AccessOptions, 'choose' | 'most'>;

/** What people's access is worth. Reads only, for one answer at a time; keeps nothing. */
export class AccessCheck {
  /** `list`: the roles that count, and since when. */
  constructor(
    private readonly access: Access,
    private readonly pal: Pick<Pal, 'current'>,
    readonly list: EligibleRoles,
    private readonly clock: Clock,
  ) {}

  /** The link and the access of the person in one directory, read at the same time. */
  async read(caller: Caller, directory: Directory, options: Wanted = {}): Promise<Outcome<AccessReport>> {
    const home = caller.person.tenantId;
    const isManaged = directory.kind === 'lighthouse';
    const [link, access] = await this.both(caller, directory, options, isManaged);
    if (link.kind === 'problem' && link.problem.code === 'managed-from-home' && !isManaged) {
      return this.read(caller, { ...directory, kind: 'lighthouse' }, options);
    }
    if (link.kind !== 'ok') return link;
    if (access.kind === 'sign-in') return access;
    const ofAccount = directory.tenantId === home ? 'member' : 'guest';
    const way: AccessReport['way'] = isManaged ? 'lighthouse' : ofAccount;
    const base = { directory, current: link.value, way };
    if (access.kind === 'problem') {
      const nothing = {
        findings: [],
        isCut: false,
        otherPartners: [],
        readAt: this.clock.now().toISOString(),
      };
      return ok({ ...base, ...nothing, unreadable: access.problem });
    }
    const { isCut, readAt } = access.value;
    const findings = findingsOf(access.value, { home, eligible: this.list });
    return ok({ ...base, findings, isCut, otherPartners: otherPartnersIn(access.value, home), readAt });
  }

  /** The access to each of the directories, several at a time, each report as it comes. */
  async *readMany(
    caller: Caller,
    directories: readonly Directory[],
    options: Wanted = {},
  ): AsyncGenerator<DirectoryReport> {
    yield* abreast(directories, ABREAST, undefined, async (directory) => ({
      directory,
      report: await this.read(caller, directory, { most: MOST_OF_MANY, ...options }),
    }));
  }

  private both(
    caller: Caller,
    { tenantId }: Directory,
    options: Wanted,
    isManaged: boolean,
  ): Promise<[Outcome<Current>, Outcome<DirectoryAccess>]> {
    const at = isManaged ? caller.person.tenantId : tenantId;
    const wanted = isManaged ? { ...options, managed: tenantId } : options;
    const signal = AbortSignal.timeout(DEADLINE_MS);
    return Promise.all([this.pal.current(caller, at), this.access.read(actorOf(caller, at), wanted, signal)]);
  }
}

function otherPartnersIn({ subscriptions }: DirectoryAccess, home: string): string[] {
  const names = subscriptions.flatMap(({ delegations }) =>
    delegations.kind === 'ok'
      ? delegations.value.flatMap(({ managedBy, managedByName }) =>
          managedBy === home ? [] : [managedByName],
        )
      : [],
  );
  return [...new Set(names)];
}

/** Who can change it. `you`: the person, by activating a role; `seller`: the partner who sells the subscription. */
export type Mender = 'customer' | 'you-or-customer' | 'seller' | 'nobody';

const MENDERS: Readonly<Partial<Record<AccessReason, Mender>>> = {
  'no-role': 'customer',
  'role-only-reads': 'customer',
  'only-when-activated': 'you-or-customer',
  'legacy-csp': 'seller',
};

/** Who can change what does not count. */
export function menderOf({ verdict, reasons }: Pick<SubscriptionFinding, 'verdict' | 'reasons'>): Mender {
  const [first] = reasons;
  return (verdict === 'no' && first !== undefined ? MENDERS[first] : undefined) ?? 'nobody';
}

/** Whether a role from the customer would change it: then there is something to ask the customer for. */
export function isForCustomer(finding: Pick<SubscriptionFinding, 'verdict' | 'reasons'>): boolean {
  const mender = menderOf(finding);
  return mender === 'customer' || mender === 'you-or-customer';
}

/** Subscriptions of which the same is found, for the same reasons, by the same role. */
export interface FindingGroup {
  /** What is found of each. */
  readonly finding: SubscriptionFinding;
  readonly subscriptions: readonly SubscriptionFinding['subscription'][];
}

/** The findings, those that are alike together; what somebody can do something about first. */
export function groupsOf(findings: readonly SubscriptionFinding[]): FindingGroup[] {
  const groups = new Map<string, SubscriptionFinding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()]
    .flatMap(([finding, ...others]) =>
      finding === undefined
        ? []
        : [{ finding, subscriptions: [finding, ...others].map(({ subscription }) => subscription) }],
    )
    .sort((one, other) => urgencyOf(one.finding) - urgencyOf(other.finding));
}

function keyOf({ verdict, reasons, lasting, until, agreement, role }: SubscriptionFinding): string {
  const scope = role?.scope;
  // Of the subscription itself the name is its own: two of them are alike all the same.
  const where = scope?.kind === 'subscription' ? scope.kind : `${scope?.kind} ${scope?.name}`;
  return [verdict, reasons.join(), lasting, until, agreement, role?.name, role?.through, where].join('|');
}

function urgencyOf(finding: SubscriptionFinding): number {
  if (finding.verdict === 'no') return menderOf(finding) === 'nobody' ? 4 : 0;
  if (finding.verdict !== 'unknown') return 2;
  return finding.reasons[0] === 'too-many' ? 3 : 1;
}
