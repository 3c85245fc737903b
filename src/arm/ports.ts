import type { Actor } from '../auth/ports';
import type { DirectoryAccess, Subscription } from '../model/access';
import type { Directory, Link, LinkState } from '../model/directory';
import type { PartnerId, TenantId } from '../model/identifiers';
import type { Outcome } from '../model/problem';

/** Reads and writes the person's own link in one directory. One request to ARM a call for writes. */
export interface PartnerLinks {
  /** Reads the link. Retried (at most twice) within the deadline. */
  read(actor: Actor, signal: AbortSignal): Promise<Outcome<LinkState>>;
  /** PUT: for an account that has no link. Never retried here. The answer is what ARM said, checked for shape only. */
  create(actor: Actor, partnerId: PartnerId, signal: AbortSignal): Promise<Outcome<Link>>;
  /** PATCH: for an account that has another link. Never retried here. */
  update(actor: Actor, partnerId: PartnerId, signal: AbortSignal): Promise<Outcome<Link>>;
  /** DELETE of the id that a read returned. Never retried here. */
  remove(actor: Actor, partnerId: PartnerId, signal: AbortSignal): Promise<Outcome<void>>;
}

/** The directories that the person can see. */
export interface Directories {
  /** Home first, then by name. */
  list(actor: Actor, signal: AbortSignal): Promise<Outcome<Directory[]>>;
  /**
   * The directories of which subscriptions are seen at home because the home directory manages them (Azure Lighthouse).
   * The person may have an account in such a directory all the same.
   */
  managedFromHome(actor: Actor, signal: AbortSignal): Promise<Outcome<ReadonlySet<TenantId>>>;
}

/** What the person's access to a directory amounts to. Reads only. */
export interface Access {
  /**
   * The subscriptions that the account of the actor sees in the actor's directory, its roles on them and how they are
   * bought. What can't be read is a part that says so; a problem only where not even the list can be had. Four
   * subscriptions at once, those that can be in use in detail; ends with the signal, with what is known then.
   */
  read(actor: Actor, options: AccessOptions, signal: AbortSignal): Promise<Outcome<DirectoryAccess>>;
}

/** What is to be looked at. */
export interface AccessOptions {
  /** The directory of a customer that the actor's (the home directory) manages with Azure Lighthouse. */
  readonly managed?: TenantId;
  /** Which of those that are listed are meant; what it leaves out is not part of the answer. Absent: all. */
  readonly choose?: (listed: readonly Subscription[]) => readonly Subscription[];
  /** Only so many in detail, the others are listed; absent: fifty. */
  readonly most?: number;
}
