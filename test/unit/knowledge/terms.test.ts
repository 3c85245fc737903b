import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { Language } from '../../../src/model/language';
import { LANGUAGES } from '../../../src/model/language';

const ROOT = join(__dirname, '../../..');

const terms = z
  .object({
    terms: z.array(
      z.object({ en: z.string(), de: z.string(), avoid: z.record(z.array(z.string())) }).strict(),
    ),
  })
  .parse(JSON.parse(readFileSync(join(ROOT, 'docs/style/terms.json'), 'utf8'))).terms;

/** Titles and addresses of other people’s pages, words that are only searched for, and what a program reads. */
const NOT_OURS = new Set(['sources', 'keywords', 'id', 'related', 'url', 'type', 'verb', '$when', 'lines']);

/** Where people read sentences in a language. */
function filesOf(language: Language): string[] {
  const folders = [`knowledge/${language}`, `content/${language}`, ...(language === 'en' ? ['cards'] : [])];
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json') && !/sample|phrases|meanings|places|^de\//.test(name))
      .map((name) => `${folder}/${name}`),
  );
}

/** Every text in a file that people read. In the words of cards, the English is the name of the field. */
function textsIn(node: unknown): string[] {
  if (typeof node === 'string') return [node.replace(/\$\{[^}]*\}/g, '…')];
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (NOT_OURS.has(key) ? [] : textsIn(value)));
}

const textsOf = (language: Language) =>
  filesOf(language).flatMap((file) =>
    textsIn(JSON.parse(readFileSync(join(ROOT, file), 'utf8'))).map((text) => ({ file, text })),
  );

describe.each(LANGUAGES)('the words of the trade in %s', (language) => {
  const texts = textsOf(language);

  test('are read in hundreds of texts', () => {
    expect(texts.length).toBeGreaterThan(1_000);
  });

  test.each(terms)('one word for one thing: $en, $de', ({ avoid }) => {
    const others = (avoid[language] ?? []).map((pattern) => new RegExp(pattern, 'u'));
    const found = texts.filter(({ text }) => others.some((pattern) => pattern.test(text)));
    expect(found).toEqual([]);
  });
});
