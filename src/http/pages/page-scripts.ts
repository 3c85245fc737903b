import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { Request, Response, Server } from 'restify';

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
export function addPageScripts(server: Server): void {
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
export function closingTags(outcome: 'signed-in' | 'failed'): string {
  return SCRIPTS.map(({ path }) => `<script src="${path}" data-outcome="${outcome}"></script>`).join('');
}
