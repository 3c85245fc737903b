import type { Request, Response, Server } from 'restify';
import type { CorrelationId } from '../model/identifiers';
import { queryOf } from './caught';
import { addPageScripts, closingTags } from './page-scripts';

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

/** `GET /auth/start?ticket=…` leads to the sign-in, `GET /auth/callback` is where it comes back to. */
export function addSignInPages(server: Server, pages: SignInPages): void {
  addPageScripts(server);
  server.get('/auth/start', async (request: Request, response: Response) => {
    const ticket = queryOf(request)['ticket'];
    const found = ticket === undefined ? 'unknown' : await pages.authorizeUrl(ticket);
    if (typeof found === 'string' || 'reference' in found) {
      sendPage(response, found);
      return;
    }
    response.setHeader('Location', found.url);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.send(302);
  });

  server.get('/auth/callback', async (request: Request, response: Response) => {
    const outcome = await pages.finish(queryOf(request));
    sendPage(response, outcome);
  });
}

interface Page {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** What Teams is told; then it closes its window. Absent: the chat says nothing of it, so the page stays. */
  readonly outcome?: 'signed-in' | 'failed';
}

const PAGES: Record<'signed-in' | 'failed' | 'unknown' | 'unavailable', Page> = {
  'signed-in': {
    status: 200,
    outcome: 'signed-in',
    title: 'You are signed in',
    text: 'Go back to the chat: it goes on by itself. You can close this page.',
  },
  failed: {
    status: 200,
    outcome: 'failed',
    title: 'You are not signed in',
    text: 'Nothing was changed. Go back to the chat: it says why, and what you can do now. You can close this page.',
  },
  unknown: {
    status: 410,
    title: 'This sign-in is over',
    text: 'It was used already, is older than ten minutes, or you have signed out since. Nothing was changed. Go back to the chat and ask again.',
  },
  unavailable: {
    status: 503,
    title: 'I can’t take the sign-in now',
    text: 'Something that I need does not answer. Nothing was changed. Go back to the chat and ask again in a few minutes.',
  },
};

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-content: center; min-height: 90vh; margin: 0; padding: 1rem; text-align: center; }
  h1 { font-size: 1.5rem; } p { max-width: 32rem; margin: 0 auto; }
`;

/** Fixed sentences only: nothing from the address is ever put into a page. */
function sendPage(response: Response, found: 'signed-in' | 'failed' | 'unknown' | Unavailable): void {
  const { status, title, text, outcome } = PAGES[typeof found === 'string' ? found : 'unavailable'];
  const reference = typeof found === 'string' ? '' : `<p>Reference: ${found.reference}</p>`;
  const closing = outcome === undefined ? '' : closingTags(outcome);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.sendRaw(
    status,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${title} - PAL Assistant</title><style>${STYLE}</style></head>` +
      `<body><main><h1>${title}</h1><p>${text}</p>${reference}</main>${closing}</body></html>`,
  );
}
