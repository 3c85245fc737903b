import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { Request, Response, Server } from 'restify';

import type { CorrelationId } from '../../model/identifiers';
import type { Language } from '../../model/language';
import type { ProblemCode } from '../../model/problem';
import { queryOf } from '../connections';
import { SCRIPT_PAGE_POLICY, acceptedLanguage, escaped, writeFrame } from './write-page';
import type { SignInTexts } from './page-content';

/** What the pages need: nothing of tokens passes through here but the code that Entra put into the address. */
export interface SignInPages {
  /** Where a ticket leads to. */
  authorizeUrl(ticket: string): Promise<{ url: string } | 'unknown' | Unavailable>;
  /** Takes what Entra sent back. The chat goes on by itself. */
  finish(
    query: Readonly<Record<string, string | undefined>>,
  ): Promise<'signed-in' | 'unknown' | FailedSignIn | Unavailable | { readonly file: HandedOut }>;
}

/** Why it did not work, and whose account was expected: the name that the chat gives. */
export interface FailedSignIn {
  readonly problem: ProblemCode;
  readonly account: string;
}

/** A file that is handed out once. */
export interface HandedOut {
  readonly name: string;
  readonly format: 'csv' | 'json';
  readonly text: string;
}

/** Something that the sign-in needs can't be reached; the log has why, under this reference. */
export interface Unavailable {
  readonly reference: CorrelationId;
}

/**
 * `GET /auth/start?ticket=…` leads to the sign-in, `GET /auth/callback` is where it comes back to. The pages are in the
 * language that the browser likes.
 */
export function addSignInPages(server: Server, pages: SignInPages, texts: SignInTexts): void {
  addPageScripts(server);
  server.get('/auth/start', async (request: Request, response: Response) => {
    const ticket = queryOf(request)['ticket'];
    const found = ticket === undefined ? 'unknown' : await pages.authorizeUrl(ticket);
    if (found === 'unknown' || !('url' in found)) {
      sendPage(response, found, textsFor(request, texts));
      return;
    }
    response.setHeader('Location', found.url);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.send(302);
  });

  server.get('/auth/callback', async (request: Request, response: Response) => {
    const outcome = await pages.finish(queryOf(request));
    if (typeof outcome !== 'string' && 'file' in outcome) sendFile(response, outcome.file);
    else sendPage(response, outcome, textsFor(request, texts));
  });
}

const FILE_TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

/** A download: no browser shows it, and whatever stands in it runs nowhere. */
function sendFile(response: Response, { name, format, text }: HandedOut): void {
  response.setHeader('Content-Type', FILE_TYPES[format]);
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.sendRaw(200, text);
}

type Outcome = 'signed-in' | 'unknown' | FailedSignIn | Unavailable;

const STATUS = { 'signed-in': 200, failed: 200, unknown: 410, unavailable: 503 } as const;

interface Spoken {
  readonly language: Language;
  readonly texts: SignInTexts[Language];
}

function textsFor(request: Request, texts: SignInTexts): Spoken {
  const language = acceptedLanguage(request.headers['accept-language']);
  return { language, texts: texts[language] };
}

/** Fixed sentences and a name that the chat gave: nothing from the address is ever put into a page. */
function sendPage(response: Response, found: Outcome, { language, texts }: Spoken): void {
  const name = nameOf(found);
  const { title, text } = texts[name];
  const paragraphs = [...whyFailed(found, texts), text, ...referenceIn(found, texts)];
  // Teams is told of these two, then it closes its window. Of the others the chat says nothing, so the page stays.
  const closing = name === 'signed-in' || name === 'failed' ? closingTags(name) : '';
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Security-Policy', SCRIPT_PAGE_POLICY);
  response.setHeader('Content-Language', language);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.sendRaw(
    STATUS[name],
    writeFrame({
      language,
      heading: `${title} – PAL Assistant`,
      navigation: '<b>PAL Assistant</b>',
      main: `<h1>${escaped(title)}</h1>${paragraphs.map((one) => `<p>${escaped(one)}</p>`).join('')}`,
      rest: closing,
    }),
  );
}

function nameOf(found: Outcome): keyof typeof STATUS {
  if (typeof found === 'string') return found;
  return 'problem' in found ? 'failed' : 'unavailable';
}

function whyFailed(found: Outcome, { problems, expected }: Spoken['texts']): string[] {
  if (typeof found === 'string' || !('problem' in found)) return [];
  const { title, text } = problems[found.problem];
  return [
    `${title}. ${text}`,
    ...(found.account === '' ? [] : [expected.replace('{account}', () => found.account)]),
  ];
}

function referenceIn(found: Outcome, { reference }: Spoken['texts']): string[] {
  return typeof found === 'object' && 'reference' in found ? [`${reference}: ${found.reference}`] : [];
}

/**
 * Microsoft's library, as soon as it is there, asks a server of Microsoft's which hosts to trust, and takes the list
 * that it brings along when nobody answers. These pages ask nobody: the person's browser stays where it is.
 */
const ALONE_SCRIPT = `'use strict';
window.fetch = function () {
  return Promise.reject(new TypeError('This page asks nobody.'));
};
`;

/**
 * Tells Teams that the sign-in in its window is over: Teams closes the window and sends `signin/verifyState`. In a
 * browser nobody answers, and the page stays as it is. Nothing of the address goes anywhere: what is told is fixed.
 */
const CLOSING_SCRIPT = `'use strict';
(function () {
  var outcome = document.currentScript.getAttribute('data-outcome');
  var teams = window.microsoftTeams;
  if (!teams) return;
  teams.app
    .initialize()
    .then(function () {
      if (outcome === 'signed-in') teams.authentication.notifySuccess(outcome);
      else teams.authentication.notifyFailure(outcome);
    })
    .catch(function () {});
})();
`;

/** A script that the bot serves itself, so that its pages need nobody else's. */
interface PageScript {
  /** Changes with the content, so that browsers may keep it for good. */
  readonly path: string;
  readonly content: string;
}

function scriptOf(name: string, content: string): PageScript {
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { path: `/auth/scripts/${name}-${version}.js`, content };
}

/** Microsoft's library for pages inside Teams between the few lines it needs; in the order they are loaded in. */
const SCRIPTS: readonly PageScript[] = [
  scriptOf('alone', ALONE_SCRIPT),
  scriptOf('teams', readFileSync(require.resolve('@microsoft/teams-js'), 'utf8')),
  scriptOf('closing', CLOSING_SCRIPT),
];

/** `GET /auth/scripts/…`. */
function addPageScripts(server: Server): void {
  for (const { path, content } of SCRIPTS) {
    server.get(path, (_request: Request, response: Response, next: () => void) => {
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
      response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.sendRaw(200, content);
      next();
    });
  }
}

/** What goes into a page that is shown at the end of a sign-in. */
function closingTags(outcome: 'signed-in' | 'failed'): string {
  return SCRIPTS.map(({ path }) => `<script src="${path}" data-outcome="${outcome}"></script>`).join('');
}
