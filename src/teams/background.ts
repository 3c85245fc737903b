import type { Log } from '../model/log';
import { errorName } from '../model/log';

/** Work that goes on after its HTTP request was answered. Its errors are logged; nothing else waits for it. */
export class Background {
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly log: Log) {}

  /** Starts the work; the promise never rejects. */
  run(work: () => Promise<void>): Promise<void> {
    const one = work().catch((error: unknown) => {
      this.log.error('teams.background.failed', { error: errorName(error) });
    });
    this.running.add(one);
    void one.finally(() => this.running.delete(one));
    return one;
  }

  /** Resolves when everything that was started has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }
}
