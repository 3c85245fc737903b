import express, { type Request, type Response, type Router } from 'express';
import type { CloudParts } from '../cloud-parts';
import { deliver } from '../faults/deliver';
import { sendAnswer, type Answer } from '../http/answer';
import { findTenant } from '../world/lookup';
import { discoveryDocument, instanceDocument } from './discovery';
import { errorStamp, refuse, tokenErrorAnswer, type EntraRefusal } from './entra-error';
import { answerTokenRequest, isAnyTenant } from './token-endpoint';
import { tokenRequestSchema } from './token-request';

function refusalAnswer(parts: CloudParts, req: Request, refusal: EntraRefusal): Answer {
  return tokenErrorAnswer(refusal, errorStamp(parts.clock.now(), req.get('client-request-id')));
}

async function serveToken(parts: CloudParts, tenantName: string, req: Request, res: Response): Promise<void> {
  const tenantId = findTenant(tenantName)?.id;
  if (tenantId !== undefined) parts.journal.note(req, { tenant: tenantId });
  const fault = parts.faults.take('token', tenantId);
  const refusal = (aadsts: number, claims?: string): Answer =>
    refusalAnswer(parts, req, refuse(aadsts, claims));
  const make = async (): Promise<Answer> => {
    // Before the work, so that a code is not used up by a refusal that the script made up.
    if (fault?.kind === 'aadsts') return refusal(fault.aadsts, fault.claims);
    const form = tokenRequestSchema.safeParse(req.body ?? {});
    if (!form.success) return refusal(900144);
    const { grant_type: grant, scope } = form.data;
    parts.journal.note(req, {
      ...(grant === undefined ? {} : { grant }),
      ...(scope === undefined ? {} : { scope }),
    });
    parts.secrets.note(form.data);
    const { result, ...who } = await answerTokenRequest(parts, tenantName, form.data);
    parts.journal.note(req, who);
    if ('kind' in result) return refusalAnswer(parts, req, result);
    parts.secrets.note(JSON.parse(result.body) as Record<string, unknown>);
    return result;
  };
  const work = {
    make,
    throttled: () => refusal(90055),
    broken: (status: number) => ({ ...refusal(90033), status }),
  };
  await deliver(res, work, fault, parts.stopped);
}

/** Discovery, keys and the token endpoint: what programs ask Entra for. */
export function entraApiRoutes(parts: CloudParts): Router {
  const router = express.Router();
  const inKnownTenant =
    (handle: (tenantName: string, res: Response) => void) =>
    (req: Request<{ tenant: string }>, res: Response): void => {
      const { tenant } = req.params;
      const tenantId = findTenant(tenant)?.id;
      if (tenantId !== undefined) parts.journal.note(req, { tenant: tenantId });
      if (tenantId !== undefined || isAnyTenant(tenant)) handle(tenant, res);
      else sendAnswer(res, refusalAnswer(parts, req, refuse(90002)));
    };
  router.get('/common/discovery/instance', (req, res) => {
    res.json(instanceDocument(parts.entraUrl));
  });
  router.get(
    ['/:tenant/v2.0/.well-known/openid-configuration', '/:tenant/.well-known/openid-configuration'],
    inKnownTenant((tenant, res) => {
      res.json(discoveryDocument(parts, tenant));
    }),
  );
  router.get(
    ['/:tenant/discovery/v2.0/keys', '/:tenant/discovery/keys'],
    inKnownTenant((_tenant, res) => {
      res.json(parts.key.jwks);
    }),
  );
  router.post(
    '/:tenant/oauth2/v2.0/token',
    express.urlencoded({ extended: false, limit: '100kb' }),
    (req: Request<{ tenant: string }>, res) => serveToken(parts, req.params.tenant, req, res),
  );
  return router;
}
