import { createHash } from 'node:crypto';
import { join } from 'node:path';

import fc from 'fast-check';

import { packageRoot } from '../../../../src/config/package';
import { PAGE_NAMES, loadPages } from '../../../../src/http/pages/page-content';
import { PAGE_POLICY, writePage } from '../../../../src/http/pages/write-page';
import { LANGUAGES } from '../../../../src/model/language';

const CONTENTS = loadPages(join(packageRoot(__dirname), 'content'));
const FRAME = {
  operator: { name: 'Fabrikam Consulting', contact: 'pal@fabrikam.example' },
  clientId: '5d1c6a3e-0000-4000-8000-000000000001',
  publicUrl: 'https://bot.fabrikam.example',
  version: '1.2.3',
  trailDaysAfterForget: 0,
};
const all = LANGUAGES.flatMap((language) => PAGE_NAMES.map((name) => ({ language, name })));

/** How a page is built, without its words. */
function frameOf(page: (typeof CONTENTS)['en']['home']): object {
  return {
    intro: page.intro.length,
    sections: page.sections.map(({ text = [], list = [], table }) => [
      text.length,
      list.length,
      table?.columns.length,
      table?.rows.map((row) => row.length),
    ]),
    who: JSON.stringify(page)
      .match(/\{[a-z]+\}/g)
      ?.sort(),
  };
}

test.each(all)(
  '$name in $language names who runs the bot and leaves nothing to fill in',
  ({ language, name }) => {
    const page = writePage(CONTENTS, name, language, FRAME);
    expect(page).toContain(FRAME.operator.name);
    expect(page).not.toMatch(/\{[a-z]+\}|undefined|\[object/i);
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain('PAL Assistant 1.2.3');
    if (name !== 'home')
      expect(page).toContain('<a href="mailto:pal@fabrikam.example">pal@fabrikam.example</a>');
  },
);

test('the page for customers has what an administrator looks for: the application ID, and the privacy page', () => {
  for (const language of LANGUAGES) {
    const page = writePage(CONTENTS, 'customers', language, FRAME);
    expect(page).toContain(FRAME.clientId);
    expect(page).toContain('https://bot.fabrikam.example/privacy');
    expect(page).toContain('Access Azure Service Management as organization users (preview)');
  }
});

test.each(all)(
  '$name in $language runs nothing, and loads nothing but drawings of the bot',
  ({ language, name }) => {
    const page = writePage(CONTENTS, name, language, FRAME);
    const ours = /<(source srcset|img src)="\/pictures\/[a-z-]+\.png"/g;
    expect(page.replace(ours, '')).not.toMatch(
      /<(script|img|source|iframe|link|form|object)|\son[a-z]+=|style=|url\(/i,
    );
    const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? '';
    expect(PAGE_POLICY).toContain(`sha256-${createHash('sha256').update(style).digest('base64')}`);
  },
);

test.each(PAGE_NAMES)('%s says the same in every language: part by part, with the same blanks', (name) => {
  for (const language of LANGUAGES) {
    expect(frameOf(CONTENTS[language][name])).toEqual(frameOf(CONTENTS.en[name]));
  }
});

test('every table row has a cell for every column', () => {
  for (const { language, name } of all) {
    for (const { table } of CONTENTS[language][name].sections) {
      for (const row of table?.rows ?? []) expect(row).toHaveLength(table?.columns.length ?? 0);
    }
  }
});

test('whatever the settings call the operator, it is text on the page and never a tag', () => {
  const quiet = writePage(CONTENTS, 'privacy', 'en', { ...FRAME, operator: { name: '', contact: '' } });
  const tags = (html: string): number => (html.match(/</g) ?? []).length;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, contact) => {
      const page = writePage(CONTENTS, 'privacy', 'en', { ...FRAME, operator: { name, contact } });
      expect(tags(page)).toBe(tags(quiet));
      expect(page).not.toMatch(/href="(?!mailto:|https:\/\/|\/)/i);
    }),
  );
});
