import type { WorldHandle } from '../../local/cloud/world-handle';
import { SAMPLE_TENANTS } from '../../local/cloud/world/sample-world';

const PARTNERS = /^\/providers\/microsoft\.managementpartner\/partners(?:\/(\d+))?$/i;

/** What ARM was asked about links, oldest first: `GET` without an id, else such as `PUT 1234567 in Contoso Retail: 200`. */
export function armCalls(world: WorldHandle): string[] {
  return world.journal().flatMap(({ method, path, tenant, status }) => {
    const match = PARTNERS.exec(path);
    if (match === null) return [];
    const name = SAMPLE_TENANTS.find(({ id }) => id === tenant)?.name ?? 'nowhere';
    return [`${[method, match[1]].filter(Boolean).join(' ')} in ${name}: ${status}`];
  });
}

/** The calls that change something. */
export function writesIn(world: WorldHandle): string[] {
  return armCalls(world).filter((call) => !call.startsWith('GET'));
}
