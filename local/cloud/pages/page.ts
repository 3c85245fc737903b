import { createHash } from 'node:crypto';
import type { Answer } from '../http/answer';
import { html, SafeHtml } from './html';
import { STYLE } from './style';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A whole page. `formTargets`: the other origins that a form on it may end up at, by redirect. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly body: SafeHtml;
  readonly wide?: boolean;
  readonly formTargets?: readonly string[];
}

/** The page as an answer: nothing is loaded from elsewhere, nothing runs, nobody may frame it. */
export function pageAnswer(page: Page): Answer {
  const formAction = ["'self'", ...(page.formTargets ?? [])].join(' ');
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · local cloud</title>
        ${new SafeHtml(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main class="${page.wide === true ? 'wide' : 'narrow'}">${page.body}</main>
      </body>
    </html>`;
  return {
    status: page.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // Not no-referrer: with that, browsers send `Origin: null` along with our own forms.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; ` +
        `form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    },
    body: document.text,
  };
}
