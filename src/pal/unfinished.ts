import { z } from 'zod';
import { branded } from '../model/branded';
import type { Clock } from '../model/clock';
import { asObjectId, asOperationId, asTenantId } from '../model/identifiers';
import type { ObjectId, OperationId, TenantId } from '../model/identifiers';
import type { RecordStore } from '../storage/record-store';
import { OPERATION_KEPT_MS } from './operation';
import type { Operation } from './operation';

/** Longer than any turn takes, the result that follows "working on it" included: who has not told it by then is gone. */
export const LEASE_MS = 15_000;

const schema = z.object({
  schema: z.literal(1),
  operationId: branded<OperationId>(asOperationId),
  person: z.object({ tenantId: branded<TenantId>(asTenantId), objectId: branded<ObjectId>(asObjectId) }),
  conversationKey: z.string(),
  /** Since when some process has been at it; ISO 8601, UTC. */
  since: z.string(),
  /** When it was noted first, and how often it was taken up since; without them, not since this is counted. */
  begun: z.string().optional(),
  tries: z.number().int().min(0).default(0),
});
type Noted = z.infer<typeof schema>;

/** Where a conversation can't be reached each pause is twice the one before it, up to a quarter of an hour. */
const MOST_DOUBLINGS = 6;

/** A decision of a person that somebody was interrupted in. */
export type Interrupted = Pick<z.infer<typeof schema>, 'operationId' | 'person' | 'conversationKey'>;

/**
 * The decisions whose outcome has not reached the person yet. Each is noted before anything is done about it, and struck
 * off when the person was told, so that what a dying process leaves behind is found without a search.
 */
export class Unfinished {
  constructor(
    private readonly store: RecordStore,
    private readonly clock: Clock,
  ) {}

  /** Notes the decision; one that is noted already stays as it is. */
  async begin({ id, person, conversationKey }: Operation): Promise<void> {
    const now = this.now();
    const value = { schema: 1, operationId: id, person, conversationKey, since: now, begun: now, tries: 0 };
    await this.store.put('unfinished', id, value, { absent: true }, keepUntil(now));
  }

  /** The person was told. */
  async end(id: OperationId): Promise<void> {
    await this.store.delete('unfinished', id);
  }

  /** Those whose time is over, each claimed for one more lease, so that no two processes take up the same. */
  async *takeOver(): AsyncIterable<Interrupted> {
    for await (const record of this.store.list('unfinished')) {
      const noted = schema.safeParse(record.value).data;
      if (noted === undefined || this.isUnderWay(noted)) continue;
      if (await this.claimFor(noted, record.etag)) yield noted;
    }
  }

  /** Claims one before its time, because the person is there; false when they were told, or somebody else is at it. */
  async claim(id: OperationId): Promise<boolean> {
    const record = await this.store.get('unfinished', id);
    const noted = schema.safeParse(record?.value).data;
    return record !== undefined && noted !== undefined && this.claimFor(noted, record.etag);
  }

  private async claimFor(noted: Noted, etag: string): Promise<boolean> {
    const { begun = noted.since, tries } = noted;
    const claimed = { ...noted, since: this.now(), begun, tries: tries + 1 };
    const put = await this.store.put('unfinished', noted.operationId, claimed, { etag }, keepUntil(begun));
    return put.kind === 'stored';
  }

  private isUnderWay({ since, tries }: Noted): boolean {
    const doublings = Math.min(Math.max(0, tries - 1), MOST_DOUBLINGS);
    return this.clock.now().getTime() - Date.parse(since) < LEASE_MS * 2 ** doublings;
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}

/** Not longer than what it is about: afterwards nobody could say what came of it. */
function keepUntil(begun: string): Date {
  return new Date(Date.parse(begun) + OPERATION_KEPT_MS);
}
