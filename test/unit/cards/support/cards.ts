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

/** Every object inside a card, the card itself first, with the names of the fields that lead to it. */
export function nodesOf(
  node: unknown,
  path: readonly string[] = [],
): { node: Json; path: readonly string[] }[] {
  if (Array.isArray(node)) return node.flatMap((item) => nodesOf(item, path));
  if (typeof node !== 'object' || node === null) return [];
  const inside = Object.entries(node).flatMap(([key, value]) => nodesOf(value, [...path, key]));
  return [{ node: node as Json, path }, ...inside];
}

/** The objects of a card that have this `type`. */
export function elementsOf(card: unknown, type: string): Json[] {
  return nodesOf(card)
    .filter(({ node }) => node['type'] === type)
    .map(({ node }) => node);
}

/** Every text inside a card, with the type of the element that holds it and the field it stands in. */
export function textsOf(card: unknown): { text: string; type: string; field: string }[] {
  return nodesOf(card).flatMap(({ node, path }) =>
    Object.entries(node)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([field, text]) => ({
        text,
        field,
        type: typeof node['type'] === 'string' ? node['type'] : (path.at(-1) ?? ''),
      })),
  );
}
