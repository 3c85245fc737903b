import type { Directory } from '../model/directory';
import { failed } from '../model/problem';
import type { Current } from '../pal/pal';
import { obstacle } from './obstacle';
import type { DirectoryRequest } from './request';
import type { Step, Talk } from './talk';

/** The account and its link in a directory, or the step that says what stands in the way of reading it. */
type Read =
  | { readonly kind: 'read'; readonly current: Current }
  /** `managed-from-home`: there is no account that could be linked; the link that counts stands at home. */
  | { readonly kind: 'managed-from-home' | 'step'; readonly step: Step };

/** Reads the link that a request is about. When the person must sign in first, the request waits for that. */
export async function currentAt(
  talk: Talk,
  request: Exclude<DirectoryRequest, { kind: 'switch-directory' }>,
  directory: Directory,
): Promise<Read> {
  const { tenantId, name } = directory;
  const { correlationId } = talk.asker;
  const current =
    directory.kind === 'lighthouse'
      ? failed({ code: 'managed-from-home', correlationId })
      : await talk.pal.current(talk.asker, tenantId);
  if (current.kind === 'ok') return { kind: 'read', current: current.value };
  const partnerId = request.kind === 'link' ? request.partnerId : undefined;
  const step = await obstacle(talk, current, {
    request: { ...request, tenantId },
    tenantId,
    directoryName: name,
    action: request.kind,
    ...(partnerId === undefined ? {} : { partnerId }),
  });
  const isManaged = current.kind === 'problem' && current.problem.code === 'managed-from-home';
  return { kind: isManaged ? 'managed-from-home' : 'step', step };
}
