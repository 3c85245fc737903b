import type { AccessReason } from '../model/access-finding';
import type { SubscriptionFinding } from './access-rules';

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
