import type { CloudParts } from '../cloud-parts';
import type { AccessToken } from '../entra/access-token';
import { jsonAnswer, type Answer } from '../http/answer';
import { SAMPLE_ROLES, WITHOUT_PIM, findSubscription, type SampleSubscription } from '../world/access-world';
import {
  assignmentBody,
  billingBody,
  definitionBody,
  delegationBody,
  grantsShown,
  permissionBody,
  scheduleBody,
} from './access-bodies';
import { accessOf, type AccessOf } from './access-of';
import { armError } from './arm-error';
import { pageAnswer } from './pages';

const PAGE_SIZE = 2;

/** What can be asked about a subscription, and the api-versions that are known. */
export const ACCESS_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization/permissions': ['2022-04-01', '2018-07-01'],
  'Microsoft.Authorization/roleAssignments': ['2022-04-01', '2020-04-01-preview'],
  'Microsoft.Authorization/roleDefinitions': ['2022-04-01', '2018-01-01-preview'],
  'Microsoft.Authorization/roleAssignmentScheduleInstances': ['2020-10-01'],
  'Microsoft.Authorization/roleEligibilityScheduleInstances': ['2020-10-01'],
  'Microsoft.ManagedServices/registrationAssignments': ['2022-10-01', '2019-09-01'],
  'Microsoft.Billing/billingProperty': ['2024-04-01', '2020-05-01'],
};

/** One question about a subscription. */
export interface AccessQuestion {
  readonly subscriptionId: string;
  /** A key of ACCESS_VERSIONS. */
  readonly kind: string;
  /** Of one role definition. */
  readonly name: string | undefined;
  readonly apiVersion: string;
  readonly filter: unknown;
  readonly skipToken: unknown;
}

/** Answers as the account of the token may see it. */
export function answerAccess(parts: CloudParts, token: AccessToken, asked: AccessQuestion): Answer {
  const subscription = findSubscription(asked.subscriptionId);
  const access = subscription && accessOf(subscription, token);
  if (!subscription || !access)
    return armError(
      404,
      'SubscriptionNotFound',
      `The subscription '${asked.subscriptionId}' could not be found.`,
    );
  const refusal = refused(subscription, access, token, asked);
  if (refusal) return refusal;
  if (asked.kind === 'Microsoft.Billing/billingProperty') return jsonAnswer(200, billingBody(subscription));
  if (asked.name !== undefined) {
    const role = Object.values(SAMPLE_ROLES).find(({ id }) => id === asked.name);
    return role
      ? jsonAnswer(200, definitionBody(subscription, role))
      : armError(404, 'RoleDefinitionDoesNotExist', 'There is no such role.');
  }
  const filter = typeof asked.filter === 'string' ? `&%24filter=${encodeURIComponent(asked.filter)}` : '';
  const path = `/subscriptions/${subscription.id}/providers/${asked.kind}`;
  return pageAnswer(bodiesOf(subscription, access, token, asked.kind), {
    size: PAGE_SIZE,
    skipToken: asked.skipToken,
    url: `${parts.armUrl}${path}?api-version=${asked.apiVersion}${filter}`,
    bodyOf: (body) => body,
  });
}

function bodiesOf(
  subscription: SampleSubscription,
  access: AccessOf,
  token: AccessToken,
  kind: string,
): Record<string, unknown>[] {
  switch (kind) {
    case 'Microsoft.Authorization/permissions':
      return access.roles.map(permissionBody);
    case 'Microsoft.Authorization/roleAssignments':
      return grantsShown(access, 'active').map((grant) => assignmentBody(subscription, grant, token));
    case 'Microsoft.Authorization/roleAssignmentScheduleInstances':
      return grantsShown(access, 'active').map((grant) => scheduleBody(subscription, grant, token));
    case 'Microsoft.Authorization/roleEligibilityScheduleInstances':
      return grantsShown(access, 'eligible').map((grant) => scheduleBody(subscription, grant, token));
    case 'Microsoft.ManagedServices/registrationAssignments':
      return delegationBody(subscription);
    default:
      return Object.values(SAMPLE_ROLES).map((role) => definitionBody(subscription, role));
  }
}

function refused(
  subscription: SampleSubscription,
  { roles }: AccessOf,
  token: AccessToken,
  { kind, filter }: AccessQuestion,
): Answer | undefined {
  const isAboutRoles = /role(?:Assignment|Eligibility|Definition)/.test(kind);
  const mayRead = roles.some(({ actions }) =>
    actions.some((action) => action === '*' || action === '*/read'),
  );
  const isForbidden =
    (isAboutRoles && (subscription.hidesRoles === true || !mayRead)) ||
    (kind === 'Microsoft.Billing/billingProperty' && subscription.billing === undefined);
  if (isForbidden) {
    return armError(
      403,
      'AuthorizationFailed',
      `The client '${token.oid}' with object id '${token.oid}' does not have authorization to perform action ` +
        `'${kind}/read' over scope '/subscriptions/${subscription.id}' or the scope is invalid. If access was ` +
        'recently granted, please refresh your credentials.',
      { 'x-ms-failure-cause': 'gateway' },
    );
  }
  if (kind.endsWith('ScheduleInstances') && WITHOUT_PIM.includes(subscription.tenantId)) {
    return armError(
      400,
      'AadPremiumLicenseRequired',
      'The tenant needs a Microsoft Entra ID P2 or Governance license.',
    );
  }
  const isOwn = filter === undefined || filter === 'asTarget()' || filter === `assignedTo('${token.oid}')`;
  return isOwn || !isAboutRoles
    ? undefined
    : armError(400, 'UnsupportedQuery', 'The filter is not supported.');
}
