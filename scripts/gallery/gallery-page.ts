import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { z } from 'zod';

import type { CardRenderer } from '../../src/cards/load-card-renderer';
import { languageOf } from '../../src/model/language';

import { axeFaults } from './axe-faults';
import type { Theme } from './host-config';
import { hostConfig } from './host-config';
import type { Sample } from './load-samples';

/** How a card is looked at. */
export interface Look {
  readonly theme: Theme;
  readonly widthPx: number;
}

/** A chat window by day. */
export const DAY: Look = { theme: 'light', widthPx: 480 };
const NIGHT: Look = { theme: 'dark', widthPx: 480 };
/** A chat on a phone. */
export const PHONE: Look = { theme: 'light', widthPx: 360 };
/** Sheets with more samples leave the wide light look out: the phone is light as well, and pictures stay small. */
const SAMPLES_IN_EVERY_LOOK = 2;

/** A chat window by day, by night, and a phone. */
export function looksFor(samples: number): readonly Look[] {
  return samples > SAMPLES_IN_EVERY_LOOK ? [NIGHT, PHONE] : [DAY, NIGHT, PHONE];
}

const HIDDEN = '"isVisible":false,';
const SHOWN = '"isVisible":true,';

/** Prepares an empty page for showSheet: the renderer, axe and the styles. `root` is the folder of this project. */
export async function preparePage(page: Page, root: string): Promise<void> {
  await page.setContent('<!doctype html><html lang="en"><body></body></html>');
  await page.addStyleTag({ path: join(root, 'scripts/gallery/sheet.css') });
  await page.addScriptTag({ path: join(root, 'node_modules/adaptivecards/dist/adaptivecards.min.js') });
  await page.addScriptTag({ path: join(root, 'node_modules/axe-core/axe.min.js') });
  await page.addScriptTag({ path: join(root, 'scripts/gallery/in-page.js') });
}

/** One view with its samples, and how to show them. */
interface Sheet {
  readonly title: string;
  readonly samples: readonly Sample[];
  readonly looks: readonly Look[];
  readonly renderer: CardRenderer;
  readonly locale: string;
}

/** Shows every sample of one view, in every look. */
export async function showSheet(page: Page, sheet: Sheet): Promise<void> {
  const { title, samples, renderer, locale } = sheet;
  const variants = samples.flatMap((sample, position) =>
    variantsOf({ title: sample.title, card: renderer.render(sample.view, locale).card }, position),
  );
  const looks = sheet.looks.map((look) => ({ ...look, config: hostConfig(look.theme) }));
  const shown = { title, variants, looks, language: languageOf(locale) };
  await page.evaluate(`showSheet(${JSON.stringify(shown)})`);
}

/** A card with a part that a button unfolds is shown unfolded, and at first folded too. */
function variantsOf({ title, card }: { title: string; card: object }, position: number): object[] {
  const json = JSON.stringify(card);
  if (!json.includes(HIDDEN)) return [{ title, card }];
  const unfolded = {
    title: `${title}, unfolded`,
    card: JSON.parse(json.replaceAll(HIDDEN, SHOWN)) as unknown,
  };
  return position === 0 ? [{ title, card }, unfolded] : [unfolded];
}

/** What is wrong with the sheet on the page for somebody: axe violations, and what is cut off or needs scrolling. */
export async function faultsOnPage(page: Page): Promise<string[]> {
  const wide = z.array(z.string()).parse(await page.evaluate('tooWide()'));
  return [...(await axeFaults(page, 'main')), ...wide.map((where) => `too wide: ${where}`)];
}
