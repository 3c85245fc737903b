import express, { type Router } from 'express';
import type { CloudParts } from '../cloud-parts';
import { jsonAnswer, sendAnswer } from '../http/answer';
import { faultScriptSchema } from '../faults/fault';
import { resetWorld } from '../world-handle';
import { pageAnswer } from './page';
import { worldPage } from './world-page';

/** The sample world, the journal, the fault script and the way back to the beginning. */
export function controlRoutes(parts: CloudParts): Router {
  const router = express.Router();
  router.get('/', (_req, res) => {
    sendAnswer(res, pageAnswer(worldPage(parts)));
  });
  router.get('/journal', (_req, res) => {
    sendAnswer(res, jsonAnswer(200, parts.journal.entries()));
  });
  router.get('/faults', (_req, res) => {
    sendAnswer(res, jsonAnswer(200, parts.faults.active()));
  });
  router.post('/faults', express.json({ limit: '100kb' }), (req, res) => {
    const script = faultScriptSchema.safeParse(req.body);
    if (!script.success) {
      const message = script.error.issues
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .join('; ');
      sendAnswer(res, jsonAnswer(400, { error: { code: 'FaultInvalid', message } }));
      return;
    }
    for (const fault of [script.data].flat()) parts.faults.add(fault);
    sendAnswer(res, jsonAnswer(200, parts.faults.active()));
  });
  router.delete('/faults', (_req, res) => {
    parts.faults.clear();
    sendAnswer(res, jsonAnswer(200, []));
  });
  router.post('/reset', (req, res) => {
    resetWorld(parts);
    if (req.accepts(['json', 'html']) === 'html') res.redirect(303, '/');
    else res.status(204).end();
  });
  return router;
}
