import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeSigningKey } from '../../../local/cloud/entra/signing-key';
import type { SigningKey } from '../../../local/cloud/entra/signing-key';
import { makeCertificate } from '../../../local/cloud/http/certificate';
import { openListener } from '../../../local/cloud/http/listener';
import type { Listener } from '../../../local/cloud/http/listener';

const ISSUER = 'https://api.botframework.com';
const HOUR_SECONDS = 60 * 60;

/** The claims of a token; a test bends single ones. `undefined` leaves a claim out. */
export type Claims = Readonly<Record<string, unknown>>;

/** What the key address answers. */
type KeysAnswer = 'keys' | 'an error' | 'nothing at all';

/**
 * Bot Framework as far as a bot sees it, on this machine: the keys that the channel signs with, by plain http, and the
 * login at which the bot gets its own token, over TLS. The identity is made up and valid nowhere.
 */
export class SignedChannel {
  /** The keys that are published, the last one signs. */
  readonly keys: SigningKey[];
  /** What the keys may sign for. */
  endorsements: readonly string[] | undefined = ['msteams', 'webchat'];
  answer: KeysAnswer = 'keys';
  /** How often the metadata was asked for. */
  asked = 0;
  /** Every token that the bot was given. */
  readonly given = new Set<string>();
  readonly bot = { appId: randomUUID(), tenantId: randomUUID(), password: `local-${randomUUID()}` };

  private constructor(
    private readonly metadata: Listener,
    private readonly login: Listener,
    /** What the bot has to trust. */
    readonly caPem: string,
    key: SigningKey,
  ) {
    this.keys = [key];
    metadata.serve((request, response) => {
      this.answerKeys(request, response);
    });
    login.serve((request, response) => {
      void this.answerLogin(request, response);
    });
  }

  /** Listens on two free ports. */
  static async start(): Promise<SignedChannel> {
    // Its name must differ from the local cloud's, which the bot trusts too.
    const certificate = await makeCertificate(['channel', 'localhost']);
    const metadata = await openListener({ host: '127.0.0.1', port: 0, purpose: 'channel keys' });
    const login = await openListener({ host: '127.0.0.1', port: 0, purpose: 'channel login', certificate });
    return new SignedChannel(metadata, login, certificate.certPem, await makeSigningKey());
  }

  /** What the bot is told: with these settings it takes signed requests only, and signs its own. */
  get settings(): Readonly<Record<string, string>> {
    return {
      BOT_ID: this.bot.appId,
      BOT_TENANT_ID: this.bot.tenantId,
      SECRET_BOT_PASSWORD: this.bot.password,
      CHANNEL_OPENID_METADATA: `http://127.0.0.1:${this.metadata.port}/v1/.well-known/openidconfiguration`,
      CHANNEL_AUTHORITY_HOST: `https://localhost:${this.login.port}`,
    };
  }

  /** A token as the channel sends it with an activity of this service. */
  token(serviceUrl: string, bent: Claims = {}, key = this.keys.at(-1)): Promise<string> {
    if (key === undefined) throw new Error('There is no key.');
    return key.sign({ ...this.claims(serviceUrl), ...bent });
  }

  /** What stands in such a token. */
  claims(serviceUrl: string): Claims {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: ISSUER,
      aud: this.bot.appId,
      nbf: now - 60,
      exp: now + HOUR_SECONDS,
      serviceurl: serviceUrl,
    };
  }

  /** Signs with a new key from now on, and publishes it beside the old ones. */
  async rotate(): Promise<void> {
    this.keys.push(await makeSigningKey());
  }

  async stop(): Promise<void> {
    await this.metadata.close();
    await this.login.close();
  }

  private answerKeys(request: IncomingMessage, response: ServerResponse): void {
    if (this.answer === 'nothing at all') return;
    if (this.answer === 'an error') {
      sendJson(response, 500, {});
      return;
    }
    if (request.url?.endsWith('openidconfiguration') === true) {
      this.asked += 1;
      const base = `http://127.0.0.1:${this.metadata.port}/v1/.well-known`;
      sendJson(response, 200, { issuer: ISSUER, jwks_uri: `${base}/keys` });
      return;
    }
    const all = this.keys.flatMap(({ jwks }) => jwks.keys);
    sendJson(response, 200, { keys: all.map((one) => ({ ...one, endorsements: this.endorsements })) });
  }

  private async answerLogin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const base = `https://localhost:${this.login.port}/${this.bot.tenantId}`;
    if (request.method === 'POST') {
      const life = { exp: Math.floor(Date.now() / 1000) + HOUR_SECONDS };
      const token = await this.token('', { ...life, iss: `${base}/v2.0`, aud: ISSUER, jti: randomUUID() });
      this.given.add(token);
      sendJson(response, 200, { token_type: 'Bearer', expires_in: HOUR_SECONDS, access_token: token });
      return;
    }
    sendJson(response, 200, {
      issuer: `${base}/v2.0`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    });
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
