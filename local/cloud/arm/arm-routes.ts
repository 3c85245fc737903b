import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { CloudParts } from '../cloud-parts';
import type { AccessToken } from '../entra/access-token';
import { deliver } from '../faults/deliver';
import type { FaultOperation } from '../faults/fault';
import { jsonAnswer, sendAnswer, type Answer } from '../http/answer';
import { checkApiVersion } from './api-version';
import { ACCESS_VERSIONS, answerAccess } from './access-endpoint';
import { readCaller } from './arm-caller';
import { armError } from './arm-error';
import { armHeaders } from './arm-headers';
import { OPERATIONS_BODY } from './operations-body';
import { answerPartnerRequest } from './partner-endpoint';
import { answerSubscriptions } from './subscriptions-endpoint';
import { answerTenants } from './tenants-endpoint';

const PARTNER_VERSIONS = ['2018-02-01'];
const TENANT_VERSIONS = ['2022-12-01', '2022-09-01', '2021-01-01', '2020-01-01', '2019-11-01'];

const SUBSCRIPTION_VERSIONS = [
  '2022-12-01',
  '2022-09-01',
  '2021-01-01',
  '2020-01-01',
  '2019-11-01',
  '2016-06-01',
];

const OPERATION_BY_METHOD: Readonly<Record<string, FaultOperation>> = {
  GET: 'arm-read',
  PUT: 'arm-create',
  PATCH: 'arm-update',
  DELETE: 'arm-delete',
};

const throttled = (): Answer => armError(429, 'TooManyRequests', 'Too many requests. Ask again later.');
const broken = (status: number): Answer =>
  armError(status, 'InternalServerError', 'The service met an internal error.');

interface ArmRoute {
  readonly operation: FaultOperation | undefined;
  readonly versions: readonly string[];
  answer(token: AccessToken, apiVersion: string): Answer;
}

async function serveArm(parts: CloudParts, req: Request, res: Response, route: ArmRoute): Promise<void> {
  const caller = await readCaller(parts, req.get('authorization'));
  if (caller.token) parts.journal.note(req, { tenant: caller.token.tid, user: caller.token.oid });
  const correlationId = req.get('x-ms-correlation-request-id');
  const now = parts.clock.now();
  const isWrite = req.method !== 'GET' && caller.kind === 'ok';
  const requestsLeft = isWrite
    ? parts.resourceRequests.takeOne(`${caller.token.tid}.${caller.token.oid}`, now)
    : undefined;
  const headers = armHeaders({ correlationId, requestsLeft }, now);
  parts.journal.note(req, {
    requestId: headers['x-ms-request-id'],
    correlationId: headers['x-ms-correlation-request-id'],
  });
  res.set(headers);
  if (caller.kind === 'refused') {
    sendAnswer(res, caller.answer);
    return;
  }
  const version = checkApiVersion(req.query['api-version'], route.versions);
  if (version.kind === 'refused') {
    sendAnswer(res, version.answer);
    return;
  }
  const { token } = caller;
  const fault = route.operation ? parts.faults.take(route.operation, token.tid) : undefined;
  const make = (): Promise<Answer> => Promise.resolve(route.answer(token, version.apiVersion));
  await deliver(res, { make, throttled, broken }, fault, parts.stopped);
}

/** The roles on a subscription, PIM, Lighthouse and billing. */
function aboutSubscription(
  parts: CloudParts,
): RequestHandler<{ id: string; provider: string; type: string; name?: string }> {
  return (req, res, next) => {
    const { id, provider, type, name } = req.params;
    const kind = `${provider}/${type}`;
    const versions = ACCESS_VERSIONS[kind];
    if (versions === undefined) {
      next();
      return;
    }
    void serveArm(parts, req, res, {
      operation: 'access',
      versions,
      answer: (token, apiVersion) =>
        answerAccess(parts, token, {
          subscriptionId: id,
          kind,
          name: type === 'roleDefinitions' ? name : undefined,
          apiVersion,
          filter: req.query['$filter'],
          skipToken: req.query['$skiptoken'],
        }),
    });
  };
}

/** The parts of ARM that the bot uses. Every other path is an error in ARM's shape. */
export function armRoutes(parts: CloudParts): Router {
  const router = express.Router();
  router.all(
    '/providers/Microsoft.ManagementPartner/partners{/:partnerId}',
    (req: Request<{ partnerId?: string }>, res) =>
      serveArm(parts, req as Request, res, {
        operation: OPERATION_BY_METHOD[req.method],
        versions: PARTNER_VERSIONS,
        answer: (token) =>
          answerPartnerRequest(parts, { method: req.method, partnerId: req.params.partnerId, token }),
      }),
  );
  router.get('/providers/Microsoft.ManagementPartner/operations', (req, res) =>
    serveArm(parts, req, res, {
      operation: undefined,
      versions: PARTNER_VERSIONS,
      answer: () => jsonAnswer(200, OPERATIONS_BODY),
    }),
  );
  router.get('/tenants', (req, res) =>
    serveArm(parts, req, res, {
      operation: 'tenants',
      versions: TENANT_VERSIONS,
      answer: (token, apiVersion) =>
        answerTenants(parts, token, { apiVersion, skipToken: req.query['$skiptoken'] }),
    }),
  );
  router.get('/subscriptions', (req, res) =>
    serveArm(parts, req, res, {
      operation: 'subscriptions',
      versions: SUBSCRIPTION_VERSIONS,
      answer: (token, apiVersion) =>
        answerSubscriptions(parts, token, { apiVersion, skipToken: req.query['$skiptoken'] }),
    }),
  );
  router.get('/subscriptions/:id/providers/:provider/:type{/:name}', aboutSubscription(parts));
  router.use((req, res) => {
    const correlationId = req.get('x-ms-correlation-request-id');
    res.set(armHeaders({ correlationId }, parts.clock.now()));
    sendAnswer(res, armError(404, 'NotFound', `The local cloud has nothing at ${req.path}.`));
  });
  return router;
}
