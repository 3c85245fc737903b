import type { CloudParts } from '../cloud-parts';
import { hasSecondFactor, type AccessToken } from '../entra/access-token';
import { jsonAnswer, type Answer } from '../http/answer';
import { findTenant } from '../world/lookup';
import { armError, providerError } from './arm-error';
import { armTime } from './arm-time';
import { mfaChallenge } from './mfa-challenge';
import { partnerBody } from './partner-body';
import {
  createLink,
  readLink,
  removeLink,
  updateLink,
  type PartnerOutcome,
  type PartnerRefusal,
} from './partner-rules';

/** One request to `/providers/Microsoft.ManagementPartner/partners[/{partnerId}]`. */
export interface PartnerRequest {
  readonly method: string;
  readonly partnerId: string | undefined;
  readonly token: AccessToken;
}

const NO_ACCOUNT =
  'The user does not have an account in this tenant, work with the administrator to add the account. ' +
  'If you are a CSP partner logged in the customer tenant, you will not be able to link the Partner ID';

const REFUSALS: Readonly<Record<PartnerRefusal, { status: number; message: string }>> = {
  ManagementPartnerNotFound: {
    status: 404,
    message: 'This user or service principal is not linked with a Partner ID',
  },
  PartnerIdInvalid: { status: 400, message: 'The Partner ID is not valid' },
  PartnerIdAlreadyLinked: {
    status: 409,
    message: 'This user or service principal is already linked with a Partner ID',
  },
};

function outcomeAnswer(outcome: PartnerOutcome): Answer {
  switch (outcome.kind) {
    case 'refused': {
      const { status, message } = REFUSALS[outcome.code];
      return providerError(status, outcome.code, message);
    }
    case 'removed':
      return { status: 200, headers: {}, body: '' };
    case 'ok':
      return jsonAnswer(200, partnerBody(outcome.row));
  }
}

function applyWrite(
  parts: CloudParts,
  method: string,
  partnerId: string,
  token: AccessToken,
): PartnerOutcome {
  const key = { tenantId: token.tid, objectId: token.oid };
  const row = parts.state.row(key.tenantId, key.objectId);
  const now = armTime(parts.clock.now(), (row?.version ?? 0) + 1);
  if (method === 'PUT') return createLink(key, row, partnerId, now);
  return method === 'PATCH' ? updateLink(row, partnerId, now) : removeLink(row, partnerId, now);
}

function answerWrite(parts: CloudParts, request: PartnerRequest, partnerId: string): Answer {
  const { token, method } = request;
  const policy = findTenant(token.tid)?.policy.kind;
  if (policy === 'mfa-for-writes' && !hasSecondFactor(token)) return mfaChallenge(parts.pagesUrl, partnerId);
  if (policy === 'no-account') return providerError(parts.noAccountStatus, 'BadRequest', NO_ACCOUNT);
  const outcome = applyWrite(parts, method, partnerId, token);
  if (outcome.kind !== 'refused' && outcome.row) parts.state.putRow(outcome.row);
  return outcomeAnswer(outcome);
}

/** Answers the request and commits what it changes. */
export function answerPartnerRequest(parts: CloudParts, request: PartnerRequest): Answer {
  const { method, partnerId, token } = request;
  if (method === 'GET') {
    return outcomeAnswer(readLink(parts.state.row(token.tid, token.oid), partnerId));
  }
  if (!['PUT', 'PATCH', 'DELETE'].includes(method) || partnerId === undefined) {
    return armError(405, 'MethodNotAllowed', `${method} is not possible here.`, {
      allow: 'GET,PUT,PATCH,DELETE',
    });
  }
  return answerWrite(parts, request, partnerId);
}
