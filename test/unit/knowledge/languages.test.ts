import { LANGUAGES } from '../../../src/model/language';
import { filesIn, writtenIn } from './written';

const [first, ...others] = LANGUAGES;

describe.each(others)('the knowledge in %s', (language) => {
  const original = new Map(writtenIn(first).map((written) => [written.file, written]));
  const translated = writtenIn(language);

  test(`has exactly the files of ${first}`, () => {
    expect(filesIn(language)).toEqual(filesIn(first));
    expect(translated.map(({ file }) => file)).toEqual(filesIn(first));
  });

  test.each(translated.map((written) => [written.file, written] as const))(
    '%s has the steps, commands, sources and neighbours of its original',
    (file, { frame }) => {
      expect(frame).toEqual(original.get(file)?.frame);
    },
  );

  test('says everything in its own language', () => {
    const untranslated = translated.flatMap(({ file, headings, prose }) => {
      const said = new Set([...(original.get(file)?.headings ?? []), ...(original.get(file)?.prose ?? [])]);
      return [...headings, ...prose].filter((text) => said.has(text)).map((text) => `${file}: ${text}`);
    });
    expect(untranslated).toEqual([]);
  });
});
