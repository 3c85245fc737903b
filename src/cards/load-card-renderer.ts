import { createRequire } from 'node:module';

import type * as templating from 'adaptivecards-templating';
import type { Template } from 'adaptivecards-templating';
import { z } from 'zod';

import { memoize } from '../lib/bounded-map';
import { mapNodes, readJsonFile } from '../lib/json';
import type { Language } from '../model/language';
import { LANGUAGES, languageOf } from '../model/language';
import type { AccessTexts } from './access-data';
import { loadAccessTexts } from './access-data';
import { MOST_CARD_BYTES, NAME_BYTES, shortenNames } from './card-text';
import type { HelpGroup } from './commands';
import { loadHelp } from './commands';
import { loadRequestTexts } from './customer-request';
import type { PictureAddress, Pictures } from './answer-fields';
import { loadPictures } from './answer-fields';
import type { CardButton } from './press';
import type { ProblemTexts } from './problem-fields';
import { loadProblemTexts } from './problem-fields';
import { customersButtonIn, withoutPartnersButtons } from './press';
import type { TemplateData } from './template-data';
import { VIEW_NAMES, templateData } from './template-data';
import type { View, ViewName } from './view';

const DEFAULT_LOCALE = 'en';
/** The drawings that are kept of one view: more than the locales that a company writes in. */
const MOST_LOCALES = 16;

/** A card ready to be sent. */
export interface RenderedCard {
  /** Adaptive Card JSON, schema 1.5. */
  readonly card: object;
  /** What a device says aloud. Holds no text of a person or a service. */
  readonly speech: string;
  /** What a notification shows: the heading of the card. Holds no text of a person or a service. */
  readonly summary: string;
}

/** Turns views into cards. */
export interface CardRenderer {
  /**
   * `locale` (BCP 47, as the chat sends it) decides the language, and how dates are written. The same view object gives
   * the same card object: what is shown to everybody, such as an answer, is drawn once.
   */
  render(view: View, locale?: string): RenderedCard;
}

const expandedCard = z
  .object({
    type: z.literal('AdaptiveCard'),
    speak: z.string().min(1),
    body: z.array(z.object({ type: z.string() }).passthrough()).min(1),
  })
  .passthrough();
const heading = z.object({ style: z.literal('heading'), text: z.string() });

/** Where the templates and their words are. */
interface CardFolders {
  readonly cardsFolder: string;
  readonly contentFolder: string;
  /** Where clients find the file of a drawing, by its name; without it, cards have no drawings. */
  readonly pictureAddress?: PictureAddress;
}

/** Everything that speaks one language. */
interface LanguageTexts {
  readonly problems: ProblemTexts;
  readonly access: AccessTexts;
  readonly pictures: Pictures;
  readonly help: readonly HelpGroup[];
  readonly templates: ReadonlyMap<ViewName, () => Template>;
  /** The button to what customers ask. */
  readonly customersButton: unknown;
}

const cardWords = z.record(z.record(z.string()));
const record = z.record(z.unknown());

/**
 * Reads every template in every language; throws, naming the file, if one is missing or broken. The expressions in a
 * template are compiled when its card is first shown, and once only: all of them at once would double the time to start.
 */
export function loadCardRenderer(
  folders: CardFolders & { /** Azure's portal; without one, the public cloud's. */ readonly portal?: string },
): CardRenderer {
  const { portal = 'https://portal.azure.com' } = folders;
  const texts = new Map(LANGUAGES.map((language) => [language, load(folders, language)]));
  const requests = {
    en: loadRequestTexts(folders.contentFolder, 'en'),
    de: loadRequestTexts(folders.contentFolder, 'de'),
  };
  const draw = (view: View, locale: string): RenderedCard => {
    const language = languageOf(locale);
    const spoken = texts.get(language);
    const template = spoken?.templates.get(view.name)?.();
    if (spoken === undefined || template === undefined) throw new Error(`There is no card "${view.name}".`);
    const { problems, access, pictures, help } = spoken;
    const words = { problems, access, pictures, help, requests, language, locale, portal };
    const cardOf = (one: View): z.infer<typeof expandedCard> =>
      expandedCard.parse(expandTemplate(one.name, template, templateData(one, words)));
    let card = cardOf(view);
    for (const nameBytes of NAME_BYTES) {
      if (Buffer.byteLength(JSON.stringify(card)) <= MOST_CARD_BYTES) break;
      card = cardOf(shortenNames(view, nameBytes));
    }
    if (view.reader === 'customer')
      card = expandedCard.parse(withoutPartnersButtons(card, spoken.customersButton));
    return { card, speech: card.speak, summary: headingOf(card.body) ?? card.speak };
  };
  // Weak, so that what stands in somebody's card is gone with the view that it was drawn from.
  const drawings = new WeakMap<View, (locale: string) => RenderedCard>();
  return {
    render(view, locale = DEFAULT_LOCALE) {
      let drawn = drawings.get(view);
      if (drawn === undefined) {
        drawn = memoize((one) => draw(view, one), MOST_LOCALES);
        drawings.set(view, drawn);
      }
      return drawn(locale);
    },
  };
}

function load(folders: CardFolders, language: Language): LanguageTexts {
  const words = language === DEFAULT_LOCALE ? {} : readWords(folders.contentFolder, language);
  return {
    problems: loadProblemTexts(folders.contentFolder, language),
    access: loadAccessTexts(folders.contentFolder, language),
    pictures: loadPictures(folders.contentFolder, language, folders.pictureAddress),
    help: loadHelp(folders.contentFolder, language),
    templates: new Map(
      VIEW_NAMES.map((name) => [name, readTemplate(folders.cardsFolder, name, language, words[name] ?? {})]),
    ),
    customersButton: customersButtonIn(
      translateTemplate(
        readJsonFile(record, folders.cardsFolder, 'for-customer.json'),
        words['for-customer'] ?? {},
      ),
    ),
  };
}

