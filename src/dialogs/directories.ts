import { workingDirectory } from './find-directory';
import { atHome, choiceOf, locate } from './locate';
import { obstacle } from './obstacle';
import type { Request } from './request';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** Answers "which directory": the one worked in, and the others. */
export async function whichDirectoryDialog(talk: Talk): Promise<Step> {
  const request = { kind: 'which-directory' } as const;
  const listed = await talk.pal.directories(talk.asker);
  if (listed.kind !== 'ok') return obstacle(talk, listed, atHome(talk, request));
  const working = workingDirectory(listed.value, talk.workingTenantId);
  return answer({
    name: 'which-directory',
    data: {
      account: talk.asker.person.displayName,
      directoryName: working?.name ?? '',
      directoryId: working?.tenantId ?? talk.asker.person.tenantId,
      directories: listed.value.map(choiceOf),
    },
  });
}

/** "Work in that directory from now on." */
export async function switchDirectoryDialog(
  talk: Talk,
  request: Extract<Request, { kind: 'switch-directory' }>,
): Promise<Step> {
  const located = await locate(talk, request);
  if (located.kind === 'step') return located.step;
  const { directory } = located;
  return {
    ...answer({
      name: 'directory-switched',
      data: { directoryName: directory.name, directoryId: directory.tenantId },
    }),
    workingTenantId: directory.tenantId,
  };
}
