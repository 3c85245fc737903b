import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadSamples } from '../../../scripts/gallery/load-samples';
import { loadCommands } from '../../../src/cards/commands';
import { loadProblemTexts } from '../../../src/cards/problem-fields';
import { VIEW_NAMES } from '../../../src/cards/template-data';
import type { CardWords } from '../../../src/cards/load-card-renderer';
import { textsToTranslate } from '../../../src/cards/load-card-renderer';
import { LANGUAGES } from '../../../src/model/language';
import { PROBLEM_CODES } from '../../../src/model/problem';

import { CARDS_FOLDER, CONTENT_FOLDER, renderer, textsOf } from './support/cards';

const MOST_BYTES = 24 * 1024;
const BINDING = /\$\{[^}]*\}/g;
const COMMAND = /^(az |Install-Module |Connect-AzAccount |(New|Get|Update|Remove)-AzManagementPartner)/;
/** Names, which are what they are in every language. */
const NAMES = new Set(['PartnerID', 'Azure CLI', 'PowerShell']);
const SIGNS = /[⚠✓…]|\*\*|\d+/g;

const templates = new Map(VIEW_NAMES.map((name) => [name, readJson(join(CARDS_FOLDER, `${name}.json`))]));

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function textsOn(name: string): string[] {
  return textsToTranslate([...templates].find(([view]) => view === name)?.[1]);
}

/** The expressions in a text, without the words in them. */
function bindingsIn(text: string): string[] {
  return (text.match(BINDING) ?? []).map((binding) => binding.replace(/'[^']*'/g, "''")).sort();
}

function withoutBindings(text: string): string {
  return text.replace(BINDING, '${}');
}

/** What the text looks like on a card, whatever its expressions give. */
function shownAs(text: string): RegExp {
  const parts = text.split(BINDING).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

describe.each(LANGUAGES.filter((language) => language !== 'en'))('in %s', (language) => {
  const words = readJson(join(CONTENT_FOLDER, language, 'cards.json')) as Record<string, CardWords>;
  const pairs = Object.entries(words).flatMap(([name, texts]) =>
    Object.entries(texts).map(([english, other]) => ({ name, english, other })),
  );

  test.each(VIEW_NAMES)('every text of the card %s has its words, and no words are left over', (name) => {
    expect(Object.keys(words[name] ?? {}).sort()).toEqual(textsOn(name).sort());
  });

  test('no words are for a card that does not exist', () => {
    expect(Object.keys(words).sort()).toEqual([...VIEW_NAMES].sort());
  });

  test('every text shows the same data, and keeps its signs, numbers and emphasis', () => {
    for (const { name, english, other } of pairs) {
      const kept = (text: string) => [bindingsIn(text), (text.match(SIGNS) ?? []).sort()];
      expect([name, english, kept(other)]).toEqual([name, english, kept(english)]);
    }
  });

  test('every text differs from English, but for names and commands', () => {
    for (const { english, other } of pairs) {
      if (COMMAND.test(english)) expect(withoutBindings(other)).toBe(withoutBindings(english));
      else if (!NAMES.has(english)) expect(other).not.toBe(english);
    }
  });

  test('a text means the same on every card', () => {
    for (const english of new Set(pairs.map((pair) => pair.english))) {
      const found = pairs.filter((pair) => pair.english === english).map(({ other }) => other);
      expect([english, [...new Set(found)]]).toEqual([english, [found[0]]]);
    }
  });

  test('every problem has words of its own, the same next steps, and the same word on whether anything changed', () => {
    const english = loadProblemTexts(CONTENT_FOLDER, 'en');
    const other = loadProblemTexts(CONTENT_FOLDER, language);
    const unchanged = words['cancelled']?.['Nothing was changed.'] ?? '';
    for (const code of PROBLEM_CODES) {
      expect(other[code].actions).toEqual(english[code].actions);
      for (const part of ['title', 'text', 'nextStep'] as const) {
        expect(other[code][part]).not.toBe(english[code][part]);
      }
      expect([code, other[code].text.includes(unchanged)]).toEqual([
        code,
        english[code].text.includes('Nothing was changed.'),
      ]);
    }
  });

  test('the commands are those of English, named and explained in the language', () => {
    const english = loadCommands(CONTENT_FOLDER, 'en');
    const other = loadCommands(CONTENT_FOLDER, language);
    expect(other.map(({ label }) => label)).toEqual(english.map(({ label }) => label));
    other.forEach(({ title, button, description }, index) => {
      expect(title).not.toBe(english[index]?.title);
      expect(button).not.toBe(english[index]?.button);
      expect(description).not.toBe(english[index]?.description);
    });
  });

  const samples = [...loadSamples(CARDS_FOLDER, language)].flatMap(([name, found]) =>
    found.map(({ title, view }) => ({ name, title, view })),
  );

  test.each(samples)('the card $name, $title: small enough, and nothing on it is English', ({ view }) => {
    const { card, speech, summary } = renderer.render(view, language);
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(MOST_BYTES);
    expect(card).toMatchObject({ lang: language });
    const english = pairs.filter(
      (pair) => pair.name === view.name && withoutBindings(pair.other) !== withoutBindings(pair.english),
    );
    const shown = [speech, summary, ...textsOf(card).map(({ text }) => text)];
    for (const pattern of english.map((pair) => shownAs(pair.english))) {
      expect(shown.filter((text) => pattern.test(text))).toEqual([]);
    }
  });
});

test('a language that the bot does not speak gets English', () => {
  const view = { name: 'help', data: {} } as const;
  for (const locale of ['fr-FR', 'xx', '', 'not a locale']) {
    expect(renderer.render(view, locale)).toEqual(renderer.render(view, 'en'));
  }
  expect(renderer.render(view, 'de-CH').summary).toBe('Was ich kann');
});
