import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'restify';
import type { Next, Request, RequestHandler, Response, Server } from 'restify';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { newCorrelationId } from '../model/identifiers';
import type { TeamsBot } from '../teams/teams-bot';
import { addMessages } from './messages';
import { limitConnections } from './connections';
import type { Authenticator } from './messages';
import type { Refusals } from './authenticate';
import { hasReadableTarget } from './requests';
import { addHealth } from './health';
import type { Health } from './health';
import { addPages } from './pages/add-pages';
import { addPictures } from './pages/pictures';
import type { PictureFiles } from './pages/pictures';
import type { PageContents, SignInTexts } from './pages/page-content';
import type { PageFrame } from './pages/write-page';
import { addSignInPages } from './pages/sign-in-pages';
import type { SignInPages } from './pages/sign-in-pages';

interface ServerParts {
  readonly bot: TeamsBot;
  readonly authenticator: Authenticator;
  readonly signInPages: SignInPages;
  readonly signInTexts: SignInTexts;
  readonly pages: PageContents;
  readonly pictures: PictureFiles;
  readonly frame: PageFrame;
  readonly health: Health;
  readonly log: Log;
  /** Notes who was not let in. */
  readonly refusals: Refusals;
}

/**
 * The bot's HTTP face, not listening yet: `POST /api/messages`, the sign-in pages, privacy and terms, `/livez`,
 * `/readyz`.
 */
export function createBotServer(parts: ServerParts): Server {
  const { log, refusals } = parts;
  const server = createServer({ name: 'PAL Assistant' });
  limitConnections(server.server);
  refuseBadTargets(server, refusals);
  server.pre(refuseEncodedBodies(refusals));
  // What a handler throws is logged by name and answered without a word about it but where to find it in the log.
  server.on('restifyError', (_request: Request, response: Response, error: unknown, done: () => void) => {
    const status = statusOf(error);
    if (status < 500) {
      refusals.note(`status-${status}`);
      if (!response.headersSent) response.sendRaw(status, '');
    } else {
      const correlationId = newCorrelationId();
      log.error('http.failed', { correlationId, status, error: errorName(error) });
      if (!response.headersSent) response.sendRaw(status, '', { 'X-Correlation-Id': correlationId });
    }
    done();
  });
  addHealth(server, parts.health);
  addSignInPages(server, parts.signInPages, parts.signInTexts);
  addPages(server, parts.pages, parts.frame);
  addPictures(server, parts.pictures);
  addMessages(server, parts.authenticator, parts.bot);
  return server;
}

/** Before restify does anything with a request. Its types leave `first` out. */
function refuseBadTargets(server: Server, refusals: Refusals): void {
  type First = (request: IncomingMessage, response: ServerResponse) => boolean;
  (server as Server & { first(handle: First): void }).first((request, response) => {
    if (hasReadableTarget(request)) return true;
    refusals.note('target');
    response.statusCode = 400;
    response.setHeader('Connection', 'close');
    response.end();
    return false;
  });
}

/** One gzip body that is none ends restify's process, and its size limit counts compressed bytes: so, none at all. */
function refuseEncodedBodies(refusals: Refusals): RequestHandler {
  return (request: Request, response: Response, next: Next) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
    if (encoding === '' || encoding === 'identity') {
      next();
      return;
    }
    refusals.note('content-encoding');
    response.sendRaw(415, '');
    next(false);
  };
}

function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
