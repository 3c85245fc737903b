import { atHome, choiceOf, locate, workingDirectory } from './locate';
import { blocked } from './sign-in';
import type { Request } from './request';
import { answer } from './context';
import type { DialogResult, DialogContext } from './context';

/** Answers "which directory": the one worked in, and the others. */
export async function whichDirectoryDialog(context: DialogContext): Promise<DialogResult> {
  const request = { kind: 'which-directory' } as const;
  const listed = await context.pal.directories(context.asker);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const working = workingDirectory(listed.value, context.workingTenantId);
  return answer({
    name: 'which-directory',
    data: {
      account: context.asker.person.displayName,
      directoryName: working?.name ?? '',
      directoryId: working?.tenantId ?? context.asker.person.tenantId,
      directories: listed.value.map(choiceOf),
    },
  });
}

/** "Work in that directory from now on." */
export async function switchDirectoryDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'switch-directory' }>,
): Promise<DialogResult> {
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const { directory } = located;
  return {
    ...answer({
      name: 'directory-switched',
      data: { directoryName: directory.name, directoryId: directory.tenantId },
    }),
    workingTenantId: directory.tenantId,
  };
}
