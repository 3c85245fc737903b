import type { Request, Response, Server } from 'restify';
import type { CorrelationId } from '../../model/identifiers';
import type { Language } from '../../model/language';
import type { ProblemCode } from '../../model/problem';
import { queryOf } from '../requests';
import { addPageScripts, closingTags } from './page-scripts';
import { acceptedLanguage } from './add-pages';
import type { SignInTexts } from './page-content';
import { escaped, SCRIPT_PAGE_POLICY, writeFrame } from './write-page';

/** What the pages need: nothing of tokens passes through here but the code that Entra put into the address. */
export interface SignInPages {
  /** Where a ticket leads to. */
  authorizeUrl(ticket: string): Promise<{ url: string } | 'unknown' | Unavailable>;
  /** Takes what Entra sent back. The chat goes on by itself. */
  finish(
    query: Readonly<Record<string, string | undefined>>,
  ): Promise<'signed-in' | 'unknown' | FailedSignIn | Unavailable | { readonly file: HandedOut }>;
}

/** Why it did not work, and whose account was expected: the name that the chat gives. */
export interface FailedSignIn {
  readonly problem: ProblemCode;
  readonly account: string;
}

/** A file that is handed out once. */
export interface HandedOut {
  readonly name: string;
  readonly format: 'csv' | 'json';
  readonly text: string;
}

/** Something that the sign-in needs can't be reached; the log has why, under this reference. */
export interface Unavailable {
  readonly reference: CorrelationId;
}

/**
 * `GET /auth/start?ticket=…` leads to the sign-in, `GET /auth/callback` is where it comes back to. The pages are in the
 * language that the browser likes.
 */
export function addSignInPages(server: Server, pages: SignInPages, texts: SignInTexts): void {
  addPageScripts(server);
  server.get('/auth/start', async (request: Request, response: Response) => {
    const ticket = queryOf(request)['ticket'];
    const found = ticket === undefined ? 'unknown' : await pages.authorizeUrl(ticket);
    if (found === 'unknown' || !('url' in found)) {
      sendPage(response, found, textsFor(request, texts));
      return;
    }
    response.setHeader('Location', found.url);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.send(302);
  });

  server.get('/auth/callback', async (request: Request, response: Response) => {
    const outcome = await pages.finish(queryOf(request));
    if (typeof outcome !== 'string' && 'file' in outcome) sendFile(response, outcome.file);
    else sendPage(response, outcome, textsFor(request, texts));
  });
}

const FILE_TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

/** A download: no browser shows it, and whatever stands in it runs nowhere. */
function sendFile(response: Response, { name, format, text }: HandedOut): void {
  response.setHeader('Content-Type', FILE_TYPES[format]);
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.sendRaw(200, text);
}

type Outcome = 'signed-in' | 'unknown' | FailedSignIn | Unavailable;

const STATUS = { 'signed-in': 200, failed: 200, unknown: 410, unavailable: 503 } as const;

interface Spoken {
  readonly language: Language;
  readonly texts: SignInTexts[Language];
}

function textsFor(request: Request, texts: SignInTexts): Spoken {
  const language = acceptedLanguage(request.headers['accept-language']);
  return { language, texts: texts[language] };
}

/** Fixed sentences and a name that the chat gave: nothing from the address is ever put into a page. */
function sendPage(response: Response, found: Outcome, { language, texts }: Spoken): void {
  const name = nameOf(found);
  const { title, text } = texts[name];
  const paragraphs = [...whyFailed(found, texts), text, ...referenceIn(found, texts)];
  // Teams is told of these two, then it closes its window. Of the others the chat says nothing, so the page stays.
  const closing = name === 'signed-in' || name === 'failed' ? closingTags(name) : '';
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Security-Policy', SCRIPT_PAGE_POLICY);
  response.setHeader('Content-Language', language);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.sendRaw(
    STATUS[name],
    writeFrame({
      language,
      heading: `${title} – PAL Assistant`,
      navigation: '<b>PAL Assistant</b>',
      main: `<h1>${escaped(title)}</h1>${paragraphs.map((one) => `<p>${escaped(one)}</p>`).join('')}`,
      rest: closing,
    }),
  );
}

function nameOf(found: Outcome): keyof typeof STATUS {
  if (typeof found === 'string') return found;
  return 'problem' in found ? 'failed' : 'unavailable';
}

function whyFailed(found: Outcome, { problems, expected }: Spoken['texts']): string[] {
  if (typeof found === 'string' || !('problem' in found)) return [];
  const { title, text } = problems[found.problem];
  return [
    `${title}. ${text}`,
    ...(found.account === '' ? [] : [expected.replace('{account}', () => found.account)]),
  ];
}

function referenceIn(found: Outcome, { reference }: Spoken['texts']): string[] {
  return typeof found === 'object' && 'reference' in found ? [`${reference}: ${found.reference}`] : [];
}
