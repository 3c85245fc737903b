import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { z } from 'zod';

import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import { asTenantId } from '../model/identifiers';
import { ok } from '../model/problem';
import type { ArmCaller, ArmOperation } from './arm-caller';
import type { Directories } from './ports';
import type { Wait } from './retried-read';
import { retriedRead } from './retried-read';

const MOST_DIRECTORIES = 500;
const MOST_PAGES = 20;
const MAX_BYTES = 512 * 1024;

/** Directories by ARM's tenant list, asked for at home: that is the one tenant every person has an account in. */
export function createDirectories(parts: {
  readonly callArm: ArmCaller;
  readonly wait: Wait;
  readonly random: () => number;
}): Directories {
  return {
    list: async (actor, signal) => {
      const home = actor.person.tenantId;
      const { claims, ...rest } = actor;
      const isAtHome = actor.tenantId === home && claims !== undefined;
      const atHome = { ...rest, tenantId: home, ...(isAtHome ? { claims } : {}) };
      const listed = await retriedRead(() => parts.callArm(atHome, LIST, signal), { ...parts, signal });
      if (listed.kind === 'not-linked') return ok([]);
      return listed.kind === 'ok' ? ok(directoriesOf(listed.value, home)) : listed;
    },
  };
}

const LIST: ArmOperation<unknown[]> = {
  verb: 'list',
  maxBytes: MAX_BYTES,
  run: async ({ credential, client, operation }) => {
    const pages = new SubscriptionClient(credential, client).tenants.list(operation).byPage();
    const found: unknown[] = [];
    let pageCount = 0;
    for await (const page of pages) {
      found.push(...page);
      pageCount += 1;
      if (pageCount >= MOST_PAGES || found.length >= MOST_DIRECTORIES) break;
    }
    // The person's own directory is always listed: an empty list is no answer of ARM.
    return found.length === 0 ? undefined : found;
  },
};

const shownText = z.string().trim().min(1).max(256).optional().catch(undefined);
const entry = z.object({
  tenantId: z.string(),
  displayName: shownText,
  defaultDomain: shownText,
  tenantCategory: z.string().optional().catch(undefined),
});

/** ARM's entries as directories: unreadable ones left out, each once, home first, then by name. */
export function directoriesOf(entries: readonly unknown[], home: TenantId): Directory[] {
  const found = new Map<TenantId, Directory>();
  for (const value of entries.slice(0, MOST_DIRECTORIES)) {
    const parsed = entry.safeParse(value).data;
    const tenantId = asTenantId(parsed?.tenantId ?? '');
    if (parsed === undefined || tenantId === undefined || found.has(tenantId)) continue;
    const defaultDomain = parsed.defaultDomain ?? '';
    const name = parsed.displayName ?? parsed.defaultDomain ?? tenantId;
    found.set(tenantId, {
      tenantId,
      name,
      defaultDomain,
      kind: kindOf(tenantId, home, parsed.tenantCategory),
    });
  }
  if (!found.has(home)) found.set(home, { tenantId: home, name: home, defaultDomain: '', kind: 'home' });
  return [...found.values()].sort(byHomeThenName);
}

function kindOf(tenantId: TenantId, home: TenantId, category: string | undefined): Directory['kind'] {
  if (tenantId === home) return 'home';
  return category === 'ManagedBy' || category === 'ProjectedBy' ? 'lighthouse' : 'customer';
}

function byHomeThenName(a: Directory, b: Directory): number {
  const isHomeFirst = Number(b.kind === 'home') - Number(a.kind === 'home');
  return isHomeFirst !== 0 ? isHomeFirst : a.name.localeCompare(b.name, 'en');
}
