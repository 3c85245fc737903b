import { join } from 'node:path';

import { commandsSchema, readHelp } from '../../../src/cards/commands';
import { LANGUAGES } from '../../../src/model/language';
import { readPhrases } from '../../../src/understanding/rules/phrases';
import { englishContent, makeUnderstanding } from './make-understanding';

const CONTENT_FOLDER = join(__dirname, '../../../content');
const commands = commandsSchema.parse(englishContent('commands.json'));

describe('the commands that a person is told of', () => {
  const understanding = makeUnderstanding();

  test.each(commands.map(({ title, label }) => [title, label] as const))(
    '%j does what it says',
    (title, label) => {
      expect(understanding.understand(title).label).toBe(label);
      expect(understanding.understand(`Please ${title.toUpperCase()}!`).label).toBe(label);
    },
  );

  test('have titles of their own', () => {
    expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
  });

  test.each([
    ['a title too long for Teams', [{ title: 'x'.repeat(33), button: 'x', description: 'x', label: 'help' }]],
    ['a label nobody knows', [{ title: 'x', button: 'x', description: 'x', label: 'dance' }]],
    ['a field too many', [{ title: 'x', button: 'x', description: 'x', label: 'help', icon: 'x' }]],
    ['no command at all', []],
  ])('are refused with %s', (_, json) => {
    expect(() => commandsSchema.parse(json)).toThrow();
  });
});

describe.each(LANGUAGES)('what help lists in %s', (language) => {
  const understanding = makeUnderstanding();
  const lines = readHelp(CONTENT_FOLDER, language).flatMap((group) => group.lines);

  test.each(lines)('$say is understood as $label at once', ({ say, label }) => {
    expect(understanding.understand(say, language)).toMatchObject({ label, band: 'answer' });
  });

  test('is the same in every language, and has every command of the menu', () => {
    const labels = lines.map((line) => line.label);
    expect(labels).toEqual(
      readHelp(CONTENT_FOLDER, 'en').flatMap((group) => group.lines.map((line) => line.label)),
    );
    expect(labels).toEqual(
      expect.arrayContaining(commands.map(({ label }) => label).filter((one) => one !== 'help')),
    );
  });
});

describe('the phrases', () => {
  const phrases = readPhrases(englishContent('phrases.json'));

  test('mean one thing each', () => {
    const said = [...phrases.exact, ...phrases.marks].flatMap((entry) =>
      entry.phrases.map((phrase) => phrase.toLowerCase()),
    );
    expect(said.filter((phrase, place) => said.indexOf(phrase) !== place)).toEqual([]);
  });

  test('are understood as what they stand under', () => {
    const understanding = makeUnderstanding([{ language: 'en', phrases }]);
    const wrong = [...phrases.exact, ...phrases.marks]
      .flatMap(({ label, phrases: said }) => said.map((phrase) => ({ label, phrase })))
      .filter(({ phrase }) => !phrase.includes('token'))
      .filter(({ label, phrase }) => understanding.understand(phrase).label !== label);
    expect(wrong).toEqual([]);
  });

  test.each([
    ['a group that is missing', { groups: {} }],
    ['a label nobody knows', { exact: [{ label: 'dance', phrases: ['dance'] }] }],
    ['a field too many', { jokes: [] }],
  ])('are refused with %s', (_, change) => {
    expect(() =>
      makeUnderstanding([{ language: 'en', phrases: readPhrases({ ...phrases, ...change }) }]),
    ).toThrow();
  });
});
