/** Messages that are remembered; the one that was sent longest ago is forgotten for a new one. */
const MOST = 10_000;

/**
 * Which messages this process has sent. A client that presses says on which message, but not every client, and not every
 * one says it rightly: it counts only where the message is known here.
 */
export class SentMessages {
  private readonly sent = new Set<string>();

  /** Notes a message of a conversation. */
  note(conversationKey: string, activityId: string): void {
    const name = `${conversationKey}|${activityId}`;
    this.sent.delete(name);
    this.sent.add(name);
    const [oldest] = this.sent;
    if (this.sent.size > MOST && oldest !== undefined) this.sent.delete(oldest);
  }

  /** Whether this process has sent it. */
  has(conversationKey: string, activityId: string): boolean {
    return this.sent.has(`${conversationKey}|${activityId}`);
  }
}
