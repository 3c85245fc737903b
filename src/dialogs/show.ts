import { currentAt, homeDirectory, locate } from './locate';
import { statusView } from './link-views';
import { newDirectories } from './news';
import type { Request } from './request';
import { answer } from './context';
import type { DialogResult, DialogContext } from './context';

/** Answers "show my link". */
export async function showDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'show' }>,
): Promise<DialogResult> {
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const asked = await currentAt(context, request, located.directory);
  const home = homeDirectory(located.all);
  const isAtHome = asked.kind === 'managed-from-home' && home !== undefined;
  const directory = isAtHome ? home : located.directory;
  const read = isAtHome ? await currentAt(context, request, home) : asked;
  if (read.kind !== 'read') return read.result;
  const { unlinked, seen } = await newDirectories(context, located.all, directory.tenantId);
  return { ...answer(statusView(directory, read.current, 'show', unlinked)), ...seen };
}
