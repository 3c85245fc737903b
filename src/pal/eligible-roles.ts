import { z } from 'zod';

import { readJsonFile } from '../lib/json';
import type { AccessRole, Permission } from '../model/access';

/** Whether a role counts. `actions-only`: no list names it, and it may do things but write nothing. */
export type RoleCounts = 'yes' | 'no' | 'unknown';

/** Which roles count, after the one list that Microsoft publishes. */
export interface EligibleRoles {
  /** Address of the list. */
  readonly source: string;
  /** ISO 8601 dates: of the list itself, and when it was compared last. */
  readonly sourceDate: string;
  readonly checkedOn: string;
  /** By the list where it names the role, else by what its definition allows. */
  counts(role: Pick<AccessRole, 'name' | 'kind' | 'permissions'>): RoleCounts;
}

const names = z.array(z.string().min(1)).min(1);
const file = z.object({
  source: z.string().url(),
  sourceDate: z.string().date(),
  checkedOn: z.string().date(),
  eligible: names,
  notEligible: names,
});

/** The roles of `eligible-roles.json` in the content folder. Throws when that is not as it should be. */
export function loadEligibleRoles(contentFolder: string): EligibleRoles {
  const { eligible, notEligible, ...about } = readJsonFile(file, contentFolder, 'eligible-roles.json');
  const yes = new Set(eligible.map(plainName));
  const no = new Set(notEligible.map(plainName));
  return {
    ...about,
    counts: ({ name, kind, permissions }) => {
      // Anybody may give a role of their own a name of the list.
      const listed = kind === 'built-in' && name !== undefined ? plainName(name) : '';
      if (yes.has(listed)) return 'yes';
      if (no.has(listed)) return 'no';
      return permissions === undefined ? 'unknown' : countsByActions(permissions);
    },
  };
}

/** Names are compared without case, and without what stands in brackets: "(Preview)" comes and goes. */
function plainName(name: string): string {
  return name
    .replace(/\([^)]*\)/g, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * For roles that no list names: who may write or delete in the control plane counts, who only reads does not. Data
 * actions never matter. Whoever may only start things ("action") is in no source. Azure's notActions take away from the
 * same role only.
 */
export function countsByActions(permissions: readonly Permission[]): RoleCounts {
  const kinds = new Set(permissions.flatMap(kindsLeft));
  if (kinds.has('write') || kinds.has('delete')) return 'yes';
  return kinds.has('action') ? 'unknown' : 'no';
}

const KINDS = ['write', 'delete', 'action', 'read'] as const;

function kindsLeft({ actions, notActions }: Permission): (typeof KINDS)[number][] {
  const taken = notActions.map(patternOf);
  return actions.flatMap((action) =>
    // An open end stands for all kinds: what is taken out of them is taken out one by one.
    (action.endsWith('*')
      ? KINDS.map((kind) => (action === '*' ? `*/${kind}` : `${action}/${kind}`))
      : [action]
    )
      .filter((one) => !taken.some((pattern) => pattern.test(one)))
      .flatMap((one) => KINDS.find((kind) => one.toLowerCase().endsWith(`/${kind}`)) ?? []),
  );
}

function patternOf(action: string): RegExp {
  const literal = action.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i');
}
