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
});

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
    const value = { schema: 1, operationId: id, person, conversationKey, since: this.now() };
    await this.store.put('unfinished', id, value, { absent: true }, this.keepUntil());
  }

  /** The person was told. */
  async end(id: OperationId): Promise<void> {
    await this.store.delete('unfinished', id);
  }

  /** Those whose time is over, each claimed for one more lease, so that no two processes take up the same. */
  async *takeOver(): AsyncIterable<Interrupted> {
    for await (const record of this.store.list('unfinished')) {
      const parsed = schema.safeParse(record.value);
      if (!parsed.success || this.isUnderWay(parsed.data.since)) continue;
      const claimed = { ...parsed.data, since: this.now() };
      const put = await this.store.put(
        'unfinished',
        record.key,
        claimed,
        { etag: record.etag },
        this.keepUntil(),
      );
      if (put.kind === 'stored') yield parsed.data;
    }
  }

  private isUnderWay(since: string): boolean {
    return this.clock.now().getTime() - Date.parse(since) < LEASE_MS;
  }

  private now(): string {
    return this.clock.now().toISOString();
  }

  private keepUntil(): Date {
    return new Date(this.clock.now().getTime() + OPERATION_KEPT_MS);
  }
}
