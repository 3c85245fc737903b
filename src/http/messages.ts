import type { IncomingMessage } from 'node:http';

import type { Request, Response, Server } from 'restify';
import { z } from 'zod';

import { cleanJsonOf } from '../lib/json';
import type { Clock, MonotonicClock } from '../model/clock';
import type { Log, LogFields } from '../model/log';
import type { AllowedServices } from '../model/service-url';
import type { JwtFlaw, PublishedKeys } from '../network/verify-jwt';
import { VerifiedTokens, verifyJwt } from '../network/verify-jwt';
import { CHANNEL } from '../teams/incoming';
import type { Incoming } from '../teams/incoming';
import type { TeamsBot } from '../teams/teams-bot';
import { readActivity, readBody } from './activity/read-activity';

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
export type Authentication =
  | { readonly kind: 'admitted'; readonly incoming: Incoming }
  /** The HTTP status is all that is told; 200: well-formed, and nothing that the bot answers. */
  | { readonly kind: 'answered'; readonly status: number };

/**
 * The only way in for activities. A request is looked at from the outside to the inside: type, token, size, JSON,
 * shape, service; each step is taken only if those before it were. Nothing behind the authenticator sees a token.
 */
export class Authenticator {
  private readonly verified = new VerifiedTokens<ChannelClaims>();

  constructor(private readonly parts: AuthenticatorParts) {}

  /** Whether it can tell who comes: without the channel's keys nobody gets in. */
  async canTell(): Promise<boolean> {
    return (await this.parts.signed?.keys.areAtHand()) ?? true;
  }

  /** Lets the request in, or says with which status it is answered. Never throws for what a request holds. */
  async admit(request: IncomingMessage): Promise<Authentication> {
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
    return checkChannelToken(authorization, { ...signed, now: clock.now() }, signed.keys, this.verified);
  }

  private notBelieved(verdict: Exclude<ChannelTokenVerdict, { kind: 'good' }>): Authentication {
    switch (verdict.kind) {
      case 'absent':
        return this.refused('no-token', 401);
      case 'flawed':
        return this.refused(verdict.flaw, 403);
      case 'keys-unreachable':
        return this.refused(verdict.kind, 503);
    }
  }

  private refused(flaw: string, status: number, more?: Pick<LogFields, 'service'>): Authentication {
    this.parts.refusals.note(flaw, more);
    return answered(status);
  }
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(?:;|$)/i.test(contentType ?? '');
}

function answered(status: number): Authentication {
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

/** What a token of the channel must be. */
export interface ChannelTokenExpectation {
  readonly issuer: string;
  /** The bot's app id. */
  readonly audience: string;
  readonly now: Date;
}

/** What the check comes to. */
export type ChannelTokenVerdict =
  /** `serviceUrl`: the only one that the request may name. */
  | { readonly kind: 'good'; readonly serviceUrl: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'flawed'; readonly flaw: JwtFlaw | 'issuer' | 'audience' | 'endorsement' }
  | { readonly kind: 'keys-unreachable' };

const claims = z.object({
  iss: z.string(),
  // A list would let a token for us be one for somebody else too.
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string().min(1),
});
type ChannelClaims = z.infer<typeof claims>;

/** Checks the Authorization header of a request that claims to come from the channel. */
export async function checkChannelToken(
  authorization: string | undefined,
  { issuer, audience, now }: ChannelTokenExpectation,
  keys: PublishedKeys,
  verified: VerifiedTokens<ChannelClaims>,
): Promise<ChannelTokenVerdict> {
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return { kind: 'absent' };
  const flawOf = ({ iss, aud }: ChannelClaims) =>
    iss !== issuer ? 'issuer' : aud !== audience ? 'audience' : undefined;
  const findKey = (keyId: string) => keys.find(keyId);
  const verdict = await verifyJwt(token, { claims, flawOf, findKey, now }, verified);
  if (verdict.kind !== 'good') return verdict;
  if (!verdict.endorsements.includes(CHANNEL)) return { kind: 'flawed', flaw: 'endorsement' };
  return { kind: 'good', serviceUrl: verdict.claims.serviceurl };
}

const PERIOD_MS = 60 * 1000;

/** Who was not let in, for the log: the first of each kind, then once a minute how many, so that nobody can fill it. */
export class Refusals {
  private readonly seen = new Map<string, { since: number; count: number }>();

  constructor(private readonly parts: { readonly monotonicMs: MonotonicClock; readonly log: Log }) {}

  /** Notes one; `flaw` is one of the few words of the door, `more` what the first of a minute is logged with. */
  note(flaw: string, more: LogFields = {}): void {
    const now = this.parts.monotonicMs();
    const before = this.seen.get(flaw);
    if (before !== undefined && now - before.since < PERIOD_MS) {
      before.count += 1;
      return;
    }
    this.seen.set(flaw, { since: now, count: 0 });
    this.parts.log.warn('http.authenticate.refused', { ...more, flaw, count: (before?.count ?? 0) + 1 });
  }
}
