import type { Directory } from '../model/directory';
import type { BatchId, OperationId, PartnerId } from '../model/identifiers';
import type { Asker } from './asker';
import type { Current } from './current';
import type { NewOperation } from './operations';
import { changeNeeded, linkedOf } from './rules';

/** What there is to plan: the wanted link for an account whose current one was just read. */
export interface Wish {
  readonly directory: Pick<Directory, 'tenantId' | 'name'>;
  readonly current: Current;
  readonly wanted: PartnerId | null;
}

/** What a change is part of. */
export interface PlanOptions {
  /** It takes another change back. */
  readonly isUndo?: boolean;
  readonly batchId?: BatchId;
  /** Under this id, so that planning it twice is one operation. */
  readonly id?: OperationId;
}

/** The change that makes the wish come true; undefined when it is so already. */
export function planOf(asker: Asker, wish: Wish, options: PlanOptions = {}): NewOperation | undefined {
  const { directory, current, wanted } = wish;
  const before = linkedOf(current.state);
  const kind = changeNeeded(before, wanted);
  if (kind === 'nothing') return undefined;
  return {
    kind,
    person: { tenantId: asker.person.tenantId, objectId: asker.person.objectId },
    conversationKey: asker.conversationKey,
    tenantId: directory.tenantId,
    directoryName: directory.name,
    account: { objectId: current.account.objectId, username: current.account.username },
    before,
    after: wanted,
    isUndo: options.isUndo ?? false,
    batchId: options.batchId,
    correlationId: asker.correlationId,
  };
}
