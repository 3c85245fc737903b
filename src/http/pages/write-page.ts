import { createHash } from 'node:crypto';

import type { Request, Response, Server } from 'restify';

import type { Language } from '../../model/language';
import { LANGUAGES } from '../../model/language';
import { caught, queryOf } from '../connections';
import type { PageContents, PageName } from './page-content';
import { FOR_DELETED_TRAIL, FOR_KEPT_TRAIL, PAGE_NAMES, pictureTag } from './page-content';

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
  /** How many days audit entries stay although their person is forgotten; 0 when they are deleted too. */
  readonly trailDaysAfterForget: number;
}

/** The look of the pages: light and dark, wide and narrow. Its hash is the only style that their policy allows. */
const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --soft: #59636e; --line: #d7dce1; --link: #1c5d86; --band: #22608b; }
@media (prefers-color-scheme: dark) { :root { --ground: #15181c; --text: #e6e9ec; --soft: #a2abb5; --line: #343a41; --link: #7cc0e8; --band: #1d4f72; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 system-ui, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
header { background: var(--band); }
nav, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
nav { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
nav a, nav b { color: #fff; padding: .9rem 0 .7rem; text-decoration: none; border-bottom: .2rem solid transparent; }
nav a:hover, nav a:focus-visible, nav a[aria-current] { border-color: #ffd27a; }
nav a:first-child { font-weight: 600; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 2.2rem 0 1rem; }
h2 { font-size: 1.2rem; line-height: 1.35; margin: 2.2rem 0 .6rem; }
p, ul { margin: 0 0 .8rem; } ul { padding-left: 1.2rem; } li { margin-bottom: .4rem; }
a { color: var(--link); }
img { display: block; width: 100%; max-width: 30rem; height: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .6rem .9rem .6rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; } td:first-child { width: 48%; } td b { display: none; }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem; margin-top: 3rem; padding-top: 1rem; padding-bottom: 1.5rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
footer p { margin: 0; }
@media (max-width: 34rem) {
  thead { display: none; } tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; }
  td { display: block; border: 0; padding: .2rem 0; } td:first-child { width: auto; }
  td b { display: block; color: var(--soft); font-size: .85rem; }
}
`;

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Lets a page have its own style, the bot's own drawings and nothing else: no script, no frame around it, no form. */
export const PAGE_POLICY = policy("img-src 'self'");

/** The same for a page that runs the scripts which the bot serves itself. */
export const SCRIPT_PAGE_POLICY = policy("script-src 'self'");

function policy(...more: readonly string[]): string {
  const style = createHash('sha256').update(PAGE_STYLE).digest('base64');
  return [
    "default-src 'none'",
    ...more,
    `style-src 'sha256-${style}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What all pages have around their own part. `heading` is plain text, everything else HTML. */
export function writeFrame(parts: {
  readonly language: Language;
  readonly heading: string;
  readonly navigation: string;
  readonly main: string;
  /** What comes behind the main part: the footer, scripts. */
  readonly rest: string;
}): string {
  return (
    `<!doctype html><html lang="${parts.language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${escaped(parts.heading)}</title><style>${PAGE_STYLE}</style></head><body>` +
    `<header><nav>${parts.navigation}</nav></header><main>${parts.main}</main>${parts.rest}</body></html>`
  );
}

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
  const body = sections.map(({ heading, text, picture, list = [], table }) => {
    const items = list
      .filter((item) => applies(item, frame))
      .map((item) => `<li>${say(item)}</li>`)
      .join('');
    return (
      `<section><h2>${say(heading)}</h2>${paragraphs(text)}` +
      (picture === undefined
        ? ''
        : pictureTag(picture, language, escaped(contents[language].pictures[picture].alt))) +
      (items === '' ? '' : `<ul>${items}</ul>`) +
      (table === undefined ? '' : writeTable(table, say)) +
      '</section>'
    );
  });
  const heading = name === 'home' ? title : `${title} – ${contents[language].home.title}`;
  return writeFrame({
    language,
    heading,
    navigation: navigation(contents, name, language),
    main: `<h1>${escaped(title)}</h1>${paragraphs(intro)}${body.join('')}`,
    rest: `<footer><p>PAL Assistant ${escaped(frame.version)}</p><p>${languages(name, language)}</p></footer>`,
  });
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

/** A text may be for one value of AUDIT_KEPT_ON_FORGET only. */
function applies(text: string, { trailDaysAfterForget }: PageFrame): boolean {
  return !text.startsWith(trailDaysAfterForget > 0 ? FOR_DELETED_TRAIL : FOR_KEPT_TRAIL);
}

function filled(text: string, { operator, clientId, publicUrl, trailDaysAfterForget }: PageFrame): string {
  return escaped(text)
    .replace(FOR_KEPT_TRAIL, '')
    .replace(FOR_DELETED_TRAIL, '')
    .replaceAll('{trailDays}', String(trailDaysAfterForget))
    .replaceAll('{operator}', () => escaped(operator.name))
    .replaceAll('{contact}', () => linkTo(operator.contact))
    .replaceAll('{clientId}', () => escaped(clientId))
    .replaceAll('{publicUrl}', () => escaped(publicUrl));
}

function linkTo(contact: string): string {
  const address = /^https:\/\//i.test(contact) ? contact : `mailto:${contact}`;
  return `<a href="${escaped(address)}">${escaped(contact)}</a>`;
}

export function escaped(text: string): string {
  const codes: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => codes[character] ?? '');
}

/** They change with a new version only, and nobody has to see that at once. */
const CACHE = 'public, max-age=300';

/**
 * `GET` and `HEAD /`, `/privacy`, `/terms`, `/support`, `/customers`: in the language that the browser likes, or the one that
 * `?lang=` names. Nothing of the request is put into a page.
 */
export function addPages(server: Server, contents: PageContents, frame: PageFrame): void {
  for (const name of PAGE_NAMES) {
    const path = name === 'home' ? '/' : `/${name}`;
    const handle = caught((request, response) => {
      sendPage(response, languageFor(request), name, { contents, frame }, request.method === 'HEAD');
    });
    server.get(path, handle);
    server.head(path, handle);
  }
}

function languageFor(request: Request): Language {
  const asked = queryOf(request)['lang'];
  return (
    LANGUAGES.find((language) => language === asked) ?? acceptedLanguage(request.headers['accept-language'])
  );
}

function sendPage(
  response: Response,
  language: Language,
  name: PageName,
  { contents, frame }: { contents: PageContents; frame: PageFrame },
  isHead: boolean,
): void {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Content-Security-Policy': PAGE_POLICY,
    'Cache-Control': CACHE,
    Vary: 'Accept-Language',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
  for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
  response.sendRaw(200, isHead ? '' : writePage(contents, name, language, frame));
}

/** A header is read up to here; browsers send less. */
const MOST_RANGES = 20;

/** The language that a browser likes best of those that are spoken (RFC 9110, Accept-Language); else English. */
export function acceptedLanguage(header: string | undefined): Language {
  const ranges = (header ?? '').split(',', MOST_RANGES).map(readRange);
  const liked = ranges.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  for (const { tag } of liked) {
    const found = LANGUAGES.find((language) => tag === language || tag.startsWith(`${language}-`));
    if (found !== undefined) return found;
  }
  return 'en';
}

function readRange(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range
    .trim()
    .toLowerCase()
    .split(/\s*;\s*/);
  const quality = parameters.find((one) => one.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}
