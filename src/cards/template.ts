import type { Template } from 'adaptivecards-templating';

import { mapNodes } from '../lib/map-nodes';
import type { TemplateData } from './template-data';

/** The words of one card in another language: the English text as it stands in the template → the other one. */
export type CardWords = Readonly<Record<string, string>>;

/** The properties of a card that people read or hear. */
const READ_BY_PEOPLE = new Set([
  'text',
  'title',
  'label',
  'placeholder',
  'errorMessage',
  'speak',
  'fallbackText',
  'altText',
]);
const BINDING = /\$\{[^}]*\}/g;
const QUOTED = /'[^']*\p{L}[^']*'/u;
const LETTER = /\p{L}/u;

/** The texts of a template that a translation must have: whatever has words of ours in it. */
export function textsToTranslate(template: unknown): string[] {
  const found = new Set<string>();
  visit(template, (text) => {
    found.add(text);
    return text;
  });
  return [...found];
}

/** The template in another language; a text without a translation stays English. */
export function translateTemplate(template: unknown, words: CardWords): unknown {
  const known = new Map(Object.entries(words));
  return visit(template, (text) => known.get(text) ?? text);
}

function visit(node: unknown, change: (text: string) => string, field = ''): unknown {
  if (typeof node === 'string') return isOurText(field, node) ? change(node) : node;
  if (Array.isArray(node)) return node.map((item: unknown) => visit(item, change, field));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value, change, key)]));
}

function isOurText(field: string, text: string): boolean {
  if (!READ_BY_PEOPLE.has(field)) return false;
  const bindings = text.match(BINDING) ?? [];
  return LETTER.test(text.replace(BINDING, '')) || bindings.some((binding) => QUOTED.test(binding));
}

/** Stands for a `$` before a brace in the data while the template is expanded; card-text.ts keeps it out of all data. */
const HIDDEN_DOLLAR = '\uE000';

/**
 * Fills a template once. A `${…}` in the data stays the text it is; a `${…}` of the template that found no value is
 * a fault of ours, and throws rather than being shown to a person.
 */
export function expandTemplate(name: string, template: Template, data: TemplateData): unknown {
  const hidden = mapTexts(data, (text) => text.replaceAll('${', `${HIDDEN_DOLLAR}{`));
  const expanded: unknown = template.expand({ $root: hidden });
  return mapTexts(expanded, (text) => {
    if (text.includes('${')) throw new Error(`The card "${name}" is not filled: ${text}`);
    return text.replaceAll(HIDDEN_DOLLAR, '$');
  });
}

function mapTexts(node: unknown, change: (text: string) => string): unknown {
  return mapNodes(node, (one) => (typeof one === 'string' ? change(one) : one));
}
