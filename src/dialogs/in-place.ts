import type { Reply } from './turn';

/**
 * The replies, the first thing said in place of the card of the message `activityId`. A sign-in that Teams tries
 * silently is not seen: the card says that it is under way, and can show later what comes of it.
 */
export function inPlace(activityId: string, replies: readonly Reply[]): Reply[] {
  const at = replies.findIndex((reply) => reply.kind === 'say');
  return replies.flatMap((reply, index): Reply[] => {
    if (index !== at || reply.kind !== 'say') return [reply];
    const open = reply.isOpen === undefined ? {} : { isOpen: reply.isOpen };
    const tells = reply.tells === undefined ? {} : { tells: reply.tells };
    return reply.silentAttempt === undefined
      ? [{ kind: 'rewrite', activityId, view: reply.view, ...open, ...tells }]
      : [{ kind: 'rewrite', activityId, view: { name: 'working', data: {} }, ...open }, reply];
  });
}
