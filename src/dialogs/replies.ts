import type { View } from '../cards/view';
import type { OperationId } from '../model/identifiers';
import type { Step } from './talk';
import type { Reply } from './turn';

/** What a step says beside the open card. */
export function told(step: Step): Reply[] {
  return step.views.map((view, index) => ({ kind: 'say', view, ...tellsOf(step, index) }));
}

/** The last thing said is what counts. */
function tellsOf({ tells, views }: Step, index: number): { tells?: OperationId } {
  return tells === undefined || index < views.length - 1 ? {} : { tells };
}

/** What a step says; the card of the dialog that it opens comes last. */
export function said(step: Step): Reply[] {
  const { dialog } = step;
  const last = dialog.kind === 'idle' ? undefined : step.views.at(-1);
  const opens = {
    isOpen: true,
    ...(dialog.kind === 'signing-in' && dialog.isSilent ? { silentAttempt: dialog.attemptId } : {}),
  };
  return step.views.map((view, index) => ({
    kind: 'say',
    view,
    ...(view === last ? opens : {}),
    ...tellsOf(step, index),
  }));
}

/** The view in place of the card of the message, if there is one. */
export function inPlaceOf(activityId: string | undefined, view: View): Reply {
  return activityId === undefined ? { kind: 'say', view } : { kind: 'rewrite', activityId, view };
}
