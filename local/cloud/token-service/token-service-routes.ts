import express, { type Request, type Response, type Router } from 'express';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { CloudParts } from '../cloud-parts';
import { jsonAnswer, sendAnswer } from '../http/answer';
import { homeTenant } from '../world/lookup';
import { SAMPLE_PEOPLE, type SamplePerson } from '../world/sample-world';

/** Who asks for whose token: the account of the chat client and the OAuth connection. */
const whoSchema = z.object({
  userId: z.string().min(1),
  channelId: z.string().min(1),
  connectionName: z.string().min(1),
});
const exchangeSchema = z.object({ token: z.string() });

/** Whose token this is, as far as it says; what is none is nobody's. */
function ownerOf(token: string): SamplePerson | undefined {
  try {
    const { oid } = decodeJwt(token);
    return SAMPLE_PEOPLE.find(({ objectId }) => objectId === oid);
  } catch {
    return undefined;
  }
}

/**
 * The Bot Framework Token Service with one connection for the bot's own scope: keeps a token for each account of the
 * chat, answers 404 without a body when there is none, and an error in a body when an exchange fails.
 */
export function tokenServiceRoutes(parts: CloudParts): Router {
  const kept = new Map<string, SamplePerson>();
  const router = express.Router();
  const known =
    (handle: (key: string, req: Request, res: Response) => Promise<void> | void) =>
    async (req: Request, res: Response): Promise<void> => {
      const who = whoSchema.safeParse(req.query);
      if (who.success) await handle(Object.values(who.data).join('|'), req, res);
      else
        sendAnswer(
          res,
          jsonAnswer(400, { error: { code: 'BadArgument', message: 'A parameter is missing.' } }),
        );
    };
  const sendToken = async (res: Response, person: SamplePerson, connectionName: unknown): Promise<void> => {
    const subject = { person, tenant: homeTenant(), objectId: person.objectId, secondFactor: false };
    const token = await parts.tokens.ssoToken(subject);
    sendAnswer(res, jsonAnswer(200, { channelId: 'msteams', connectionName, token }));
  };
  router.get(
    '/api/usertoken/GetToken',
    known(async (key, req, res) => {
      const person = kept.get(key);
      if (person === undefined) res.status(404).end();
      else await sendToken(res, person, req.query['connectionName']);
    }),
  );
  router.post(
    '/api/usertoken/exchange',
    express.json({ limit: '100kb' }),
    known(async (key, req, res) => {
      const person = ownerOf(exchangeSchema.safeParse(req.body).data?.token ?? '');
      if (person === undefined) {
        const error = { code: 'BadRequest', message: 'The token can’t be exchanged.' };
        sendAnswer(res, jsonAnswer(400, { error }));
        return;
      }
      kept.set(key, person);
      await sendToken(res, person, req.query['connectionName']);
    }),
  );
  router.delete(
    '/api/usertoken/SignOut',
    known((key, _req, res) => {
      kept.delete(key);
      res.status(200).end();
    }),
  );
  return router;
}
