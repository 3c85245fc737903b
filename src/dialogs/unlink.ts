import { confirmView, statusView } from './link-views';
import { locate } from './locate';
import { obstacle } from './obstacle';
import type { Request } from './request';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** Goes on with "remove my link": the next question, the confirm card, or "nothing is linked". */
export async function unlinkDialog(talk: Talk, request: Extract<Request, { kind: 'unlink' }>): Promise<Step> {
  const located = await locate(talk, request);
  if (located.kind === 'step') return located.step;
  const { directory } = located;
  const current = await talk.pal.current(talk.asker, directory.tenantId);
  if (current.kind !== 'ok') {
    return obstacle(talk, current, {
      request: { ...request, tenantId: directory.tenantId },
      tenantId: directory.tenantId,
      directoryName: directory.name,
      action: 'unlink',
    });
  }
  const operation = await talk.pal.plan(talk.asker, { directory, current: current.value, wanted: null });
  return operation === undefined
    ? answer(statusView(directory, current.value, 'unlink'))
    : { views: [confirmView(operation)], dialog: { kind: 'confirming', operationId: operation.id } };
}
