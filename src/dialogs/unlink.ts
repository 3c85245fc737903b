import { currentAt } from './current-at';
import { confirmView, statusView } from './link-views';
import { locate } from './locate';
import type { Request } from './request';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** Goes on with "remove my link": the next question, the confirm card, or "nothing is linked". */
export async function unlinkDialog(talk: Talk, request: Extract<Request, { kind: 'unlink' }>): Promise<Step> {
  const located = await locate(talk, request);
  if (located.kind === 'step') return located.step;
  const { directory } = located;
  const read = await currentAt(talk, request, directory);
  if (read.kind !== 'read') return read.step;
  const { current } = read;
  const operation = await talk.pal.plan(talk.asker, { directory, current, wanted: null });
  return operation === undefined
    ? answer(statusView(directory, current, 'unlink'))
    : { views: [confirmView(operation)], dialog: { kind: 'confirming', operationId: operation.id } };
}
