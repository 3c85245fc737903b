import express, { type Express } from 'express';
import type { CloudParts } from './cloud-parts';
import { authorizeRoutes } from './entra/authorize-routes';
import { sendAnswer } from './http/answer';
import { lastResort } from './http/last-resort';
import { onlyFromHere } from './http/only-from-here';
import { controlRoutes } from './pages/control-routes';
import { html } from './pages/html';
import { pageAnswer, type Page } from './pages/page';

const missingPage: Page = {
  status: 404,
  title: 'Not found',
  body: html`<h1>There is nothing here</h1>
    <p><a href="/">To the sample world</a></p>`,
};

/** What people open, over plain http on this machine only: sign-in, the sample world, journal and faults. */
export function createPagesApp(parts: CloudParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(onlyFromHere(parts.pagesUrl));
  app.use(controlRoutes(parts));
  app.use((req, res, next) => {
    parts.journal.begin(req, res);
    next();
  });
  app.use(authorizeRoutes(parts));
  app.use((_req, res) => {
    sendAnswer(res, pageAnswer(missingPage));
  });
  app.use(lastResort);
  return app;
}