/** `content/<language>/cards.json`: for each card, its English texts and what they are in the language. */
function readWords(contentFolder: string, language: Language): Record<string, CardWords> {
  return readJsonFile(cardWords, contentFolder, language, 'cards.json');
}

/** Loading the package takes a sixth of the start: it is loaded with the first card. */
const loadPackage = createRequire(__filename);

function compile(template: object): Template {
  const { Template } = loadPackage('adaptivecards-templating') as typeof templating;
  return new Template(template);
}

function readTemplate(
  cardsFolder: string,
  name: string,
  language: Language,
  words: CardWords,
): () => Template {
  const template = readJsonFile(record, cardsFolder, `${name}.json`);
  let compiled: Template | undefined;
  return () =>
    (compiled ??= compile({ ...record.parse(translateTemplate(template, words)), lang: language }));
}

function headingOf(body: readonly unknown[]): string | undefined {
  for (const element of body) {
    const parsed = heading.safeParse(element);
    if (parsed.success) return parsed.data.text;
  }
  return undefined;
}

/** The words of one card in another language: the English text as it stands in the template → the other one. */
export type CardWords = Readonly<Record<string, string>>;

/** The properties of a card that people read or hear. */
const READ_BY_PEOPLE = new Set([
  'text',
  'title',
  'label',
  'placeholder',
  'errorMessage',
  'speak',
  'fallbackText',
  'altText',
]);
const BINDING = /\$\{[^}]*\}/g;
const QUOTED = /'[^']*\p{L}[^']*'/u;
const LETTER = /\p{L}/u;

/** The texts of a template that a translation must have: whatever has words of ours in it. */
export function textsToTranslate(template: unknown): string[] {
  const found = new Set<string>();
  visit(template, (text) => {
    found.add(text);
    return text;
  });
  return [...found];
}

/** The template in another language; a text without a translation stays English. */
export function translateTemplate(template: unknown, words: CardWords): unknown {
  const known = new Map(Object.entries(words));
  return visit(template, (text) => known.get(text) ?? text);
}

function visit(node: unknown, change: (text: string) => string, field = ''): unknown {
  if (typeof node === 'string') return isOurText(field, node) ? change(node) : node;
  if (Array.isArray(node)) return node.map((item: unknown) => visit(item, change, field));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value, change, key)]));
}

function isOurText(field: string, text: string): boolean {
  if (!READ_BY_PEOPLE.has(field)) return false;
  const bindings = text.match(BINDING) ?? [];
  return LETTER.test(text.replace(BINDING, '')) || bindings.some((binding) => QUOTED.test(binding));
}

/** Stands for a `$` before a brace in the data while the template is expanded; card-text.ts keeps it out of all data. */
const HIDDEN_DOLLAR = '\uE000';

/**
 * Fills a template once. A `${…}` in the data stays the text it is; a `${…}` of the template that found no value is
 * a fault of ours, and throws rather than being shown to a person.
 */
function expandTemplate(name: string, template: Template, data: TemplateData): unknown {
  const hidden = mapTexts(data, (text) => text.replaceAll('${', `${HIDDEN_DOLLAR}{`));
  const expanded: unknown = template.expand({ $root: hidden });
  return mapTexts(expanded, (text) => {
    if (text.includes('${')) throw new Error(`The card "${name}" is not filled: ${text}`);
    return text.replaceAll(HIDDEN_DOLLAR, '$');
  });
}

function mapTexts(node: unknown, change: (text: string) => string): unknown {
  return mapNodes(node, (one) => (typeof one === 'string' ? change(one) : one));
}

type Texts = Readonly<Record<string, string>>;
const buttons = new WeakMap<object, readonly CardButton[]>();

/** The buttons of a card, in their order; of one card they are looked for once. */
export function buttonsOf(card: object): readonly CardButton[] {
  let found = buttons.get(card);
  if (found === undefined) {
    const nodes = nodesOf(card);
    const inputs = Object.assign({}, ...nodes.map(inputOf)) as Texts;
    found = nodes.flatMap((node) => buttonOf(node, inputs));
    buttons.set(card, found);
  }
  return found;
}

type Node = Readonly<Record<string, unknown>>;

/** Everything in a card that has a type; what stands in for an action in old clients is no button of its own. */
function nodesOf(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(nodesOf);
  if (typeof node !== 'object' || node === null) return [];
  const { fallback: _, data: __, ...shown } = node as Node;
  return [...('type' in node ? [node as Node] : []), ...Object.values(shown).flatMap(nodesOf)];
}

function inputOf({ type, id, value }: Node): Texts {
  const isInput = typeof type === 'string' && type.startsWith('Input.');
  return isInput && typeof id === 'string' && typeof value === 'string' ? { [id]: value } : {};
}

function buttonOf({ type, title, data, associatedInputs }: Node, inputs: Texts): CardButton[] {
  if (typeof type !== 'string' || !type.startsWith('Action.') || typeof title !== 'string') return [];
  const texts = Object.entries(data ?? {}).filter(
    (one): one is [string, string] => typeof one[1] === 'string',
  );
  const takesInputs = associatedInputs !== 'none';
  return [{ title, takesInputs, data: { ...(takesInputs ? inputs : {}), ...Object.fromEntries(texts) } }];
}
