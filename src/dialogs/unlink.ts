import { planMany } from './batch-plans';
import { currentAt, locate, manyOf } from './locate';
import { confirmView, statusView } from './link-views';
import type { Request } from './request';
import { answer } from './context';
import type { DialogResult, DialogContext } from './context';

/** Goes on with "remove my link": the next question, the confirm card, or "nothing is linked". */
export async function unlinkDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'unlink' }>,
): Promise<DialogResult> {
  const many = await manyOf(context, request);
  if (many !== undefined) {
    if ('views' in many) return many;
    const how = { isOnlyMissing: false, asksAboutOthers: false };
    return planMany(context, { ...many, ...how, action: 'unlink', wanted: null });
  }
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const { directory } = located;
  const read = await currentAt(context, request, directory);
  if (read.kind !== 'read') return read.result;
  const { current } = read;
  const operation = await context.pal.plan(context.asker, { directory, current, wanted: null });
  return operation === undefined
    ? answer(statusView(directory, current, 'unlink'))
    : { views: [confirmView(context, operation)], dialog: { kind: 'confirming', operationId: operation.id } };
}
