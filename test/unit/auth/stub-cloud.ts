import type { AzureCloud, AzureCloudParts } from '../../../src/app/cloud';
import { createAzureCloud } from '../../../src/app/cloud';
import type { LogFields } from '../../../src/model/log';
import type { AzureSettings, EntraClient } from '../../../src/auth/entra-client';
import { createAppProof, createEntraClient } from '../../../src/auth/entra-client';
import { createEntraNetwork } from '../../../src/auth/entra-http';
import type { HttpExchange, HttpReply } from '../../../src/network/http-send';
import { TransportError } from '../../../src/network/http-send';
import type { Actor } from '../../../src/auth/ports';
import type { CorrelationId, ObjectId, TenantId } from '../../../src/model/identifiers';
import { asObjectId, asTenantId } from '../../../src/model/identifiers';
import type { Person } from '../../../src/model/person';
import { openSqliteStore } from '../../../src/storage/sqlite-store';

export const HOME = asTenantId('11111111-1111-4111-8111-111111111111')!;
export const CUSTOMER = asTenantId('22222222-2222-4222-8222-222222222222')!;
export const ALEX: Person = {
  tenantId: HOME,
  objectId: asObjectId('aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa')!,
  displayName: 'Alex',
};
export const GUEST_ID = asObjectId('bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb')!;
export const CORRELATION = '99999999-9999-4999-8999-999999999999' as CorrelationId;
export const AUDIENCE = 'https://management.azure.com';

export const SETTINGS: AzureSettings = {
  authorityHost: 'https://login.microsoftonline.com',
  armEndpoint: 'https://management.azure.com',
  armAudience: AUDIENCE,
  clientId: 'cccccccc-cccc-4ccc-8ccc-cccccccccccc',
  credential: { kind: 'secret', secret: 'stub' },
  ssoResource: 'api://botid-stub',
  redirectUri: 'https://bot.example/auth/end',
};

export function actorAt(tenantId: TenantId, claims?: string): Actor {
  return { person: ALEX, tenantId, correlationId: CORRELATION, ...(claims === undefined ? {} : { claims }) };
}

/** Claims of an access token; tests bend single ones. */
export type TokenClaims = Record<string, unknown>;

