import { createHash } from 'node:crypto';

import { LANGUAGES } from '../../model/language';
import type { Language } from '../../model/language';

import { PAGE_NAMES } from './page-content';
import type { PageContents, PageName } from './page-content';
import { PAGE_STYLE } from './page-style';

/** Who runs the bot, as the settings say. */
export interface Operator {
  readonly name: string;
  /** An e-mail address or an https address. */
  readonly contact: string;
}

/** What goes into every page beside its content. */
export interface PageFrame {
  readonly operator: Operator;
  /** The application (client) ID of the registration that people sign in to. */
  readonly clientId: string;
  /** The bot’s own address. */
  readonly publicUrl: string;
  readonly version: string;
}

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Lets a page have its own style and nothing else: no script, no picture, no frame around it, no form. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A page as HTML. Whatever comes from content and settings is escaped. */
export function writePage(
  contents: PageContents,
  name: PageName,
  language: Language,
  frame: PageFrame,
): string {
  const { title, intro, sections } = contents[language][name];
  const say = (text: string): string => filled(text, frame);
  const paragraphs = (texts: readonly string[] = []): string =>
    texts.map((text) => `<p>${say(text)}</p>`).join('');
  const body = sections.map(({ heading, text, list = [], table }) => {
    const items = list.map((item) => `<li>${say(item)}</li>`).join('');
    return (
      `<section><h2>${say(heading)}</h2>${paragraphs(text)}` +
      (items === '' ? '' : `<ul>${items}</ul>`) +
      (table === undefined ? '' : writeTable(table, say)) +
      '</section>'
    );
  });
  const heading = name === 'home' ? title : `${title} – ${contents[language].home.title}`;
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${escaped(heading)}</title><style>${PAGE_STYLE}</style></head><body>` +
    `<header><nav>${navigation(contents, name, language)}</nav></header>` +
    `<main><h1>${escaped(title)}</h1>${paragraphs(intro)}${body.join('')}</main>` +
    `<footer><p>PAL Assistant ${escaped(frame.version)}</p><p>${languages(name, language)}</p></footer>` +
    '</body></html>'
  );
}

function writeTable(
  { columns, rows }: { columns: readonly string[]; rows: readonly (readonly string[])[] },
  say: (text: string) => string,
): string {
  const head = columns.map((column) => `<th scope="col">${say(column)}</th>`).join('');
  // On a phone each cell stands under its own heading.
  const body = rows.map(
    (cells) =>
      `<tr>${cells.map((cell, index) => `<td><b>${say(columns[index] ?? '')}</b>${say(cell)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function navigation(contents: PageContents, current: PageName, language: Language): string {
  return PAGE_NAMES.map((name) => {
    const here = name === current ? ' aria-current="page"' : '';
    return `<a href="${addressOf(name, language)}"${here}>${escaped(contents[language][name].title)}</a>`;
  }).join('');
}

function languages(name: PageName, current: Language): string {
  return LANGUAGES.map((language) =>
    language === current
      ? `<span>${LANGUAGE_NAMES[language]}</span>`
      : `<a href="${addressOf(name, language)}" lang="${language}" hreflang="${language}">${LANGUAGE_NAMES[language]}</a>`,
  ).join(' · ');
}

function addressOf(name: PageName, language: Language): string {
  return `/${name === 'home' ? '' : name}?lang=${language}`;
}

function filled(text: string, { operator, clientId, publicUrl }: PageFrame): string {
  return escaped(text)
    .replaceAll('{operator}', () => escaped(operator.name))
    .replaceAll('{contact}', () => linkTo(operator.contact))
    .replaceAll('{clientId}', () => escaped(clientId))
    .replaceAll('{publicUrl}', () => escaped(publicUrl));
}

function linkTo(contact: string): string {
  const address = /^https:\/\//i.test(contact) ? contact : `mailto:${contact}`;
  return `<a href="${escaped(address)}">${escaped(contact)}</a>`;
}

function escaped(text: string): string {
  const codes: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => codes[character] ?? '');
}
