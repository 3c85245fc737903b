import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Template } from 'adaptivecards-templating';
import { z } from 'zod';

import { loadCommands } from './commands';
import { expandTemplate } from './expand-template';
import { loadProblemTexts } from './problem-texts';
import { templateData, VIEW_NAMES } from './template-data';
import type { View } from './view';

const DEFAULT_LOCALE = 'en';

/** A card ready to be sent. */
export interface RenderedCard {
  /** Adaptive Card JSON, schema 1.5. */
  readonly card: object;
  /** What a device says aloud. Holds no text of a person or a service. */
  readonly speech: string;
  /** What a notification shows: the heading of the card. Holds no text of a person or a service. */
  readonly summary: string;
}

/** Turns views into cards. */
export interface CardRenderer {
  /** `locale` (BCP 47, as the chat sends it) decides how dates are written. */
  render(view: View, locale?: string): RenderedCard;
}

const expandedCard = z
  .object({
    type: z.literal('AdaptiveCard'),
    speak: z.string().min(1),
    body: z.array(z.object({ type: z.string() }).passthrough()).min(1),
  })
  .passthrough();
const heading = z.object({ style: z.literal('heading'), text: z.string() });

/** Reads and parses every template once; throws, naming the file, if one is missing or broken. */
export function loadCardRenderer(folders: { cardsFolder: string; contentFolder: string }): CardRenderer {
  const problems = loadProblemTexts(folders.contentFolder, DEFAULT_LOCALE);
  const commands = loadCommands(folders.contentFolder, DEFAULT_LOCALE);
  const templates = new Map(VIEW_NAMES.map((name) => [name, readTemplate(folders.cardsFolder, name)]));
  return {
    render(view, locale = DEFAULT_LOCALE) {
      const template = templates.get(view.name);
      if (template === undefined) throw new Error(`There is no card "${view.name}".`);
      const data = templateData(view, { problems, commands, locale });
      const card = expandedCard.parse(expandTemplate(view.name, template, data));
      return { card, speech: card.speak, summary: headingOf(card.body) ?? card.speak };
    },
  };
}

function readTemplate(cardsFolder: string, name: string): Template {
  const path = join(cardsFolder, `${name}.json`);
  try {
    return new Template(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`The card template ${path} can't be used.`, { cause: error });
  }
}

function headingOf(body: readonly unknown[]): string | undefined {
  for (const element of body) {
    const parsed = heading.safeParse(element);
    if (parsed.success) return parsed.data.text;
  }
  return undefined;
}
