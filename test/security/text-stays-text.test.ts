import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadKnowledge } from '../../src/knowledge/load-knowledge';
import { FAQ_LABELS } from '../../src/model/label';
import { cpuMsOf, mostCpuMs } from '../support/cpu-time';
import { withForeignText } from '../support/foreign-view';
import { MARKUP_TRICKS, TEMPLATE_TRICKS } from '../support/hostile-text';
import { expectPassed, howMany } from '../support/threats';
import { allSamples, elementsOf, renderer, textsOf } from '../unit/cards/support/cards';

const MARKER = 'Zq7marker';
const SLOWEST_MS = mostCpuMs(20);
const ROOT = join(__dirname, '../..');
const samples = allSamples();
/** Spread over all of them, so that fewer are still of every kind. */
const some = (tricks: readonly string[], count: number): string[] =>
  tricks.filter((_, index) => (index * count) % tricks.length < count);
const expressions = some(TEMPLATE_TRICKS, howMany({ usual: 12, full: TEMPLATE_TRICKS.length }));
const texts = some(MARKUP_TRICKS, howMany({ usual: 16, full: MARKUP_TRICKS.length }));
/** Where cards may lead, besides to the bot's own pages. */
const LINK_HOSTS =
  /^(?:learn|partner|lighthouse|portal|login|teams|www|bot|entra|fjordline-my|outlook)\.(?:[\w-]+\.)*(?:microsoft\.com|azure\.com|microsoftonline\.com|office\.com|example)$/;
/** A mail that a person may write with a text of ours: people's words stand in its query only, and encoded. */
const MAIL = /https:\/\/outlook\.office\.com\/[^"?]*\?[^"]*/g;
const withoutMails = (json: string): string => json.replace(MAIL, 'a mail');
/** Where the sources of knowledge lead besides: a file of Microsoft's for partners, and pages of what people have seen. */
const SOURCE_HOSTS = new Set([
  'assetsprod.microsoft.com',
  'github.com',
  'mavencollectivemarketing.com',
  'registry.terraform.io',
  'www.azurecitadel.com',
]);
/** Control, bidi, zero-width and tag characters, separators of lines. */
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad\ufeff\u2028\u2029\u{e0000}-\u{e007f}]/u;
/** How a text stands in JSON; choices have spaces that don't break. */
const asJson = (text: string): string => JSON.stringify(text).slice(1, -1);
/** The card with the trick where the marker stands, whole or cut short as a card with no room for it does. */
function insteadOf(marker: string, trick: string, card: string): string {
  const lengths = Array.from({ length: marker.length - 1 }, (_, index) => marker.length - 1 - index);
  return lengths.reduce(
    (text, length) =>
      text.replaceAll(`${marker.slice(0, length)}…`, () => `${asJson(trick.slice(0, length))}…`),
    card.replaceAll(marker, () => asJson(trick)),
  );
}
/** A rendered card to compare. */
const plain = (rendered: unknown): string => withoutMails(JSON.stringify(rendered)).replaceAll('\u00a0', ' ');

test('T40: an expression in any field of any card is shown as it was written, and takes no time', () => {
  let [tried, passed, slowest] = [0, 0, 0];
  for (const { view } of samples) {
    for (const trick of expressions) {
      tried += 1;
      // As long as the trick: some cards leave out what has no room.
      const marker = MARKER.repeat(trick.length).slice(0, trick.length);
      const ours = plain(renderer.render(withForeignText(view, marker)));
      const hostile = withForeignText(view, trick);
      const shown = plain(renderer.render(hostile));
      const tookMs = cpuMsOf(() => renderer.render(hostile), SLOWEST_MS);
      slowest = Math.max(slowest, tookMs);
      if (shown === insteadOf(marker, trick, ours) && tookMs <= SLOWEST_MS) passed += 1;
    }
  }
  const what = `${expressions.length} expressions in every field of ${samples.length} cards`;
  expectPassed({ id: 'T40', what, tried, passed, figure: `slowest card ${slowest.toFixed(1)} ms` });
});

