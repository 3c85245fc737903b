import type { AccessData, ShownAccess } from '../cards/access-view';
import type { View } from '../cards/view';
import type { Directory } from '../model/directory';
import type { AccessReport, FindingGroup } from '../pal/access';
import { groupsOf, isForCustomer, menderOf } from '../pal/access';
import type { SubscriptionFinding } from '../pal/access-rules';
import type { DialogContext } from './context';
import type { Expected } from './overview';
import { expectedBy } from './overview';

const GROUPS_ON_PAGE = 5;
const NAMES_OF_GROUP = 5;

/** Which part of what was found is shown. */
interface Shown {
  readonly page?: number | undefined;
  /** Set when it is about this subscription only. */
  readonly subscriptionId?: string | undefined;
}

/** What was found in one directory. */
export async function accessView(
  context: DialogContext,
  report: AccessReport,
  { page = 1, subscriptionId }: Shown,
): Promise<View> {
  const { directory, current, findings, unreadable } = report;
  const groups = groupsOf(findings);
  const pages = Math.max(1, Math.ceil(groups.length / GROUPS_ON_PAGE));
  const shown = Math.min(Math.max(page, 1), pages);
  const count = (verdict: SubscriptionFinding['verdict']): number =>
    findings.filter((one) => one.verdict === verdict).length;
  return {
    name: 'access',
    data: {
      ...emptyData(context, directory, unreadable === undefined ? 'read' : 'unreadable'),
      account: current.account.username,
      way: report.way,
      ...linkOf(await expectedBy(context), current),
      total: findings.length,
      pec: count('pec'),
      recognition: count('recognition'),
      no: count('no'),
      unknown: count('unknown'),
      groups: groups.slice((shown - 1) * GROUPS_ON_PAGE, shown * GROUPS_ON_PAGE).map(shownGroup),
      page: shown,
      pages,
      isCut: report.isCut,
      subscriptionId: findings.length === 1 ? (subscriptionId ?? '') : '',
      otherPartners: report.otherPartners,
      canAskCustomer: unreadable === undefined && report.way !== 'lighthouse' && isRoleMissing(findings),
      readAt: report.readAt,
    },
  };
}

/** The same card before anything is known. */
export function unreadAccessView(
  context: DialogContext,
  directory: Pick<Directory, 'tenantId' | 'name'> | undefined,
  state: 'reading' | 'needs-you',
): View {
  return { name: 'access', data: emptyData(context, directory, state) };
}

function emptyData(
  { access, now }: DialogContext,
  directory: Pick<Directory, 'tenantId' | 'name'> | undefined,
  state: AccessData['state'],
): AccessData {
  return {
    directoryName: directory?.name ?? '',
    directoryId: directory?.tenantId ?? '',
    account: '',
    state,
    way: 'guest',
    link: 'missing',
    partnerId: '',
    partnerName: '',
    linkedSince: '',
    total: 0,
    pec: 0,
    recognition: 0,
    no: 0,
    unknown: 0,
    groups: [],
    page: 1,
    pages: 1,
    isCut: false,
    subscriptionId: '',
    otherPartners: [],
    canAskCustomer: false,
    listDate: access.list.sourceDate,
    listCheckedOn: access.list.checkedOn,
    readAt: now.toISOString(),
  };
}

/** On all of it, or on some. */
function isRoleMissing(findings: readonly SubscriptionFinding[]): boolean {
  return findings.length === 0 || findings.some(isForCustomer);
}

function linkOf(
  { partnerIds }: Expected,
  { state }: AccessReport['current'],
): Pick<AccessData, 'link' | 'partnerId' | 'partnerName' | 'linkedSince'> {
  if (state.kind !== 'linked') return { link: 'missing', partnerId: '', partnerName: '', linkedSince: '' };
  const { partnerId, partnerName, linkedSince } = state.link;
  const isOther = partnerIds.length > 0 && !partnerIds.includes(partnerId);
  return { link: isOther ? 'other' : 'linked', partnerId, partnerName, linkedSince };
}

function shownGroup({ finding, subscriptions }: FindingGroup): ShownAccess {
  const { verdict, reasons, lasting, until = '', agreement, role } = finding;
  return {
    names: subscriptions.slice(0, NAMES_OF_GROUP).map(({ name }) => name),
    count: subscriptions.length,
    verdict,
    reasons,
    lasting,
    until,
    agreement,
    role: role?.name ?? role?.roleId ?? '',
    scope: role?.scope.kind ?? 'subscription',
    scopeName: role?.scope.name ?? '',
    through: role?.through ?? 'account',
    mender: menderOf(finding),
  };
}
