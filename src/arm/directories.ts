import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { z } from 'zod';

import type { Directory } from '../model/directory';
import { MOST_DIRECTORIES } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import { asTenantId } from '../model/identifiers';
import type { Outcome } from '../model/problem';
import { ok } from '../model/problem';
import type { ArmCaller, ArmOperation, ArmSdkOptions } from './call';
import type { Directories } from './ports';
import type { Actor } from '../auth/ports';
import type { Wait } from '../lib/async';
import { retriedRead } from './read-pages';

const MOST_SUBSCRIPTIONS = 20_000;
const MOST_PAGES = 200;
/** A page. ARM lists every domain of a directory, and some have a thousand. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Directories by ARM's lists, asked for at home: that is the one tenant every person has an account in. */
export function createDirectories(parts: {
  readonly callArm: ArmCaller;
  readonly wait: Wait;
  readonly random: () => number;
}): Directories {
  async function listed<T>(
    actor: Actor,
    list: ArmOperation<T[]>,
    signal: AbortSignal,
  ): Promise<Outcome<T[]>> {
    const found = await retriedRead(() => parts.callArm(atHome(actor), list, signal), { ...parts, signal });
    return found.kind === 'not-linked' ? ok([]) : found;
  }

  return {
    list: async (actor, signal) => {
      const found = await listed(actor, TENANTS, signal);
      return found.kind === 'ok' ? ok(directoriesOf(found.value, actor.person.tenantId)) : found;
    },
    managedFromHome: async (actor, signal) => {
      const found = await listed(actor, SUBSCRIPTIONS, signal);
      return found.kind === 'ok' ? ok(managedTenants(found.value, actor.person.tenantId)) : found;
    },
  };
}

function atHome({ claims, ...actor }: Actor): Actor {
  const home = actor.person.tenantId;
  const isAtHome = actor.tenantId === home && claims !== undefined;
  return { ...actor, tenantId: home, ...(isAtHome ? { claims } : {}) };
}

const shownText = z.string().trim().min(1).max(256).optional().catch(undefined);
const tenantEntry = z.object({
  tenantId: z.string().transform((text) => asTenantId(text)),
  displayName: shownText,
  defaultDomain: shownText,
});
type TenantEntry = z.infer<typeof tenantEntry>;

const TENANTS: ArmOperation<unknown[]> = {
  verb: 'list',
  maxBytes: MAX_BYTES,
  run: async (options) => {
    const found = await entriesOf(
      clientOf(options).tenants.list(options.operation).byPage(),
      // The domains are most of it, and nobody needs them.
      (entry) => tenantEntry.safeParse(entry).data ?? {},
      MOST_DIRECTORIES,
    );
    // The person's own directory is always listed: an empty list is no answer of ARM.
    return found.length === 0 ? undefined : found;
  },
};

const subscriptionEntry = z.object({
  tenantId: z.string().transform((text) => asTenantId(text)),
  managedByTenants: z
    .array(z.object({ tenantId: z.string().transform((text) => asTenantId(text)) }))
    .max(1_000)
    .catch([]),
});
type SubscriptionEntry = z.infer<typeof subscriptionEntry>;

const SUBSCRIPTIONS: ArmOperation<(SubscriptionEntry | undefined)[]> = {
  verb: 'list',
  maxBytes: MAX_BYTES,
  run: (options) =>
    entriesOf(
      clientOf(options).subscriptions.list(options.operation).byPage(),
      (entry) => subscriptionEntry.safeParse(entry).data,
      MOST_SUBSCRIPTIONS,
    ),
};

function clientOf({ credential, client }: ArmSdkOptions): SubscriptionClient {
  return new SubscriptionClient(credential, client);
}

async function entriesOf<T>(
  pages: AsyncIterable<readonly unknown[]>,
  read: (entry: unknown) => T,
  most: number,
): Promise<T[]> {
  const found: T[] = [];
  let pageCount = 0;
  for await (const page of pages) {
    found.push(...page.slice(0, most - found.length).map(read));
    pageCount += 1;
    if (pageCount >= MOST_PAGES || found.length >= most) break;
  }
  return found;
}

/**
 * ARM's entries as directories: unreadable ones left out, each once, home first, then by name. `tenantCategory` is not
 * looked at: Microsoft publishes no meaning of it, and a guest directory has been seen with `ProjectedBy`.
 */
export function directoriesOf(entries: readonly unknown[], home: TenantId): Directory[] {
  const found = new Map<TenantId, Directory>();
  for (const value of entries) {
    const parsed: TenantEntry | undefined = tenantEntry.safeParse(value).data;
    const tenantId = parsed?.tenantId;
    if (parsed === undefined || tenantId === undefined || found.has(tenantId)) continue;
    const { defaultDomain = '', displayName } = parsed;
    const name = displayName ?? parsed.defaultDomain ?? tenantId;
    found.set(tenantId, { tenantId, name, defaultDomain, kind: tenantId === home ? 'home' : 'customer' });
  }
  if (!found.has(home)) found.set(home, { tenantId: home, name: home, defaultDomain: '', kind: 'home' });
  return [...found.values()].sort(byHomeThenName);
}

/** The other directories of which a subscription is seen at home that the home directory manages: Azure Lighthouse. */
function managedTenants(
  subscriptions: readonly (SubscriptionEntry | undefined)[],
  home: TenantId,
): ReadonlySet<TenantId> {
  const managed = subscriptions.flatMap((subscription) => {
    const tenantId = subscription?.tenantId;
    const isManaged = subscription?.managedByTenants.some((by) => by.tenantId === home) === true;
    return isManaged && tenantId !== undefined && tenantId !== home ? [tenantId] : [];
  });
  return new Set(managed);
}

function byHomeThenName(a: Directory, b: Directory): number {
  const isHomeFirst = Number(b.kind === 'home') - Number(a.kind === 'home');
  return isHomeFirst !== 0 ? isHomeFirst : a.name.localeCompare(b.name, 'en');
}
