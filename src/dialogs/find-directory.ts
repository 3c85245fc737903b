import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';

/** A directory of which no more than its id is known: for people whose list was not read to its end. */
export function directoryById(tenantId: TenantId): Directory {
  return { tenantId, name: tenantId, defaultDomain: '', kind: 'customer' };
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
