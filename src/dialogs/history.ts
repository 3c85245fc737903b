import { answer } from './context';
import type { DialogResult, DialogContext } from './context';

/** As many as can be read at a glance. */
const MOST_SHOWN = 8;

/** Answers "my history": what the person decided, newest first. */
export async function historyDialog({ asker, pal }: DialogContext): Promise<DialogResult> {
  const all = await pal.history(asker.person);
  const decisions = all
    .slice(0, MOST_SHOWN)
    .map(({ at, tenantId, directoryName, before, after, outcome }) => ({
      at,
      directoryName,
      directoryId: tenantId,
      before: before ?? '',
      after: after ?? '',
      outcome,
    }));
  return answer({ name: 'history', data: { decisions, more: all.length - decisions.length } });
}
