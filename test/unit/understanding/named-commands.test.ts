import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { loadCommands } from '../../../src/cards/commands';
import { isFaqLabel } from '../../../src/model/label';
import type { Language } from '../../../src/model/language';
import { LANGUAGES } from '../../../src/model/language';
import { makeUnderstanding } from './make-understanding';

const ROOT = join(__dirname, '../../..');
const CONTENT = join(ROOT, 'content');

/** How a text names what to type: in quotation marks, or after a colon. */
const NAMED: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:type|say)(?::| “)[^.\n]*/gi,
  de: /\bschreiben\b[^:„.\n]*(?::|„)[^.\n]*/gi,
};
const QUOTED = /[„“]([^„“”]+)[“”]/g;
const LISTED = /:\s+([\p{L} ]+(?:,[\p{L} ]+)*)$/u;
const JOINT = /,\s*(?:or |oder )?|\s(?:or|oder)\s/;

function textsOf(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(textsOf) : [];
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return path.endsWith('.json') ? [path] : [];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

/** Every text that people read in a language: on cards, on pages, in answers, in problems, in the app's description. */
function textsIn(language: Language): string[] {
  const cards = JSON.parse(readFileSync(join(CONTENT, 'de/cards.json'), 'utf8')) as Record<string, unknown>;
  const files = [
    join(CONTENT, language, 'pages'),
    join(CONTENT, language, 'problems.json'),
    join(ROOT, 'knowledge', language),
    join(ROOT, 'appPackage', language === 'en' ? 'manifest.json' : `${language}.json`),
  ].flatMap(filesBelow);
  return [
    ...(language === 'en' ? keysOf(cards) : textsOf(cards)),
    ...files.flatMap((file) => textsOf(JSON.parse(readFileSync(file, 'utf8')))),
  ];
}

/** The English texts of the cards are the keys of their translation. */
function keysOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [key, ...keysOf(value)]);
}

function namedIn(language: Language): string[] {
  const named = textsIn(language).flatMap((text) =>
    [...text.matchAll(NAMED[language])].flatMap(([sentence]) => {
      const quoted = [...sentence.matchAll(QUOTED)].map(([, command = '']) => command);
      return quoted.length > 0 ? quoted : (LISTED.exec(sentence)?.[1]?.split(JOINT) ?? []);
    }),
  );
  return [...new Set(named)].sort();
}

describe.each(LANGUAGES)('what people are told to type, in %s', (language) => {
  const understanding = makeUnderstanding();
  const labelOf = (text: string) => {
    const { band, label } = understanding.understand(text, language);
    return band === 'answer' ? label : band;
  };

  test.each(loadCommands(CONTENT, language))(
    '"$title" and the button "$button" do what the list of commands says',
    (command) => {
      expect([labelOf(command.title), labelOf(command.button)]).toEqual([command.label, command.label]);
    },
  );

  test('is found in the texts', () => {
    expect(namedIn(language).length).toBeGreaterThanOrEqual(6);
  });

  test.each(namedIn(language))('“%s” is understood at once, as something to do', (text) => {
    const label = labelOf(text);
    expect([label, /^(?:offer|decline)$/.test(label) || isFaqLabel(label as never)]).toEqual([label, false]);
  });
});
