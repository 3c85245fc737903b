import { homeDirectory } from './find-directory';
import { statusView } from './link-views';
import { locate } from './locate';
import { obstacle } from './obstacle';
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
  const current = await talk.pal.current(talk.asker, directory.tenantId);
  if (current.kind !== 'ok') {
    return obstacle(talk, current, {
      request: { ...request, tenantId: directory.tenantId },
      tenantId: directory.tenantId,
      directoryName: directory.name,
      action: 'show',
    });
  }
  return answer(statusView(directory, current.value, 'show'));
}
