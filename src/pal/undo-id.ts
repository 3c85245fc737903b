import { createHash } from 'node:crypto';
import { asOperationId } from '../model/identifiers';
import type { OperationId } from '../model/identifiers';

const ID_BYTES = 16;

/**
 * The id of the operation that takes another one back, at the given attempt: always the same, so that "Undo" pressed
 * twice, even at two processes, is one operation. As hard to guess as the id that it is made from.
 */
export function undoIdOf(id: OperationId, attempt: number): OperationId {
  const bytes = createHash('sha256').update(`undo ${attempt} of ${id}`).digest().subarray(0, ID_BYTES);
  const undoId = asOperationId(bytes.toString('base64url'));
  if (undoId === undefined) throw new Error('Sixteen bytes are no operation id.');
  return undoId;
}
