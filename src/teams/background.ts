import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { ChannelError } from './channel/channel-error';

/** What waits to be done; more than these would be a sign of a channel that is away, and help nobody. */
const MOST_WAITING = 1_000;

/** Work that goes on after its HTTP request was answered. Its errors are logged; nothing else waits for it. */
export class Background {
  private readonly running = new Set<Promise<void>>();
  private readonly waiting = new Set<NodeJS.Timeout>();

  constructor(private readonly log: Log) {}

  /** Starts the work; the promise never rejects. */
  run(work: () => Promise<void>): Promise<void> {
    const one = work().catch((error: unknown) => {
      const { status, code: serviceCode } = error instanceof ChannelError ? error : {};
      const level = error instanceof ChannelError ? 'warn' : 'error';
      this.log[level]('teams.background.failed', { error: errorName(error), status, serviceCode });
    });
    this.running.add(one);
    void one.finally(() => this.running.delete(one));
    return one;
  }

  /** Starts the work after a while, unless the bot stops before. */
  later(ms: number, work: () => Promise<void>): void {
    if (this.waiting.size >= MOST_WAITING) {
      this.log.warn('teams.background.full', {});
      return;
    }
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      void this.run(work);
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
