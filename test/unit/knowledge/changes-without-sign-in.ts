import type { CommandSet, Written } from './written';

const SIGNS_IN = /^(az login\b.* --tenant \{tenant\}|Connect-AzAccount\b.* -TenantId \{tenant\})/u;
const SIGNS_OUT = /^(az logout|Disconnect-AzAccount)\b/u;
const CHANGES = /^\(?az (?!login).*\b(create|update|delete|reset)\b|\b(New|Update|Set|Remove)-Az/u;
const CHANGES_LINK =
  /\b(az managementpartner (create|update|delete)|(New|Update|Remove)-AzManagementPartner)\b/u;

/**
 * The lines of a file that would change something in whatever directory happens to be open. A set that touches a link
 * must sign in by itself, because people copy it alone; a longer procedure may go on from its earlier sets.
 */
export function changesWithoutSignIn({ file, commands }: Written): string[] {
  const signedIn = new Set<string>();
  return commands.flatMap((set) => {
    const tool = set.title.includes('PowerShell') ? 'PowerShell' : 'CLI';
    const loose = set.lines.filter((line) => {
      if (SIGNS_IN.test(line)) signedIn.add(tool);
      if (SIGNS_OUT.test(line)) signedIn.delete(tool);
      return CHANGES.test(line) && !signedIn.has(tool);
    });
    return [...loose, ...linkChangesAlone(set)].map((line) => `${file}, ${set.title}: ${line}`);
  });
}

function linkChangesAlone({ lines }: CommandSet): string[] {
  const signIn = lines.findIndex((line) => SIGNS_IN.test(line));
  return lines.filter((line, place) => CHANGES_LINK.test(line) && (signIn < 0 || place < signIn));
}
