import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

import { pino } from 'pino';
import type { Next, Request, RequestHandler, Response, Server } from 'restify';

import { newCorrelationId } from '../model/identifiers';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type { TeamsBot } from '../teams/teams-bot';
import type { Authenticator, Refusals } from './messages';
import { addMessages } from './messages';
import { caught, hasReadableTarget, limitConnections, queryOf } from './connections';
import type { PageFrame } from './pages/write-page';
import { addPages } from './pages/write-page';
import type { PageContents, PictureFiles, SignInTexts } from './pages/page-content';
import { addPictures } from './pages/page-content';
import type { SignInPages } from './pages/sign-in-pages';
import { addSignInPages } from './pages/sign-in-pages';

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

/** With restify as a whole come its plugins, a sixth of the time to start, and none of them is used (docs/BENCH.md). */
const ofRestify = createRequire(__filename);
const RestifyServer = ofRestify('restify/lib/server') as new (options: object) => Server;
const Router = ofRestify('restify/lib/router') as new (options: object) => object;

/** What restify's own `createServer` makes. */
function createServer(name: string): Server {
  const options = { name, log: pino({ name }) };
  return new RestifyServer({ ...options, router: new Router(options) });
}

/**
 * The bot's HTTP face, not listening yet: `POST /api/messages`, the sign-in pages, privacy and terms, `/livez`,
 * `/readyz`.
 */
export function createBotServer(parts: ServerParts): Server {
  const { log, refusals } = parts;
  const server = createServer('PAL Assistant');
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

/** What the two addresses for watchers are answered from. Nothing of it names a host, an error or a version. */
export interface Health {
  /** How late the event loop runs, in milliseconds, and whether that is still alive. */
  live(): { readonly isAlive: boolean; readonly lagMs: number };
  ready(): Promise<Readiness>;
}

/** Whether the bot should be sent requests, and how each thing it stands on is. */
export interface Readiness {
  /**
   * `degraded`: it answers, and says in the chat what it can't do now. Taking it out would only take the answers
   * away too, since what it stands on is the same for all instances.
   */
  readonly status: 'ready' | 'degraded' | 'not ready' | 'stopping';
  readonly components: Readonly<Record<string, 'ok' | 'not ok'>>;
}

/**
 * `GET /livez`: 503 when the process should be started anew. `GET /readyz`: 503 when requests should go elsewhere;
 * `GET /readyz?strict`: 503 also when it is degraded, for a monitor that wants to know.
 */
function addHealth(server: Server, health: Health): void {
  const live = caught((_request, response) => {
    const { isAlive, lagMs } = health.live();
    send(response, isAlive, { status: isAlive ? 'ok' : 'not ok', eventLoopLagMs: lagMs });
  });
  const ready = async (request: Request, response: Response): Promise<void> => {
    const readiness = await health.ready();
    const isStrict = queryOf(request)['strict'] !== undefined;
    const takesRequests = readiness.status === 'ready' || (readiness.status === 'degraded' && !isStrict);
    send(response, takesRequests, readiness);
  };
  // Node leaves the body out of an answer to HEAD by itself.
  server.get('/livez', live);
  server.head('/livez', live);
  server.get('/readyz', ready);
  server.head('/readyz', ready);
}

function send(response: Response, isWell: boolean, body: object): void {
  response.setHeader('Cache-Control', 'no-store');
  response.send(isWell ? 200 : 503, body);
}
