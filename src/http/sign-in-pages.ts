import type { Request, Response, Server } from 'restify';

/** What the pages need: nothing of tokens passes through here but the code that Entra put into the address. */
export interface SignInPages {
  /** The authorize address for a ticket; undefined when it is unknown or old. */
  authorizeUrl(ticket: string): Promise<string | undefined>;
  /** Takes what Entra sent back. The chat goes on by itself. */
  finish(query: Readonly<Record<string, string | undefined>>): Promise<'signed-in' | 'failed' | 'unknown'>;
}

/** `GET /auth/start?ticket=…` leads to the sign-in, `GET /auth/callback` is where it comes back to. */
export function addSignInPages(server: Server, pages: SignInPages): void {
  server.get('/auth/start', async (request: Request, response: Response) => {
    const ticket = queryOf(request)['ticket'];
    const url = ticket === undefined ? undefined : await pages.authorizeUrl(ticket);
    if (url === undefined) {
      sendPage(response, 410, PAGES.unknown);
      return;
    }
    response.setHeader('Location', url);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.send(302);
  });

  server.get('/auth/callback', async (request: Request, response: Response) => {
    const outcome = await pages.finish(queryOf(request));
    sendPage(response, outcome === 'unknown' ? 410 : 200, PAGES[outcome]);
  });
}

interface Page {
  readonly title: string;
  readonly text: string;
}

const PAGES: Record<'signed-in' | 'failed' | 'unknown', Page> = {
  'signed-in': {
    title: 'You are signed in',
    text: 'Go back to the chat: it goes on by itself. You can close this page.',
  },
  failed: {
    title: 'You are not signed in',
    text: 'Nothing was changed. Go back to the chat: it says why, and what you can do now. You can close this page.',
  },
  unknown: {
    title: 'This sign-in is over',
    text: 'It was used already, or is older than ten minutes. Nothing was changed. Go back to the chat and ask again.',
  },
};

function queryOf(request: Request): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(new URL(request.url ?? '/', 'http://bot.invalid').searchParams);
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-content: center; min-height: 90vh; margin: 0; padding: 1rem; text-align: center; }
  h1 { font-size: 1.5rem; } p { max-width: 32rem; margin: 0 auto; }
`;

/** Fixed sentences only: nothing from the address is ever put into a page. */
function sendPage(response: Response, status: number, page: Page): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  );
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.sendRaw(
    status,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${page.title} - PAL Assistant</title><style>${STYLE}</style></head>` +
      `<body><main><h1>${page.title}</h1><p>${page.text}</p></main></body></html>`,
  );
}
