import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What answers for managed identities inside a container app. */
export interface IdentityEndpoint {
  /** What the container's environment says of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every token that was given, and for which resource. */
  readonly given: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

const LIFE_SECONDS = 24 * 60 * 60;

/** Gives tokens for one user-assigned identity, by its client id, to whoever knows the header's secret. */
export async function startIdentityEndpoint(clientId: string): Promise<IdentityEndpoint> {
  const secret = randomBytes(16).toString('hex');
  const given = new Map<string, string>();
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://identity.invalid').searchParams;
    const isKnown = asked.get('client_id') === clientId && request.headers['x-identity-header'] === secret;
    const token = randomBytes(40).toString('base64url');
    if (isKnown) given.set(token, asked.get('resource') ?? '');
    response.statusCode = isKnown ? 200 : 400;
    response.setHeader('content-type', 'application/json');
    const expires = Math.floor(Date.now() / 1000) + LIFE_SECONDS;
    response.end(
      JSON.stringify(
        isKnown
          ? { access_token: token, expires_on: String(expires), token_type: 'Bearer', client_id: clientId }
          : { statusCode: 400, message: 'No managed identity of that client id' },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    environment: {
      IDENTITY_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`,
      IDENTITY_HEADER: secret,
    },
    given,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
