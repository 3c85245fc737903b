import type { Template } from 'adaptivecards-templating';

import { mapNodes } from '../lib/map-nodes';

import type { TemplateData } from './template-data';

/** Stands for a `$` before a brace in the data while the template is expanded; clean-text.ts keeps it out of all data. */
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
