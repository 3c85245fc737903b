import type { LocalCloud } from '../../../local/cloud/local-cloud';
import { startLocalCloud } from '../../../local/cloud/local-cloud';
import { ROBIN } from '../../../local/cloud/world/sample-world';
import type { AzureCloud } from '../../../src/app/cloud';
import { createAzureCloud } from '../../../src/app/cloud';
import { createNetworkSend } from '../../../src/network/http-send';
import type { Actor, SignInResult } from '../../../src/auth/ports';
import { systemClock } from '../../../src/model/clock';
import type { TenantId } from '../../../src/model/identifiers';
import { asObjectId, asTenantId, newCorrelationId } from '../../../src/model/identifiers';
import type { LogFields } from '../../../src/model/log';
import type { Person } from '../../../src/model/person';
import { openSqliteStore } from '../../../src/storage/sqlite-store';

const REDIRECT_URI = 'http://localhost:3978/auth/callback';

const SSO_RESOURCE = 'api://botid-local';

/** Robin of the sample world, as the chat knows them. */
export const PERSON: Person = {
  tenantId: asTenantId(ROBIN.tenantId)!,
  objectId: asObjectId(ROBIN.objectId)!,
  displayName: ROBIN.name,
};

/** This room against a local cloud, with everything it logged. */
export interface Rig {
  readonly local: LocalCloud;
  readonly azure: AzureCloud;
  readonly logged: { level: string; event: string; fields: LogFields }[];
}

/** A local cloud on free ports; the caller stops it. */
export function startLocal(): Promise<LocalCloud> {
  return startLocalCloud({ apiPort: 0, pagesPort: 0, redirectUris: [REDIRECT_URI] });
}

/** This room, new, against the local cloud as at its first start. */
export function rigOf(local: LocalCloud): Rig {
  local.world.reset();
  const logged: Rig['logged'] = [];
  const write = (level: string) => (event: string, fields: LogFields) => {
    logged.push({ level, event, fields });
  };
  const azure = createAzureCloud(
    {
      authorityHost: local.apiUrl,
      armEndpoint: local.apiUrl,
      armAudience: 'https://management.azure.com',
      clientId: local.clientId,
      credential: { kind: 'secret', secret: local.clientSecret },
      ssoResource: SSO_RESOURCE,
      redirectUri: REDIRECT_URI,
      isKnownAuthority: true,
    },
    {
      clock: systemClock,
      records: openSqliteStore(':memory:', systemClock),
      log: { info: write('info'), warn: write('warn'), error: write('error') },
      network: createNetworkSend({ ca: local.caPem }),
      wait: () => Promise.resolve(),
    },
  );
  return { local, azure, logged };
}

/** Robin, acting in a directory. */
export function actorAt(tenantId: string, claims?: string): Actor {
  const base = { person: PERSON, tenantId: tenant(tenantId), correlationId: newCorrelationId() };
  return claims === undefined ? base : { ...base, claims };
}

function tenant(id: string): TenantId {
  return asTenantId(id)!;
}

/** Signs in as a person at a screen would: opens the page and presses its buttons. */
export async function signIn(
  { azure }: Rig,
  tenantId: string,
  presses: {
    readonly person?: 'robin' | 'priya';
    readonly factor?: 'given';
    readonly consent?: 'given' | 'declined';
    readonly claims?: string;
  } = {},
): Promise<SignInResult> {
  const { claims, ...buttons } = presses;
  const attempt = await azure.signIn.begin({
    person: PERSON,
    tenantId: tenant(tenantId),
    conversationKey: 'conversation',
    correlationId: newCorrelationId(),
    ...(claims === undefined ? {} : { claims }),
  });
  const address = await azure.signIn.authorizeUrl(attempt.ticket);
  const body = new URLSearchParams({ person: 'robin', ...buttons });
  const page = await fetch(address!, { method: 'POST', body, redirect: 'manual' });
  const text = await page.text();
  // Where it refuses, the page has a link that leads back to the app.
  const back =
    page.headers.get('location') ?? /href="([^"]*error=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  if (back === undefined) throw new Error(`the sign-in page led nowhere: ${text}`);
  const query = new URL(back).searchParams;
  const named = (name: string): string | undefined => query.get(name) ?? undefined;
  return azure.signIn.complete({
    ...optional('state', named('state')),
    ...optional('code', named('code')),
    ...optional('error', named('error')),
    ...optional('errorDescription', named('error_description')),
  });
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<K, string>>);
}
