import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { ChannelError } from './channel/connector';

/** What waits to be done; more than these would be a sign of a channel that is away, and help nobody. */
const MOST_WAITING = 1_000;

/** Work that goes on after its HTTP request was answered. Its errors are logged; nothing else waits for it. */
export class Background {
  private readonly running = new Set<Promise<void>>();
  private readonly waiting = new Set<NodeJS.Timeout>();

  constructor(private readonly log: Log) {}

  /** Starts the work; `ended` never rejects. */
  run(work: () => Promise<void>): { readonly ended: Promise<void> } {
    const failed = (error: unknown): void => {
      const { status, code: serviceCode } = error instanceof ChannelError ? error : {};
      const level = error instanceof ChannelError ? 'warn' : 'error';
      this.log[level]('teams.background.failed', { error: errorName(error), status, serviceCode });
    };
    const ended = work()
      .catch(failed)
      .finally(() => this.running.delete(ended));
    this.running.add(ended);
    return { ended };
  }

  /** Starts the work after a while, unless the bot stops before. */
  later(ms: number, work: () => Promise<void>): void {
    if (this.waiting.size >= MOST_WAITING) {
      this.log.warn('teams.background.full', {});
      return;
    }
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      this.run(work);
    }, ms);
    this.waiting.add(timer);
  }

  /** Ends all waiting; resolves when everything that was started has ended. */
  async settled(): Promise<void> {
    for (const timer of this.waiting) clearTimeout(timer);
    this.waiting.clear();
    await Promise.all(this.running);
  }
}
