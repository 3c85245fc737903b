import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import { asTenantId } from '../model/identifiers';

/** What is known of the directory that a request is about. */
export interface Wanted {
  readonly tenantId?: TenantId;
  /** A domain, a name, or words of it. */
  readonly named?: string;
}

/** The directories that fit; by id exactly, else by domain, else by name, best fit only. */
export function matchDirectories(directories: readonly Directory[], wanted: Wanted): Directory[] {
  if (wanted.tenantId !== undefined) return directories.filter((one) => one.tenantId === wanted.tenantId);
  const words = fold(wanted.named ?? '');
  if (words === '') return [];
  const fits: ((one: Directory) => boolean)[] = [
    (one) => one.tenantId === words || fold(one.defaultDomain) === words || fold(one.name) === words,
    (one) => fold(one.name).startsWith(words) || fold(one.defaultDomain).startsWith(`${words}.`),
    (one) => ` ${fold(one.name)} `.includes(` ${words} `),
  ];
  for (const fit of fits) {
    const found = directories.filter(fit);
    if (found.length > 0) return found;
  }
  return [];
}

/** A directory of which no more than its id is known: for people whose list was not read to its end. */
export function directoryById({ tenantId, named }: Wanted): Directory | undefined {
  const id = tenantId ?? asTenantId(fold(named ?? ''));
  return id === undefined ? undefined : { tenantId: id, name: id, defaultDomain: '', kind: 'customer' };
}

/** The directory the person works in when they name none: the one they switched to, else their home. */
export function workingDirectory(
  directories: readonly Directory[],
  workingTenantId: TenantId | undefined,
): Directory | undefined {
  return directories.find((one) => one.tenantId === workingTenantId) ?? homeDirectory(directories);
}

/** The directory the person's Teams account belongs to. */
export function homeDirectory(directories: readonly Directory[]): Directory | undefined {
  return directories.find((one) => one.kind === 'home');
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
