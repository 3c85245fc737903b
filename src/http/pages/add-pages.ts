import type { Request, Response, Server } from 'restify';
import { LANGUAGES } from '../../model/language';
import type { Language } from '../../model/language';
import { caught, queryOf } from '../requests';
import { PAGE_NAMES } from './page-content';
import type { PageContents, PageName } from './page-content';
import { PAGE_POLICY, writePage } from './write-page';
import type { PageFrame } from './write-page';

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
