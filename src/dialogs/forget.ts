import type { OperationId } from '../model/identifiers';
import { newOperationId } from '../model/identifiers';
import type { ConversationState } from './state';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** As long as a planned change may wait for its confirmation. */
const LIFE_MS = 10 * 60 * 1000;

/** Shows what "forget me" deletes and what stays, and waits for the button. */
export function askToForget({ now }: Talk): Step {
  const operationId = newOperationId();
  return {
    views: [{ name: 'confirm-forget', data: { operationId } }],
    dialog: { kind: 'forgetting', operationId, askedAt: now.toISOString() },
  };
}

/** Deletes what is kept about the person, if it was asked on this very card a moment ago. */
export async function forgetDialog(
  talk: Talk,
  state: ConversationState,
  operationId: OperationId,
): Promise<Step> {
  const { asker, desk, pal } = talk;
  if (!isAsked(talk, state, operationId)) {
    return { ...answer({ name: 'superseded', data: {} }), dialog: state.dialog };
  }
  if (await pal.isExecuting(asker.person)) return answer({ name: 'forget-waits', data: {} });
  const { isComplete } = await desk.signOut(asker.person);
  await pal.forgetAll(asker.person);
  return { ...answer({ name: 'forgotten', data: { isIncomplete: !isComplete } }), forgets: true };
}

function isAsked(
  { now, confirmedOn }: Talk,
  { dialog, openCard }: ConversationState,
  operationId: OperationId,
): boolean {
  if (dialog.kind !== 'forgetting' || dialog.operationId !== operationId) return false;
  const isOtherCard = confirmedOn !== undefined && openCard !== undefined && confirmedOn !== openCard;
  return !isOtherCard && now.getTime() - Date.parse(dialog.askedAt) <= LIFE_MS;
}
