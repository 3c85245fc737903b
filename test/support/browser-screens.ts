import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageRoot } from '../../src/config/package';
import type { BrowserChat } from './browser-chat';

const ARE_WANTED = process.env['SCREENS'] === '1';

/** Keeps a picture of the chat for README.md and docs/INSTALL.md; only with SCREENS=1 (`npm run screens`), so that tests leave the tree as it is. */
export async function screen(chat: BrowserChat, name: string, heightPx?: number): Promise<void> {
  if (!ARE_WANTED) return;
  await chat.picture(pathOf(name), heightPx);
}

/** The same for a page of its own, down to `height`. */
export async function screenOfPage(page: Page, name: string, height: number): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  if (!ARE_WANTED) return;
  writeFileSync(pathOf(name), await page.screenshot({ clip: { x: 0, y: 0, width, height } }));
}

function pathOf(name: string): string {
  return join(packageRoot(__dirname), 'docs', 'screens', `${name}.png`);
}
