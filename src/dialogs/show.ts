import { currentAt } from './current-at';
import { homeDirectory } from './find-directory';
import { statusView } from './link-views';
import { locate } from './locate';
import type { Request } from './request';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** Answers "show my link". */
export async function showDialog(talk: Talk, request: Extract<Request, { kind: 'show' }>): Promise<Step> {
  const located = await locate(talk, request);
  if (located.kind === 'step') return located.step;
  const asked = await currentAt(talk, request, located.directory);
  const home = homeDirectory(located.all);
  const isAtHome = asked.kind === 'managed-from-home' && home !== undefined;
  const directory = isAtHome ? home : located.directory;
  const read = isAtHome ? await currentAt(talk, request, home) : asked;
  return read.kind === 'read' ? answer(statusView(directory, read.current, 'show')) : read.step;
}
