import express, { type Express } from 'express';
import { armRoutes } from './arm/arm-routes';
import type { CloudParts } from './cloud-parts';
import { entraApiRoutes } from './entra/entra-api-routes';
import { lastResort } from './http/last-resort';
import { tokenServiceRoutes } from './token-service/token-service-routes';

/** What programs talk to, over TLS: Entra's endpoints, the Token Service and ARM. */
export function createApiApp(parts: CloudParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((req, res, next) => {
    parts.journal.begin(req, res);
    next();
  });
  app.use(entraApiRoutes(parts));
  app.use(tokenServiceRoutes(parts));
  app.use(armRoutes(parts));
  app.use(lastResort);
  return app;
}
