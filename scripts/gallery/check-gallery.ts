import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { loadCardRenderer } from '../../src/cards/load-card-renderer';
import { languageOf } from '../../src/model/language';

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

/** Which cards are looked at, and how. */
export interface Tour {
  /** BCP 47; decides the language of the cards. */
  readonly locale: string;
  readonly looksFor: (samples: number) => readonly Look[];
  /** All of them when not given. */
  readonly views?: readonly string[];
  /** Gets the page while each sheet stands on it, for instance to take its picture. */
  readonly keep?: (page: Page, view: string) => Promise<void>;
}

/** Shows every sample of every card in a browser, one sheet a view, and looks for what somebody could not read. */
export async function checkGallery(root: string, tour: Tour): Promise<SheetReport[]> {
  const { locale, looksFor, views, keep } = tour;
  const cardsFolder = join(root, 'cards');
  const contentFolder = join(root, 'content');
  // The browser reaches nothing: a drawing comes along with its card.
  const pictureAddress = (file: string): string =>
    `data:image/png;base64,${readFileSync(join(contentFolder, 'pictures', file)).toString('base64')}`;
  const renderer = loadCardRenderer({ cardsFolder, contentFolder, pictureAddress });
  return withPage(PAGE_WIDTH_PX, async (page) => {
    await preparePage(page, root);
    const reports: SheetReport[] = [];
    for (const [view, samples] of loadSamples(cardsFolder, languageOf(locale))) {
      if (views?.includes(view) === false) continue;
      await showSheet(page, { title: view, samples, looks: looksFor(samples.length), renderer, locale });
      await keep?.(page, view);
      reports.push({ view, samples: samples.length, faults: await faultsOnPage(page) });
    }
    return reports;
  });
}
