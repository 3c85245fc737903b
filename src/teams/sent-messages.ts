import { BoundedMap } from '../lib/bounded-map';

/** Messages that are remembered; the one that was sent longest ago is forgotten for a new one. */
const MOST = 10_000;

/**
 * Which messages this process has sent. A client that presses says on which message, but not every client, and not every
 * one says it rightly: it counts only where the message is known here.
 */
export class SentMessages {
  private readonly sent = new BoundedMap<string, true>(MOST);

  /** Notes a message of a conversation. */
  note(conversationKey: string, activityId: string): void {
    this.sent.set(`${conversationKey}|${activityId}`, true);
  }

  /** Whether this process has sent it. */
  has(conversationKey: string, activityId: string): boolean {
    return this.sent.has(`${conversationKey}|${activityId}`);
  }
}
