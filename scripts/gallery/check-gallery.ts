import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { loadCardRenderer } from '../../src/cards/load-card-renderer';

import { withPage } from './browser';
import type { Look } from './gallery-page';
import { faultsOnPage, preparePage, showSheet } from './gallery-page';
import { loadSamples } from './load-samples';

const PAGE_WIDTH_PX = 1_400;

/** What one view came out as. */
export interface SheetReport {
  readonly view: string;
  readonly samples: number;
  /** In words; empty when all is well. */
  readonly faults: readonly string[];
}

/**
 * Shows every sample of every card in a browser, one sheet a view, and looks for accessibility faults.
 * `keep`, when given, gets the page while each sheet stands on it, for instance to take its picture.
 */
export async function checkGallery(
  root: string,
  looksFor: (samples: number) => readonly Look[],
  keep?: (page: Page, view: string) => Promise<void>,
): Promise<SheetReport[]> {
  const cardsFolder = join(root, 'cards');
  const renderer = loadCardRenderer({ cardsFolder, contentFolder: join(root, 'content') });
  return withPage(PAGE_WIDTH_PX, async (page) => {
    await preparePage(page, root);
    const reports: SheetReport[] = [];
    for (const [view, samples] of loadSamples(cardsFolder)) {
      await showSheet(page, { title: view, samples, looks: looksFor(samples.length), renderer });
      await keep?.(page, view);
      reports.push({ view, samples: samples.length, faults: await faultsOnPage(page) });
    }
    return reports;
  });
}
