import type { View } from '../../src/cards/view';

/** Texts that decide which words of ours a card shows; they are never shown themselves. */
const OURS = new Set([
  'asked',
  'how',
  'purpose',
  'mistake',
  'reason',
  'kind',
  'action',
  'code',
  'next',
  'why',
  'state',
  'filter',
  'way',
  'what',
  'link',
  'verdict',
  'reasons',
  'lasting',
  'agreement',
  'scope',
  'through',
  'mender',
  'picture',
]);
/** Headings from the reviewed knowledge: our own sentences too (test/unit/knowledge holds them free of markdown). */
const OUR_HEADINGS: Partial<Record<View['name'], string>> = { answer: 'question', 'customer-card': 'title' };

/** The view with every foreign text, at any depth, replaced. */
export function withForeignText(view: View, text: string): View {
  const replace = (node: unknown, field: string): unknown => {
    if (typeof node === 'string') {
      return OURS.has(field) || OUR_HEADINGS[view.name] === field ? node : text;
    }
    if (Array.isArray(node)) return node.map((item: unknown) => replace(item, field));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replace(value, key)]));
  };
  return { name: view.name, data: replace(view.data, '') } as View;
}
