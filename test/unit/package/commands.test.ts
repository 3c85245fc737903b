import { join } from 'node:path';

import { loadCommands } from '../../../src/cards/commands';
import type { MenuCommand } from '../../../src/cards/commands';
import { LANGUAGES } from '../../../src/model/language';

import { FILES, made, ROOT } from './support';

function listsOf(): { scopes: string[]; commands: object[] }[] {
  const result = made();
  if (!result.ok) throw new Error('The package of the repository is made.');
  return result.manifest.bots[0]?.commandLists ?? [];
}
const shown = ({ title, description }: MenuCommand): object => ({ title, description });

test('the menu of the personal chat has exactly the commands that help lists and the bot understands', () => {
  const [personal] = listsOf();
  expect(personal?.scopes).toEqual(['personal']);
  expect(personal?.commands).toEqual(loadCommands(join(ROOT, 'content'), 'en').map(shown));
});

test('the menu of groups and channels has some of them, in the same words', () => {
  const [, group] = listsOf();
  expect(group?.scopes).toEqual(['team', 'groupChat']);
  const all = loadCommands(join(ROOT, 'content'), 'en').map(shown);
  expect(all).toEqual(expect.arrayContaining(group?.commands ?? []));
  expect(group?.commands.length).toBeLessThan(all.length);
});

test.each(LANGUAGES.filter((language) => language !== 'en'))(
  'the menus in %s have the words of that language’s help',
  (language) => {
    const said = JSON.parse(FILES.languages.get(`${language}.json`) ?? '{}') as Record<string, string>;
    const english = loadCommands(join(ROOT, 'content'), 'en').map(({ title }) => title);
    const theirs = loadCommands(join(ROOT, 'content'), language);
    for (const [list, { commands }] of listsOf().entries()) {
      for (const [index, command] of commands.entries()) {
        const place = `bots[0].commandLists[${list}].commands[${index}]`;
        const { title, description } = theirs[english.indexOf((command as { title: string }).title)] ?? {};
        expect([said[`${place}.title`], said[`${place}.description`]]).toEqual([title, description]);
      }
    }
  },
);
