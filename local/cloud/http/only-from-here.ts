import type { RequestHandler } from 'express';
import { jsonAnswer, sendAnswer } from './answer';

const SAME_SITE = ['same-origin', 'none'];

/**
 * Refuses what another web site could make a browser on this machine send: any request under another host name
 * (DNS rebinding), and any change that does not come from these pages or from a program.
 */
export function onlyFromHere(pagesUrl: string): RequestHandler {
  const { port } = new URL(pagesUrl);
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  return (req, res, next) => {
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    const site = req.get('sec-fetch-site');
    const origin = req.get('origin');
    const isOurs =
      (site === undefined || SAME_SITE.includes(site)) && (origin === undefined || origins.includes(origin));
    if (hosts.includes(req.get('host') ?? '') && (isRead || isOurs)) {
      next();
      return;
    }
    const message = 'Only this machine and the pages of the local cloud may ask for this.';
    sendAnswer(res, jsonAnswer(403, { error: { code: 'Forbidden', message } }));
  };
}
