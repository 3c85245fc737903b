import { FAQ_LABELS } from '../../../src/model/label';
import type { Language } from '../../../src/model/language';
import { LANGUAGES } from '../../../src/model/language';
import { changesWithoutSignIn } from './changes-without-sign-in';
import { knowledgeIn, writtenIn } from './written';

const PLACEHOLDERS = ['{tenant}', '{partnerId}', '{appId}'];

/** What a card would draw as something other than the words: links, emphasis, code, templates, headings, lists. */
const MARKS = /\[[^\]]*\]\s?\([^)]*\)|\*\*|__|`|\$\{|^\s*(#{1,6}|[-+*>]|\d+[.)])\s/mu;

/** Options and cmdlets that take a secret as it stands. */
const SECRETS = /--password|--client-secret|^az login .*\s-p\s|ConvertTo-SecureString/u;

/** What would be a command of another tool, by the tool that a title names. */
const FOREIGN: readonly (readonly [string, RegExp])[] = [
  ['PowerShell', /\baz /u],
  ['Azure CLI', /-Az/u],
  ['Terraform', /\baz |-Az/u],
];

const SEARCHES: Readonly<Record<Language, readonly (readonly [string, string])[]>> = {
  en: [
    ['data', 'data'],
    ['what data', 'data'],
    ['security', 'security'],
    ['access', 'access-request'],
  ],
  de: [
    ['daten', 'data'],
    ['welche Daten', 'data'],
    ['sicherheit', 'security'],
    ['Zugriff', 'access-request'],
  ],
};

describe.each(LANGUAGES)('the knowledge in %s', (language) => {
  const knowledge = knowledgeIn(language);
  const written = writtenIn(language);
  const entries = knowledge.topics.flatMap((topic) => knowledge.entry(topic) ?? []);
  const commands = written.flatMap(({ file, commands }) => commands.map((set) => ({ file, ...set })));

  test('answers every question that the bot understands, and no other', () => {
    expect([...knowledge.topics].sort()).toEqual([...FAQ_LABELS].sort());
  });

  test('leads from one answer to others that exist', () => {
    const astray = entries.flatMap(({ id, related }) =>
      related
        .filter((topic, place) => !knowledge.entry(topic) || topic === id || related.indexOf(topic) !== place)
        .map((topic) => `${id} to ${topic}`),
    );
    expect(astray).toEqual([]);
  });

  test('is plain text', () => {
    const marked = written.flatMap(({ headings, prose }) =>
      [...headings, ...prose].filter((text) => MARKS.test(text)),
    );
    const headings = written.flatMap((one) => one.headings).filter((text) => /[*_[\]`]/u.test(text));
    expect([...marked, ...headings]).toEqual([]);
  });

  test('has placeholders in commands only, and only those that the bot fills in', () => {
    const inTexts = written.flatMap(({ headings, prose }) =>
      [...headings, ...prose].filter((text) => /[{}]/u.test(text)),
    );
    const inCommands = commands.flatMap(({ lines }) =>
      lines.flatMap((line) => line.match(/\{[^}]*\}/gu) ?? []),
    );
    expect(inTexts).toEqual([]);
    expect(inCommands.filter((placeholder) => !PLACEHOLDERS.includes(placeholder))).toEqual([]);
  });

  test('never shows a command under the wrong tool', () => {
    const wrong = commands.flatMap(({ file, title, lines }) => {
      const isWrong = FOREIGN.find(([tool]) => title.includes(tool))?.[1] ?? /^/u;
      return lines.filter((line) => isWrong.test(line)).map((line) => `${file}, ${title}: ${line}`);
    });
    expect(wrong).toEqual([]);
  });

  test('signs in to a directory before a command changes anything', () => {
    expect(written.flatMap(changesWithoutSignIn)).toEqual([]);
  });

  test('never puts a secret on a command line', () => {
    expect(commands.flatMap(({ lines }) => lines).filter((line) => SECRETS.test(line))).toEqual([]);
  });

  test.each(SEARCHES[language])('finds what a customer asks about under %j', (words, id) => {
    expect(knowledge.search(words).map((concern) => concern.id)).toContain(id);
    expect(knowledge.search(words)[0]?.id).toBe(id);
  });

  test.each(knowledge.concerns.map((concern) => [concern.id, concern] as const))(
    'has words under which %s is found',
    (id, { keywords }) => {
      expect(keywords.length).toBeGreaterThanOrEqual(5);
      expect(new Set(keywords).size).toBe(keywords.length);
      expect(keywords.filter((word) => !knowledge.search(word).some((concern) => concern.id === id))).toEqual(
        [],
      );
    },
  );
});
