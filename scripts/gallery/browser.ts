import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';

import { chromiumOptions } from '../chromium';

/** Runs `work` on one page of a fresh browser that reaches no network; closes the browser whatever happens. */
export async function withPage<T>(widthPx: number, work: (page: Page) => Promise<T>): Promise<T> {
  const userData = mkdtempSync(join(tmpdir(), 'card-gallery-'));
  const context = await chromium.launchPersistentContext(userData, {
    ...chromiumOptions(process.env),
    viewport: { width: widthPx, height: 900 },
    offline: true,
  });
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
    rmSync(userData, { recursive: true, force: true });
  }
}
