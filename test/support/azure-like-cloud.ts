import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../local/cloud/http/certificate';
import { startLocalCloud } from '../../local/cloud/local-cloud';
import { SAMPLE_CLIENT_ID, TENANT_IDS } from '../../local/cloud/world/sample-world';

/** The local cloud under names of its own, as Azure has them, with an Azure Bot and somebody's TLS in front of a bot. */
export interface AzureLikeCloud {
  /** A complete and right configuration, and the secrets in it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** PEM of everybody whom a program has to trust, in a file. */
  readonly trustFile: string;
  /** A folder that is removed in the end. */
  readonly folder: string;
  stop(): Promise<void>;
}

const BOT_ID = 'b2d6f0a4-4a7e-4a5c-9f57-0d6f0c8a4b11';
const BOT_SECRET = 'the bot proves itself with this';

/** `front` answers at the bot's public address: status by method and path. */
export async function startAzureLikeCloud(front: Readonly<Record<string, number>>): Promise<AzureLikeCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'pal-azure-'));
  const names = ['login.cloud.example', 'management.cloud.example'];
  const cloud = await startLocalCloud({
    apiPort: 0,
    pagesPort: 0,
    redirectUris: [],
    hostNames: names,
    bot: { appId: BOT_ID, tenantId: TENANT_IDS.fabrikam, secret: BOT_SECRET },
  });
  const certificate = await makeCertificate(['pal.cloud.example']);
  const tls = createServer({ key: certificate.keyPem, cert: certificate.certPem }, (request, response) => {
    response.statusCode = front[`${request.method ?? ''} ${request.url ?? ''}`] ?? 404;
    response.end('{"status":"ok"}');
  });
  await once(tls.listen(0, '127.0.0.1'), 'listening');
  const trustFile = join(folder, 'trusted.pem');
  writeFileSync(trustFile, `${cloud.caPem}\n${certificate.certPem}`);
  const { port } = new URL(cloud.apiUrl);
  return {
    settings: {
      PUBLIC_URL: `https://pal.cloud.example:${(tls.address() as AddressInfo).port}`,
      BOT_ID,
      BOT_TENANT_ID: TENANT_IDS.fabrikam,
      BOT_TYPE: 'SingleTenant',
      SECRET_BOT_PASSWORD: BOT_SECRET,
      AAD_APP_CLIENT_ID: SAMPLE_CLIENT_ID,
      SECRET_AAD_APP_CLIENT_SECRET: cloud.clientSecret,
      AAD_APP_SSO_RESOURCE: `api://botid-${BOT_ID}`,
      AAD_AUTHORITY_HOST: `https://login.cloud.example:${port}`,
      ARM_ENDPOINT: `https://management.cloud.example:${port}`,
      CHANNEL_OPENID_METADATA: `https://login.cloud.example:${port}/v1/.well-known/openidconfiguration`,
      OPERATOR_NAME: 'Fabrikam',
      OPERATOR_CONTACT: 'it@fabrikam.example',
      DATA_FOLDER: join(folder, 'data'),
    },
    secrets: [BOT_SECRET, cloud.clientSecret],
    trustFile,
    folder,
    stop: async () => {
      tls.closeAllConnections();
      await new Promise((resolve) => tls.close(resolve));
      await cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
