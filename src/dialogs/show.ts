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
  // In a Lighthouse directory there is no account that could be linked: the link that counts stands at home.
  const directory =
    located.directory.kind === 'lighthouse'
      ? (homeDirectory(located.all) ?? located.directory)
      : located.directory;
  const read = await currentAt(talk, request, directory);
  return read.kind === 'step' ? read.step : answer(statusView(directory, read.current, 'show'));
}
