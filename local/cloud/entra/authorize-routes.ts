import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import type { CloudParts } from '../cloud-parts';
import { sendAnswer } from '../http/answer';
import { pageAnswer } from '../pages/page';
import { findTenant } from '../world/lookup';
import { blockedPage, brokenRequestPage, errorReturnUrl, returnUrl, stepPage } from './authorize-pages';
import { checkAuthorizeRequest, type AuthorizeRequest } from './authorize-request';
import { nextStep, pressedSchema, type AuthorizeStep, type Pressed } from './authorize-step';
import { errorStamp, type EntraRefusal, type ErrorStamp } from './entra-error';

type TenantRequest = Request<{ tenant: string }>;

function finish(
  parts: CloudParts,
  request: AuthorizeRequest,
  step: Extract<AuthorizeStep, { kind: 'done' }>,
): string {
  if (step.approves) parts.state.setConsent(step.tenant.id, true);
  const code = parts.sessions.newCode({
    session: {
      person: step.person,
      secondFactorIn: step.secondFactor ? [step.tenant.id] : [],
      signedInAt: step.tenant.id,
    },
    tenantId: step.tenant.id,
    redirectUri: request.redirect_uri,
    codeChallenge: request.code_challenge,
    nonce: request.nonce,
  });
  return returnUrl(request, { code, session_state: randomUUID() });
}

function showStep(
  parts: CloudParts,
  req: TenantRequest,
  res: Response,
  request: AuthorizeRequest,
  stamp: ErrorStamp,
): void {
  const pressed: Pressed = pressedSchema.safeParse(req.body ?? {}).data ?? {};
  const step = nextStep(parts.state, req.params.tenant, request, pressed);
  const back = (refusal: EntraRefusal): string => errorReturnUrl(request, 'access_denied', refusal, stamp);
  switch (step.kind) {
    case 'pick':
    case 'second-factor':
    case 'consent':
      sendAnswer(res, pageAnswer(stepPage(parts.app, req.params.tenant, req.originalUrl, step, pressed)));
      return;
    case 'blocked':
      parts.journal.note(req, { tenant: step.tenant.id, user: step.person.objectId });
      sendAnswer(res, pageAnswer(blockedPage(step, stamp, back(step.refusal))));
      return;
    case 'declined':
      res.redirect(back(step.refusal));
      return;
    case 'done':
      parts.journal.note(req, { tenant: step.tenant.id, user: step.objectId });
      res.redirect(finish(parts, request, step));
  }
}

function serveAuthorize(parts: CloudParts, req: TenantRequest, res: Response): void {
  const tenantId = findTenant(req.params.tenant)?.id;
  if (tenantId !== undefined) parts.journal.note(req, { tenant: tenantId });
  const stamp = errorStamp(parts.clock.now(), undefined);
  const checked = checkAuthorizeRequest(parts.app, req.params.tenant, req.query);
  switch (checked.kind) {
    case 'shown':
      sendAnswer(res, pageAnswer(brokenRequestPage(checked.refusal, stamp)));
      return;
    case 'returned':
      res.redirect(errorReturnUrl(checked.request, checked.error, checked.refusal, stamp));
      return;
    case 'ok':
      showStep(parts, req, res, checked.request, stamp);
  }
}

/** The sign-in pages: what a person sees of Entra. */
export function authorizeRoutes(parts: CloudParts): Router {
  const router = express.Router();
  const serve = (req: TenantRequest, res: Response): void => {
    serveAuthorize(parts, req, res);
  };
  router.get('/:tenant/oauth2/v2.0/authorize', serve);
  router.post(
    '/:tenant/oauth2/v2.0/authorize',
    express.urlencoded({ extended: false, limit: '20kb' }),
    serve,
  );
  return router;
}
