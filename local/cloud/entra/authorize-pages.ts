import type { CloudParts } from '../cloud-parts';
import { html, NOTHING, type SafeHtml } from '../pages/html';
import type { Page } from '../pages/page';
import { findTenant } from '../world/lookup';
import type { SamplePerson, SampleTenant } from '../world/sample-world';
import type { AuthorizeRequest } from './authorize-request';
import type { AuthorizeStep, Pressed } from './authorize-step';
import { errorText, type EntraRefusal, type ErrorStamp } from './entra-error';
import { describeError } from './entra-error-catalogue';

const SAMPLE_NOTE = html`<p class="note"><strong>Local sign-in</strong> — sample people, no passwords.</p>`;

/** A form that carries on what was pressed before; each button adds one thing. */
function form(action: string, pressed: Pressed, buttons: readonly SafeHtml[]): SafeHtml {
  const kept = Object.entries(pressed).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<form method="post" action="${action}" class="stack">${kept}${buttons}</form>`;
}

function button(name: keyof Pressed, value: string, look: 'first' | 'plain', content: SafeHtml): SafeHtml {
  return html`<button type="submit" name="${name}" value="${value}" class="${look}">${content}</button>`;
}

function where(tenant: SampleTenant): SafeHtml {
  return html`<strong>${tenant.name}</strong> <span class="soft">(${tenant.domain})</span>`;
}

function pickerBody(action: string, tenantName: string, people: readonly SamplePerson[]): SafeHtml {
  const tenant = findTenant(tenantName);
  const buttons = people.map((person, index) =>
    button(
      'person',
      person.key,
      index === 0 ? 'first' : 'plain',
      html`${person.name}<span class="soft">${person.username}</span>`,
    ),
  );
  return html`<h1>Sign in as</h1>
    <p>Directory: ${tenant ? where(tenant) : html`<strong>the home directory of the person</strong>`}</p>
    ${SAMPLE_NOTE}${form(action, {}, buttons)}`;
}

function secondFactorBody(action: string, pressed: Pressed, tenant: SampleTenant): SafeHtml {
  return html`<h1>A second factor, please</h1>
    <p>${where(tenant)} wants to be sure that it is you before anything is changed.</p>
    ${SAMPLE_NOTE}${form(action, pressed, [button('factor', 'given', 'first', html`Approve with a second factor`)])}`;
}

function consentBody(
  action: string,
  pressed: Pressed,
  { tenant, needsAdministrator }: { tenant: SampleTenant; needsAdministrator: boolean },
): SafeHtml {
  const texts = needsAdministrator
    ? {
        title: 'An administrator has to approve PAL Assistant',
        give: 'Approve as their administrator',
        decline: 'Return without approving',
      }
    : { title: 'Approve PAL Assistant?', give: 'Approve', decline: 'Decline' };
  return html`<h1>${texts.title}</h1>
    <p>In ${where(tenant)} the app asks to:</p>
    <ul>
      <li>call Azure Resource Manager as you (<code>user_impersonation</code>)</li>
      <li>know who you are and stay signed in</li>
    </ul>
    ${
      needsAdministrator
        ? html`<p class="note">
            This is a sample directory: you can play its administrator. The approval is kept.
          </p>`
        : NOTHING
    }
    ${form(action, pressed, [
      button('consent', 'given', 'first', html`${texts.give}`),
      button('consent', 'declined', 'plain', html`${texts.decline}`),
    ])}`;
}

/** The page for a step that needs the person. */
export function stepPage(
  app: CloudParts['app'],
  tenantName: string,
  action: string,
  step: Extract<AuthorizeStep, { kind: 'pick' | 'second-factor' | 'consent' }>,
  pressed: Pressed,
): Page {
  const formTargets = [...new Set(app.redirectUris.map((uri) => new URL(uri).origin))];
  switch (step.kind) {
    case 'pick':
      return {
        status: 200,
        title: 'Sign in',
        body: pickerBody(action, tenantName, step.people),
        formTargets,
      };
    case 'second-factor':
      return {
        status: 200,
        title: 'Second factor',
        body: secondFactorBody(action, pressed, step.tenant),
        formTargets,
      };
    case 'consent':
      return { status: 200, title: 'Approve the app', body: consentBody(action, pressed, step), formTargets };
  }
}

function stampLines(refusal: EntraRefusal, stamp: ErrorStamp): SafeHtml {
  return html`<p class="soft">
    AADSTS${refusal.aadsts}<br />Trace <code>${stamp.traceId}</code><br />Correlation
    <code>${stamp.correlationId}</code>
  </p>`;
}

/** The page for a request that nobody can be sent back from: the app asked for something impossible. */
export function brokenRequestPage(refusal: EntraRefusal, stamp: ErrorStamp): Page {
  const body = html`<h1>This sign-in can't begin</h1>
    <p class="bad">${describeError(refusal.aadsts).sentence}</p>
    ${stampLines(refusal, stamp)}`;
  return { status: 400, title: 'Sign-in failed', body };
}

/** The page for a person whom the directory does not let in. Status 200: like Entra, it is an answer to a person. */
export function blockedPage(
  { person, tenant, refusal }: Extract<AuthorizeStep, { kind: 'blocked' }>,
  stamp: ErrorStamp,
  returnTo: string,
): Page {
  const body = html`<h1>${person.name} can't sign in here</h1>
    <p>Directory: ${where(tenant)}</p>
    <p class="bad">${describeError(refusal.aadsts).sentence}</p>
    ${stampLines(refusal, stamp)}
    <div class="stack"><a class="button first" href="${returnTo}">Return to the app</a></div>`;
  return { status: 200, title: 'Sign-in failed', body };
}

/** The address that hands an error back to the app. */
export function errorReturnUrl(
  request: AuthorizeRequest,
  error: string,
  refusal: EntraRefusal,
  stamp: ErrorStamp,
): string {
  return returnUrl(request, { error, error_description: errorText(refusal, stamp) });
}

/** The redirect address with these parameters, and the app's state. */
export function returnUrl(request: AuthorizeRequest, parameters: Record<string, string>): string {
  const url = new URL(request.redirect_uri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return url.href;
}
