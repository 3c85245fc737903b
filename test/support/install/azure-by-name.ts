import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIdentity } from '../../../bench/channel/identity';
import { makeCertificate } from '../../../local/cloud/http/certificate';
import { openListener } from '../../../local/cloud/http/listener';
import { startLocalCloud } from '../../../local/cloud/local-cloud';
import type { LocalCloud } from '../../../local/cloud/local-cloud';
import { SAMPLE_CLIENT_ID, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { packageRoot } from '../../../src/config/package';
import { Connector } from '../connector';
import { passOn } from './front';
import type { Target } from './front';
import { startIdentityEndpoint } from './identity-endpoint';
import type { IdentityEndpoint } from './identity-endpoint';
import { leadHere } from './lead-here';

/** What the deployment of docs/INSTALL.md would give out; made up, and valid nowhere. */
export const OUTPUTS = {
  publicUrl: 'https://pal.fabrikam.example',
  botId: '3b0f8a52-9d0e-4d0c-8d1e-6a2f5c7b9e10',
  botTenantId: TENANT_IDS.fabrikam,
  identityClientId: '3b0f8a52-9d0e-4d0c-8d1e-6a2f5c7b9e10',
  signInAppClientId: SAMPLE_CLIENT_ID,
} as const;
export const SERVICE_URL = 'https://smba.trafficmanager.net';

const LOGIN = 'login.microsoftonline.com';
const ARM = 'management.azure.com';
const HOSTS = [
  new URL(OUTPUTS.publicUrl).host,
  new URL(SERVICE_URL).host,
  LOGIN,
  ARM,
  'login.botframework.com',
];

/**
 * The local cloud under the names that Azure has: whoever is told of it needs no setting that INSTALL does not name.
 * Everything is reached through one TLS front with a certificate of its own authority.
 */
export interface AzureByName {
  readonly cloud: LocalCloud;
  readonly connector: Connector;
  readonly identity: IdentityEndpoint;
  readonly folder: string;
  /** The environment in which a process finds Azure here, and trusts it. */
  readonly machine: Readonly<Record<string, string>>;
  /** Where the bot listens, behind its public address. */
  botPort: number;
  /** A token as the channel sends it. */
  channelToken(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it, with an Azure Bot that has a client secret too, for who wants one. */
export async function startAzureByName(botSecret: string): Promise<AzureByName> {
  const folder = mkdtempSync(join(tmpdir(), 'pal-install-'));
  const cloud = await startLocalCloud({
    apiPort: 0,
    pagesPort: 0,
    redirectUris: [`${OUTPUTS.publicUrl}/auth/callback`],
    knownAs: { entraUrl: `https://${LOGIN}`, armUrl: `https://${ARM}` },
    bot: { appId: OUTPUTS.botId, tenantId: OUTPUTS.botTenantId, secret: botSecret },
  });
  const channel = await startIdentity();
  const connector = await Connector.start();
  const identity = await startIdentityEndpoint(OUTPUTS.identityClientId);
  const certificate = await makeCertificate(HOSTS);
  const front = await openListener({ host: '127.0.0.1', port: 0, purpose: 'front', certificate });
  const trustFile = join(folder, 'own-ca.pem');
  writeFileSync(trustFile, certificate.certPem);
  const release = leadHere(HOSTS, front.port, certificate.certPem);
  const azure: AzureByName = {
    cloud,
    connector,
    identity,
    folder,
    machine: {
      PATH: process.env['PATH'] ?? '',
      NODE_EXTRA_CA_CERTS: trustFile,
      NODE_OPTIONS: `--require ${join(packageRoot(__dirname), 'dist/bench/channel/lead-to-stand-in.js')}`,
      STAND_IN_HOSTS: HOSTS.join(','),
      STAND_IN_PORT: String(front.port),
      ...identity.environment,
    },
    botPort: 0,
    channelToken: () => channel.channelToken(OUTPUTS.botId, SERVICE_URL),
    stop: async () => {
      release();
      await Promise.all(
        [front, channel, cloud, connector, identity].map((one) => ('stop' in one ? one.stop() : one.close())),
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const targetOf = (host: string, path: string): Target | undefined => {
    const targets: Record<string, Target> = {
      [HOSTS[0] ?? '']: { url: `http://127.0.0.1:${azure.botPort}` },
      [new URL(SERVICE_URL).host]: { url: connector.serviceUrl },
      [LOGIN]: path.includes('/authorize') ? { url: cloud.pagesUrl } : { url: cloud.apiUrl, ca: cloud.caPem },
      [ARM]: { url: cloud.apiUrl, ca: cloud.caPem },
      'login.botframework.com': { url: `https://127.0.0.1:${channel.port}`, ca: channel.caPem },
    };
    return targets[host];
  };
  front.serve(passOn(targetOf, (form) => trusted(form, azure)));
  return azure;
}

/** Entra trusts the identity by the federated credential of step 2; the local Entra knows secrets only. */
function trusted(form: URLSearchParams, { identity, cloud }: AzureByName): URLSearchParams {
  const resource = identity.given.get(form.get('client_assertion') ?? '');
  if (resource !== 'api://AzureADTokenExchange') return form;
  const as = new URLSearchParams(form);
  as.delete('client_assertion');
  as.delete('client_assertion_type');
  as.set('client_secret', cloud.clientSecret);
  return as;
}
