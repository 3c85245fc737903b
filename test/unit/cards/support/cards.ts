import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Sample } from '../../../../scripts/gallery/load-samples';
import { loadSamples } from '../../../../scripts/gallery/load-samples';
import { loadCardRenderer } from '../../../../src/cards/load-card-renderer';

const ROOT = join(__dirname, '../../../..');
export const CARDS_FOLDER = join(ROOT, 'cards');
export const CONTENT_FOLDER = join(ROOT, 'content');

/** The renderer over the shipped templates and texts. */
export const renderer = loadCardRenderer({
  cardsFolder: CARDS_FOLDER,
  contentFolder: CONTENT_FOLDER,
  pictureAddress: (file) => `https://bot.example/pictures/${file}`,
});

/** The file names in `cards/` with this ending, without it. */
export function namesIn(ending: string): string[] {
  return readdirSync(CARDS_FOLDER)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** Every sample of every card, titled with the name of the card. */
export function allSamples(): Sample[] {
  return [...loadSamples(CARDS_FOLDER)].flatMap(([name, samples]) =>
    samples.map(({ title, view }) => ({ title: `${name}, ${title}`, view })),
  );
}

export type Json = Readonly<Record<string, unknown>>;

interface Node {
  readonly node: Json;
  /** The names of the fields that lead to it. */
  readonly path: readonly string[];
}

/** Every object inside a card, the card itself first. */
export function nodesOf(card: unknown): Node[] {
  const found: Node[] = [];
  const visit = (node: unknown, path: readonly string[]): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, path);
    if (Array.isArray(node) || typeof node !== 'object' || node === null) return;
    found.push({ node: node as Json, path });
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'object') visit(value, [...path, key]);
    }
  };
  visit(card, []);
  return found;
}

/** The objects of a card that have this `type`. */
export function elementsOf(card: unknown, type: string): Json[] {
  return nodesOf(card)
    .filter(({ node }) => node['type'] === type)
    .map(({ node }) => node);
}

interface Text {
  readonly text: string;
  /** Of the element that holds it. */
  readonly type: string;
  /** The field that it stands in. */
  readonly field: string;
}

/** Every text inside a card. */
export function textsOf(card: unknown): Text[] {
  const found: Text[] = [];
  for (const { node, path } of nodesOf(card)) {
    const type = typeof node['type'] === 'string' ? node['type'] : (path.at(-1) ?? '');
    for (const [field, text] of Object.entries(node))
      if (typeof text === 'string') found.push({ text, field, type });
  }
  return found;
}

/** What shows on a card that a template or a value was not filled in. */
const UNFILLED = /\$\{|\bundefined\b|\bnull\b|\bNaN\b|\[object/;

/** The texts of a card in which something of the template or of the program is left. */
export function unfilledIn(card: unknown): string[] {
  return textsOf(card).flatMap(({ text }) => (UNFILLED.test(text) ? [text] : []));
}