test('T40: no card that is sent has a hole of its template in it', () => {
  const cards = samples.flatMap(({ view }) =>
    ['en-GB', 'de-CH'].map((locale) => renderer.render(view, locale)),
  );
  const passed = cards.filter((card) => !JSON.stringify(card).includes('${')).length;
  expectPassed({
    id: 'T40',
    what: 'cards in two languages, searched for holes',
    tried: cards.length,
    passed,
  });
});

test('T40: templates come from files, whole, and are filled in at one place', () => {
  const files = sourcesIn(join(ROOT, 'src'));
  const makes = files.filter(({ text }) => text.includes('new Template(')).map(({ name }) => name);
  const fills = files.filter(({ text }) => text.includes('.expand(')).map(({ name }) => name);
  expect(makes).toEqual(['load-card-renderer.ts']);
  expect(fills).toEqual(['load-card-renderer.ts']);
  expectPassed({
    id: 'T40',
    what: 'source files, searched for other templates',
    tried: files.length,
    passed: files.length,
  });
});

test('T41: text of people and services brings no link, picture, mention or unseen character onto a card', () => {
  let [tried, passed] = [0, 0];
  for (const { view } of samples) {
    const ours = shownBy(view, MARKER);
    for (const trick of texts) {
      tried += 1;
      const { links, readAsMarkup, json, pictures } = shownBy(view, trick);
      const isSame = links === ours.links && readAsMarkup === ours.readAsMarkup && pictures === ours.pictures;
      if (isSame && !UNSEEN.test(json) && !json.includes('{{')) passed += 1;
    }
  }
  const what = `${texts.length} texts in every field of ${samples.length} cards`;
  expectPassed({ id: 'T41', what, tried, passed });
});

test('T41: a drawing is one of ours, at the address of the bot, whatever the view names', () => {
  const named = (picture: string): string[] =>
    samples
      .filter(({ view }) => view.name === 'answer')
      .map(({ view }) => ({ ...view, data: { ...view.data, picture } }) as typeof view)
      .flatMap((view) => elementsOf(renderer.render(view).card, 'Image').map(({ url }) => String(url)));
  expect(new Set(named('link'))).toEqual(new Set(['https://bot.example/pictures/link-en-light.png']));
  const strange = ['constructor', '../../privacy', 'https://evil.example/a.png', '${url}', ...texts];
  const passed = strange.filter((name) => named(name).length === 0).length;
  expectPassed({ id: 'T41', what: 'names of drawings that are not ours', tried: strange.length, passed });
});

test('T41: cards lead only where we know', () => {
  const links = [
    ...samples.flatMap(({ view }) => linksOf(renderer.render(view).card)),
    ...['en', 'de'].flatMap((language) => sourcesOf(language as 'en' | 'de')),
  ];
  const strange = links
    .map((link) => new URL(link).hostname)
    .filter((host) => !LINK_HOSTS.test(host) && !SOURCE_HOSTS.has(host));
  expect(strange).toEqual([]);
  expectPassed({
    id: 'T41',
    what: 'links on cards and in the knowledge',
    tried: links.length,
    passed: links.length,
  });
});

/** What of a card a client acts on: addresses, texts that it reads as markup, pictures. */
function shownBy(view: Parameters<typeof withForeignText>[0], text: string) {
  const { card, speech, summary } = renderer.render(withForeignText(view, text));
  const markup = textsOf(card).filter(({ type, field }) => type === 'TextBlock' && field === 'text');
  return {
    links: withoutMails(linksOf(card).join(' ')),
    readAsMarkup: [...markup.map((one) => one.text), speech, summary].join('\n'),
    // The bot's own drawings have the same address whatever the texts say.
    pictures: JSON.stringify([...elementsOf(card, 'Image').map(({ url }) => url), elementsOf(card, 'Media')]),
    json: JSON.stringify(card),
  };
}

function linksOf(card: unknown): string[] {
  return elementsOf(card, 'Action.OpenUrl').map(({ url }) => String(url));
}

function sourcesOf(language: 'en' | 'de'): string[] {
  const knowledge = loadKnowledge(join(ROOT, 'knowledge'), language);
  return FAQ_LABELS.flatMap((label) => knowledge.entry(label)?.sources.flatMap(({ url }) => url ?? []) ?? []);
}

function sourcesIn(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));
}
