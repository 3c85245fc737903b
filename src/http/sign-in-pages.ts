import type { Request, Response, Server } from 'restify';
import type { CorrelationId } from '../model/identifiers';
import type { Language } from '../model/language';
import { queryOf } from './caught';
import { addPageScripts, closingTags } from './page-scripts';
import { acceptedLanguage } from './pages/accepted-language';
import type { SignInTexts } from './pages/sign-in-texts';

/** What the pages need: nothing of tokens passes through here but the code that Entra put into the address. */
export interface SignInPages {
  /** Where a ticket leads to. */
  authorizeUrl(ticket: string): Promise<{ url: string } | 'unknown' | Unavailable>;
  /** Takes what Entra sent back. The chat goes on by itself. */
  finish(
    query: Readonly<Record<string, string | undefined>>,
  ): Promise<'signed-in' | 'failed' | 'unknown' | Unavailable>;
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
    if (typeof found === 'string' || 'reference' in found) {
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
    sendPage(response, outcome, textsFor(request, texts));
  });
}

type Outcome = 'signed-in' | 'failed' | 'unknown' | Unavailable;

const STATUS = { 'signed-in': 200, failed: 200, unknown: 410, unavailable: 503 } as const;

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-content: center; min-height: 90vh; margin: 0; padding: 1rem; text-align: center; }
  h1 { font-size: 1.5rem; } p { max-width: 32rem; margin: 0 auto; }
`;

interface Spoken {
  readonly language: Language;
  readonly texts: SignInTexts[Language];
}

function textsFor(request: Request, texts: SignInTexts): Spoken {
  const language = acceptedLanguage(request.headers['accept-language']);
  return { language, texts: texts[language] };
}

/** Fixed sentences only: nothing from the address is ever put into a page. */
function sendPage(response: Response, found: Outcome, { language, texts }: Spoken): void {
  const name = typeof found === 'string' ? found : 'unavailable';
  const { title, text } = texts[name];
  const reference = typeof found === 'string' ? '' : `<p>${texts.reference}: ${found.reference}</p>`;
  // Teams is told of these two, then it closes its window. Of the others the chat says nothing, so the page stays.
  const closing = name === 'signed-in' || name === 'failed' ? closingTags(name) : '';
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  response.setHeader('Content-Language', language);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.sendRaw(
    STATUS[name],
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${title} - PAL Assistant</title><style>${STYLE}</style></head>` +
      `<body><main><h1>${title}</h1><p>${text}</p>${reference}</main>${closing}</body></html>`,
  );
}