export function jwt(claims: TokenClaims): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.stub`;
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpReply {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(value) };
}

export function entraRefusal(number: number, more: Record<string, unknown> = {}): HttpReply {
  return json(400, {
    error: 'invalid_grant',
    error_description: `AADSTS${number}: Something about alex@partner.example. Trace ID: t`,
    error_codes: [number],
    trace_id: 'trace-1',
    ...more,
  });
}

/** What the stub answers with; a TransportError is thrown instead. */
export type Answer =
  HttpReply | TransportError | ((exchange: HttpExchange) => HttpReply | Promise<HttpReply>);

/**
 * A network with nothing behind it but this: Entra's token endpoint and ARM, as functions that a test replaces. The
 * token endpoint answers for the tenant in its path unless `bend` changes the token.
 */
export class StubCloud {
  now = new Date();
  /** What the instances of a bot share. */
  readonly records = openSqliteStore(':memory:', { now: () => this.now });
  readonly exchanges: HttpExchange[] = [];
  readonly logged: { level: string; event: string; fields: LogFields }[] = [];
  readonly waits: number[] = [];
  /** Answers of the token endpoint to be given before it works normally again. */
  readonly entraAnswers: Answer[] = [];
  /** Answers of ARM, in order; the last one stays. */
  armAnswers: Answer[] = [json(404, { code: 'ManagementPartnerNotFound', message: 'none' })];
  bend: (claims: TokenClaims, grant: URLSearchParams) => TokenClaims = (claims) => claims;
  homeAccount = { uid: ALEX.objectId as string, utid: HOME as string };
  private minted = 0;

  readonly send = async (exchange: HttpExchange): Promise<HttpReply> => {
    this.exchanges.push(exchange);
    const isArm = new URL(exchange.url).origin === SETTINGS.armEndpoint;
    const answer = isArm ? this.nextArmAnswer() : (this.entraAnswers.shift() ?? this.token);
    if (answer === undefined) throw new Error('the stub has no answer');
    if (answer instanceof TransportError) throw answer;
    return typeof answer === 'function' ? answer(exchange) : answer;
  };

  private nextArmAnswer(): Answer | undefined {
    return this.armAnswers.length > 1 ? this.armAnswers.shift() : this.armAnswers[0];
  }

  readonly token = (exchange: HttpExchange): HttpReply => {
    const tenantId = new URL(exchange.url).pathname.split('/')[1]!;
    const claims = this.claimsFor(tenantId, new URLSearchParams(exchange.body));
    const idToken = {
      aud: SETTINGS.clientId,
      oid: claims['oid'],
      tid: tenantId,
      preferred_username: 'alex@partner.example',
    };
    return json(200, {
      token_type: 'Bearer',
      expires_in: 3600,
      scope: `${AUDIENCE}/user_impersonation`,
      access_token: jwt(claims),
      refresh_token: `refresh-${++this.minted}`,
      id_token: jwt({
        ...idToken,
        sub: 's',
        ver: '2.0',
        name: 'Alex',
        exp: this.seconds() + 3600,
        iat: this.seconds(),
      }),
      client_info: Buffer.from(JSON.stringify(this.homeAccount)).toString('base64url'),
    });
  };

  private claimsFor(tenantId: string, grant: URLSearchParams): TokenClaims {
    const oid: ObjectId = tenantId === HOME ? ALEX.objectId : GUEST_ID;
    const normal = {
      tid: tenantId,
      oid,
      aud: AUDIENCE,
      scp: 'user_impersonation',
      upn: 'alex@partner.example',
    };
    return this.bend({ ...normal, exp: this.seconds() + 3600, jti: ++this.minted }, grant);
  }

  private seconds(): number {
    return Math.floor(this.now.getTime() / 1000);
  }

  cloud(more: Partial<AzureCloudParts> = {}): AzureCloud {
    const log = (level: string) => (event: string, fields: LogFields) => {
      this.logged.push({ level, event, fields });
    };
    return createAzureCloud(SETTINGS, {
      clock: { now: () => this.now },
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      records: this.records,
      network: this.send,
      monotonicMs: () => this.now.getTime(),
      wait: (ms) => {
        this.waits.push(ms);
        this.now = new Date(this.now.getTime() + ms);
        return Promise.resolve();
      },
      random: () => 0.5,
      ...more,
    });
  }

  /** A client as the room makes them, but in the hands of a test. */
  msalClient(tenantId: TenantId): EntraClient {
    const network = createEntraNetwork(SETTINGS.authorityHost, this.send, { clock: { now: () => this.now } });
    const proof = createAppProof(SETTINGS.credential);
    return createEntraClient({ settings: SETTINGS, proof, network }, tenantId);
  }

  /** A cloud in which Alex has signed in. */
  async signedIn(tenantId: TenantId = HOME, claims?: string): Promise<AzureCloud> {
    const cloud = this.cloud();
    await signInAt(cloud, tenantId, claims);
    this.exchanges.length = 0;
    return cloud;
  }

  get armRequests(): HttpExchange[] {
    return this.exchanges.filter(({ url }) => url.startsWith(SETTINGS.armEndpoint));
  }

  get entraRequests(): HttpExchange[] {
    return this.exchanges.filter(({ url }) => url.startsWith(SETTINGS.authorityHost));
  }

  passMinutes(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }
}

/** Goes through a sign-in as a browser would. */
export async function signInAt(
  cloud: AzureCloud,
  tenantId: TenantId,
  claims?: string,
): Promise<Awaited<ReturnType<AzureCloud['signIn']['complete']>>> {
  const attempt = await cloud.signIn.begin({
    person: ALEX,
    tenantId,
    conversationKey: 'conversation',
    correlationId: CORRELATION,
    ...(claims === undefined ? {} : { claims }),
  });
  const url = new URL((await cloud.signIn.authorizeUrl(attempt.ticket))!);
  return cloud.signIn.complete({ state: url.searchParams.get('state')!, code: 'code' });
}
