import { setImmediate } from 'node:timers/promises';

/** Time that passes only when a test says so; whoever sleeps is woken in order. */
export class VirtualTime {
  private sleepers: { at: number; wake: () => void }[] = [];

  constructor(public now: number) {}

  /** Resolves so many milliseconds later. */
  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.sleepers.push({ at: this.now + ms, wake });
    });
  }

  /** Lets so much time pass, with everything that happens meanwhile. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      // Whoever was woken goes on until they sleep again.
      for (let round = 0; round < 3; round += 1) await setImmediate();
      const next = this.sleepers.reduce<{ at: number; wake: () => void } | undefined>(
        (first, one) => (first === undefined || one.at < first.at ? one : first),
        undefined,
      );
      if (next === undefined || next.at > end) break;
      this.sleepers = this.sleepers.filter((one) => one !== next);
      this.now = Math.max(this.now, next.at);
      next.wake();
    }
    this.now = end;
  }
}
