import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { systemClock, type Clock } from '../../src/model/clock';
import { createApiApp } from './api-app';
import { ResourceRequests } from './arm/arm-headers';
import type { CloudParts } from './cloud-parts';
import { createSessions } from './entra/sessions';
import { makeSigningKey } from './entra/signing-key';
import { createTokenFactory } from './entra/token-factory';
import { createFaultScript } from './faults/fault-script';
import { makeCertificate } from './http/certificate';
import { openListener, type Listener } from './http/listener';
import { createJournal } from './journal/journal';
import { createSecretsSeen } from './journal/secrets-seen';
import { createPagesApp } from './pages-app';
import { openCloudState } from './state/cloud-state';
import { createWorldHandle, type WorldHandle } from './world-handle';
import { SAMPLE_CLIENT_ID } from './world/sample-world';

export interface LocalCloudOptions {
  readonly host?: '127.0.0.1';
  /** TLS: Entra's token endpoint and ARM. 0 takes any free port. */
  readonly apiPort: number;
  /** Plain http: what a person opens. 0 takes any free port. */
  readonly pagesPort: number;
  /** Keeps links and approvals over a restart; absent: memory only. */
  readonly stateFile?: string;
  /** Where the sign-in page may send people back to. */
  readonly redirectUris: readonly string[];
  readonly clientId?: string;
  /** Absent: a new random one at every start. */
  readonly clientSecret?: string;
  readonly bot?: CloudParts['bot'];
  /** The addresses under which programs know Entra and ARM, which name them in what they answer; the api's own when absent. */
  readonly knownAs?: Pick<CloudParts, 'entraUrl' | 'armUrl'>;
  /** The names in the certificate of the api; localhost when absent. */
  readonly hostNames?: readonly string[];
  readonly clock?: Clock;
  /** So many directories more are seen by the sample people; see `world/crowd-of-directories.ts`. */
  readonly crowd?: number;
  /** The status of ARM's refusal where the person has no account; the real one is not known for sure. */
  readonly noAccountStatus?: 400 | 403;
}

/** A running stand-in for Entra and ARM. */
export interface LocalCloud {
  readonly apiUrl: string;
  readonly pagesUrl: string;
  readonly journalUrl: string;
  /** What a client has to trust to speak TLS with `apiUrl`. */
  readonly caPem: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly world: WorldHandle;
  /** Closes both ports and ends every request that still waits. */
  stop(): Promise<void>;
}

const SECRET_BYTES = 30;

async function openBoth(
  options: LocalCloudOptions,
): Promise<{ api: Listener; pages: Listener; caPem: string }> {
  const host = options.host ?? '127.0.0.1';
  const certificate = await makeCertificate(options.hostNames);
  const api = await openListener({
    host,
    port: options.apiPort,
    purpose: 'local Entra and ARM',
    certificate,
  });
  try {
    const pages = await openListener({ host, port: options.pagesPort, purpose: 'local cloud pages' });
    return { api, pages, caPem: certificate.certPem };
  } catch (error) {
    await api.close();
    throw error;
  }
}

/**
 * Starts the local cloud. Rejects with an error whose `code` is EADDRINUSE when a port is taken (the message
 * says which), and with a plain sentence when the state file is not readable.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const clock = options.clock ?? systemClock;
  const state = openCloudState(options.stateFile, options.crowd);
  const key = await makeSigningKey();
  const { api, pages, caPem } = await openBoth(options);
  const stopping = new AbortController();
  // Every request that waits listens to it.
  setMaxListeners(0, stopping.signal);
  const apiUrl = `https://localhost:${api.port}`;
  const known = options.knownAs ?? { entraUrl: apiUrl, armUrl: apiUrl };
  const pagesUrl = `http://localhost:${pages.port}`;
  const clientId = options.clientId ?? SAMPLE_CLIENT_ID;
  const clientSecret = options.clientSecret ?? randomBytes(SECRET_BYTES).toString('base64url');
  const parts: CloudParts = {
    clock,
    crowd: { count: options.crowd ?? 0 },
    state,
    journal: createJournal(clock),
    secrets: createSecretsSeen(),
    faults: createFaultScript(),
    key,
    tokens: createTokenFactory({ key, clock, entraUrl: known.entraUrl, clientId }),
    sessions: createSessions(clock),
    app: { clientId, clientSecret, redirectUris: options.redirectUris },
    ...(options.bot === undefined ? {} : { bot: options.bot }),
    ...known,
    pagesUrl,
    resourceRequests: new ResourceRequests(),
    stopped: stopping.signal,
    noAccountStatus: options.noAccountStatus ?? 400,
  };
  api.serve(createApiApp(parts));
  pages.serve(createPagesApp(parts));
  return {
    apiUrl,
    pagesUrl,
    journalUrl: `${pagesUrl}/journal`,
    caPem,
    clientId,
    clientSecret,
    world: createWorldHandle(parts),
    stop: async () => {
      stopping.abort();
      await Promise.all([api.close(), pages.close()]);
    },
  };
}
