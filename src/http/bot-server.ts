import { createServer } from 'restify';
import type { Next, Request, Response, Server } from 'restify';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { newCorrelationId } from '../model/identifiers';
import type { TeamsBot } from '../teams/teams-bot';
import { addMessages } from './gate/add-messages';
import { limitConnections } from './gate/connection-limits';
import type { Gate } from './gate/gate';
import { addHealth } from './health';
import type { Health } from './health';
import { addPages } from './pages/add-pages';
import type { PageContents } from './pages/page-content';
import type { PageFrame } from './pages/write-page';
import { addSignInPages } from './sign-in-pages';
import type { SignInPages } from './sign-in-pages';

interface ServerParts {
  readonly bot: TeamsBot;
  readonly gate: Gate;
  readonly signInPages: SignInPages;
  readonly pages: PageContents;
  readonly frame: PageFrame;
  readonly health: Health;
  readonly log: Log;
}

/**
 * The bot's HTTP face, not listening yet: `POST /api/messages`, the sign-in pages, privacy and terms, `/livez`,
 * `/readyz`.
 */
export function createBotServer(parts: ServerParts): Server {
  const { log } = parts;
  const server = createServer({ name: 'PAL Assistant' });
  limitConnections(server.server);
  server.pre(refuseEncodedBodies);
  // What a handler throws is logged by name and answered without a word about it but where to find it in the log.
  server.on('restifyError', (_request: Request, response: Response, error: unknown, done: () => void) => {
    const status = statusOf(error);
    const correlationId = newCorrelationId();
    log[status < 500 ? 'info' : 'error']('http.failed', { correlationId, status, error: errorName(error) });
    if (!response.headersSent) response.sendRaw(status, '', { 'X-Correlation-Id': correlationId });
    done();
  });
  addHealth(server, parts.health);
  addSignInPages(server, parts.signInPages);
  addPages(server, parts.pages, parts.frame);
  addMessages(server, parts.gate, parts.bot);
  return server;
}

/** One gzip body that is none ends restify's process, and its size limit counts compressed bytes: so, none at all. */
function refuseEncodedBodies(request: Request, response: Response, next: Next): void {
  if (request.headers['content-encoding'] === undefined) {
    next();
    return;
  }
  response.sendRaw(415, '');
  next(false);
}

function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
