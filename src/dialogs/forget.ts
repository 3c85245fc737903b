import { apartMs } from '../model/clock';
import type { OperationId } from '../model/identifiers';
import { newOperationId } from '../model/identifiers';
import type { Pal } from '../pal/pal';
import { StorageAwayError } from '../storage/record-store';
import type { ConversationState } from './state';
import type { DialogContext, DialogResult, SignInService } from './context';
import { answer } from './context';

/** As long as a planned change may wait for its confirmation. */
const LIFE_MS = 10 * 60 * 1000;

/** What forgetting needs of a context. */
type Forgetting = Pick<DialogContext, 'caller' | 'now'> & {
  readonly signInService: Pick<SignInService, 'signOut'>;
  readonly pal: Pick<Pal, 'isExecuting' | 'erase' | 'trailDaysAfterForget'>;
};

/** Shows what "forget me" deletes and what stays, and waits for the button. */
export function askToForget({
  now,
  pal,
}: Pick<DialogContext, 'now'> & { readonly pal: Pick<Pal, 'trailDaysAfterForget'> }): DialogResult {
  const operationId = newOperationId();
  const trailDays = pal.trailDaysAfterForget;
  return {
    views: [{ name: 'confirm-forget', data: { operationId, trailDays } }],
    dialog: { kind: 'forgetting', operationId, askedAt: now.toISOString() },
  };
}

/**
 * Deletes what is kept about the person, if that was asked a moment ago. When the storage goes away
 * half-way, says so: asking again deletes the rest.
 */
export async function forgetDialog(
  context: Forgetting,
  state: ConversationState,
  operationId: OperationId,
): Promise<DialogResult> {
  if (!isAsked(context, state, operationId)) {
    return { ...answer({ name: 'superseded', data: {} }), dialog: state.dialog };
  }
  const { caller, pal } = context;
  if (await pal.isExecuting(caller.person)) return answer({ name: 'forget-waits', data: {} });
  try {
    return await forgetNow(context);
  } catch (error) {
    if (!(error instanceof StorageAwayError)) throw error;
    const { correlationId } = caller;
    return answer({ name: 'problem', data: { code: 'not-all-forgotten', correlationId } });
  }
}

async function forgetNow({ caller, signInService, pal }: Forgetting): Promise<DialogResult> {
  const { isComplete } = await signInService.signOut(caller.person);
  await pal.erase(caller.person);
  const trailDays = pal.trailDaysAfterForget;
  return { ...answer({ name: 'forgotten', data: { isIncomplete: !isComplete, trailDays } }), forgets: true };
}

function isAsked({ now }: Forgetting, { dialog }: ConversationState, operationId: OperationId): boolean {
  if (dialog.kind !== 'forgetting' || dialog.operationId !== operationId) return false;
  return apartMs(dialog.askedAt, now) <= LIFE_MS;
}
