import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { chromiumOptions } from '../../scripts/chromium';

const PATIENCE_MS = 60_000;

/** What a client of Teams answers when a page in its window for signing in begins to speak with it. */
const INTRODUCTION = ['authentication', 'desktop', JSON.stringify({ apiVersion: 4, supports: {} }), '2.58.0'];

/** Opens windows, writes down what they say, and answers like Teams. */
const OPENER = `<!doctype html><title>opener</title><script>
  const received = [];
  addEventListener('message', ({ data, source, origin }) => {
    received.push({ func: data.func, args: data.args, origin });
    if (data.func !== 'initialize') return;
    const { id, uuidAsString } = data;
    source.postMessage({ id, uuidAsString, args: ${JSON.stringify(INTRODUCTION)} }, origin);
  });
</script>`;

const receivedSchema = z.array(
  z.object({ func: z.string(), args: z.array(z.unknown()), origin: z.string() }),
);

/** A window that somebody has opened for signing in. */
export interface SignInWindow {
  readonly page: Page;
  /** What the window has told its opener, oldest first. */
  readonly received: () => Promise<z.infer<typeof receivedSchema>>;
  /** Resolves when the opener has received it. */
  readonly hears: (func: string) => Promise<unknown>;
  /** What the browser has complained about, and whom it was to ask beyond this machine. */
  readonly faults: readonly string[];
}

/** A browser in which pages of any host, Teams' too, can open the bot's. Nothing leaves the machine. */
export class TeamsWindows {
  private constructor(private readonly browser: Browser) {}

  static async open(): Promise<TeamsWindows> {
    return new TeamsWindows(await chromium.launch(chromiumOptions(process.env)));
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** `opener`: the origin of the page that opens the window; absent: the person has opened it. */
  async visit(address: string, opener?: string): Promise<SignInWindow> {
    const faults: string[] = [];
    const context = await this.browser.newContext();
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    context.on('weberror', (error) => faults.push(error.error().message));
    await stayHere(context, opener, faults);
    const first = await context.newPage();
    if (opener === undefined) {
      await first.goto(address);
      return { page: first, faults, received: () => Promise.resolve([]), hears: () => Promise.resolve() };
    }
    await first.goto(`${opener}/chat`);
    const opened = context.waitForEvent('page');
    await first.evaluate(`void window.open(${JSON.stringify(address)}, '_blank', 'width=600,height=535')`);
    return {
      page: await opened,
      faults,
      received: async () => receivedSchema.parse(await first.evaluate('received')),
      hears: (func) => first.waitForFunction(`received.some(({ func }) => func === ${JSON.stringify(func)})`),
    };
  }
}

async function stayHere(
  context: BrowserContext,
  opener: string | undefined,
  faults: string[],
): Promise<void> {
  const isElsewhere = (url: URL): boolean => !['localhost', '127.0.0.1'].includes(url.hostname);
  await context.route(isElsewhere, async (route) => {
    const { origin } = new URL(route.request().url());
    if (origin === opener) return route.fulfill({ contentType: 'text/html', body: OPENER });
    faults.push(`asks ${origin}`);
    return route.abort();
  });
}
