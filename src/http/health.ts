import type { Request, Response, Server } from 'restify';
import { caught, queryOf } from './requests';

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
export function addHealth(server: Server, health: Health): void {
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
