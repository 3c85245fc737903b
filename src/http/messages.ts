import type { IncomingMessage } from 'node:http';
import type { Clock } from '../model/clock';
import type { LogFields } from '../model/log';
import type { AllowedServices } from '../model/service-url';
import type { PublishedKeys } from '../network/issuer-keys';
import { VerifiedSignatures } from '../network/verify-jwt';
import type { Incoming } from '../teams/incoming';
import { readActivity } from './activity/read-activity';
import type { ChannelTokenVerdict, Refusals } from './authenticate';
import { checkChannelToken } from './authenticate';
import { cleanJsonOf, readBody } from './activity/read-body';
import type { Request, Response, Server } from 'restify';
import type { TeamsBot } from '../teams/teams-bot';

/** Who may come in. */
interface AuthenticatorParts {
  /** What the channel signs with; absent: nobody signs, and only this machine gets here (local use). */
  readonly signed?: { readonly issuer: string; readonly audience: string; readonly keys: PublishedKeys };
  readonly services: AllowedServices;
  readonly clock: Clock;
  /** Notes who was not let in. */
  readonly refusals: Refusals;
}

/** What comes of a request. */
export type Admission =
  | { readonly kind: 'admitted'; readonly incoming: Incoming }
  /** The HTTP status is all that is told; 200: well-formed, and nothing that the bot answers. */
  | { readonly kind: 'answered'; readonly status: number };

/**
 * The only way in for activities. A request is looked at from the outside to the inside: type, token, size, JSON,
 * shape, service; each step is taken only if those before it were. Nothing behind the authenticator sees a token.
 */
export class Authenticator {
  private readonly signatures = new VerifiedSignatures();

  constructor(private readonly parts: AuthenticatorParts) {}

  /** Whether it can tell who comes: without the channel's keys nobody gets in. */
  async canTell(): Promise<boolean> {
    return (await this.parts.signed?.keys.areAtHand()) ?? true;
  }

  /** Lets the request in, or says with which status it is answered. Never throws for what a request holds. */
  async admit(request: IncomingMessage): Promise<Admission> {
    if (!isJson(request.headers['content-type'])) return this.refused('content-type', 415);
    const verdict = await this.verdictOn(request.headers.authorization);
    if (verdict !== undefined && verdict.kind !== 'good') return this.notBelieved(verdict);
    const body = await readBody(request);
    if (body.kind === 'none') return this.refused(`body-${body.status}`, body.status);
    const read = readActivity(cleanJsonOf(body.text), this.parts.services, verdict?.serviceUrl);
    switch (read.kind) {
      case 'activity':
        return { kind: 'admitted', incoming: read.incoming };
      case 'not-for-us':
        return answered(200);
      case 'malformed':
        return this.refused('malformed', 400);
      case 'foreign':
        return this.refused(read.flaw, 403, { service: read.service });
    }
  }

  private async verdictOn(authorization: string | undefined): Promise<ChannelTokenVerdict | undefined> {
    const { signed, clock } = this.parts;
    if (signed === undefined) return undefined;
    return checkChannelToken(authorization, { ...signed, now: clock.now() }, signed.keys, this.signatures);
  }

  private notBelieved(verdict: Exclude<ChannelTokenVerdict, { kind: 'good' }>): Admission {
    switch (verdict.kind) {
      case 'absent':
        return this.refused('no-token', 401);
      case 'flawed':
        return this.refused(verdict.flaw, 403);
      case 'keys-unreachable':
        return this.refused(verdict.kind, 503);
    }
  }

  private refused(flaw: string, status: number, more?: Pick<LogFields, 'service'>): Admission {
    this.parts.refusals.note(flaw, more);
    return answered(status);
  }
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(?:;|$)/i.test(contentType ?? '');
}

function answered(status: number): Admission {
  return { kind: 'answered', status };
}

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

/** `POST /api/messages`: what the authenticator lets in is answered by the bot, everything else by a status and no word. */
export function addMessages(server: Server, authenticator: Authenticator, bot: TeamsBot): void {
  server.post('/api/messages', async (request: Request, response: Response) => {
    const admission = await authenticator.admit(request);
    if (admission.kind === 'answered') {
      response.sendRaw(admission.status, '');
      return;
    }
    const { status, body, afterwards } = await bot.process(admission.incoming);
    if (body === undefined) response.sendRaw(status, '');
    else response.sendRaw(status, JSON.stringify(body), JSON_TYPE);
    afterwards();
  });
}
