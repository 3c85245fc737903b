import { z } from 'zod';

/** What the SDK relies on before anybody could look at an activity; without it, it fails in the middle of its work. */
const envelope = z.object({
  type: z.string().min(1),
  channelId: z.string().min(1),
  serviceUrl: z.string().regex(/^https?:\/\/[^/]/i),
  conversation: z.object({ id: z.string().min(1) }),
  from: z.object({}),
  recipient: z.object({}),
});

/** Whether a body has the outline of an activity. Who sent it, and what it means, is for others to check. */
export function isActivityEnvelope(body: unknown): boolean {
  return envelope.safeParse(body).success;
}
