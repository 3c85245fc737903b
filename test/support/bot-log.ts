/** Less than the time of a test, so that the test says what came instead; no promise hangs on it. */
const PATIENCE_MS = 60_000;

/** What the bot writes, line by line as it comes. */
export class BotLog {
  private readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();

  add(line: string): void {
    this.lines.push(line);
    for (const look of [...this.waiting]) look();
  }

  /** Everything that was written so far. */
  text(): string {
    return this.lines.join('\n');
  }

  /** What the pattern's group names in each line that has it, oldest first, once there are so many. */
  async found(pattern: RegExp, count: number): Promise<string[]> {
    const found = (): string[] => this.lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    return new Promise((resolve) => {
      const look = (): void => {
        if (found().length >= count) end();
      };
      const end = (): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found());
      };
      const timer = setTimeout(end, PATIENCE_MS);
      this.waiting.add(look);
      look();
    });
  }
}
