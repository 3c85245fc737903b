import { crowdLinks } from '../world/crowd-of-directories';
import { findTenant } from '../world/lookup';
import { INITIAL_LINKS, SAMPLE_PEOPLE } from '../world/sample-world';
import type { LinkRow } from './link-row';
import { loadState, saveState, type SavedState } from './state-file';

/** What changes in the local cloud and is kept: links and approvals. */
export interface CloudState {
  row(tenantId: string, objectId: string): LinkRow | undefined;
  rows(): readonly LinkRow[];
  putRow(row: LinkRow): void;
  deleteRow(tenantId: string, objectId: string): void;
  hasConsent(tenantId: string): boolean;
  setConsent(tenantId: string, given: boolean): void;
  /** Back to the sample world as it was at the very first start. */
  reset(): void;
}

function initialState(crowd: number): SavedState {
  const links = [...INITIAL_LINKS, ...SAMPLE_PEOPLE.flatMap((person) => crowdLinks(person, crowd))];
  return {
    rows: links.map((link) => ({
      ...link,
      version: 1,
      updatedTime: link.createdTime,
      state: 'Active' as const,
    })),
    consents: [],
  };
}

function keyOf(tenantId: string, objectId: string): string {
  return `${tenantId}.${objectId}`;
}

/** Opens the state; with a file, every change is on disk before the call returns. */
export function openCloudState(stateFile?: string, crowd = 0): CloudState {
  const rows = new Map<string, LinkRow>();
  const consents = new Set<string>();

  const fill = (state: SavedState): void => {
    rows.clear();
    consents.clear();
    for (const row of state.rows) rows.set(keyOf(row.tenantId, row.objectId), row);
    for (const tenantId of state.consents) consents.add(tenantId);
  };
  const save = (): void => {
    if (stateFile !== undefined) saveState(stateFile, { rows: [...rows.values()], consents: [...consents] });
  };

  fill((stateFile === undefined ? undefined : loadState(stateFile)) ?? initialState(crowd));
  return {
    row: (tenantId, objectId) => rows.get(keyOf(tenantId, objectId)),
    rows: () => [...rows.values()],
    putRow: (row) => {
      rows.set(keyOf(row.tenantId, row.objectId), row);
      save();
    },
    deleteRow: (tenantId, objectId) => {
      rows.delete(keyOf(tenantId, objectId));
      save();
    },
    hasConsent: (tenantId) =>
      findTenant(tenantId)?.policy.kind !== 'consent-missing' || consents.has(tenantId),
    setConsent: (tenantId, given) => {
      if (given) consents.add(tenantId);
      else consents.delete(tenantId);
      save();
    },
    reset: () => {
      fill(initialState(crowd));
      save();
    },
  };
}
