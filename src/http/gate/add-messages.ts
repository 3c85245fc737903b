import type { Request, Response, Server } from 'restify';
import type { TeamsBot } from '../../teams/teams-bot';
import type { Gate } from './gate';

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

/** `POST /api/messages`: what the gate lets in is answered by the bot, everything else by a status and no word. */
export function addMessages(server: Server, gate: Gate, bot: TeamsBot): void {
  server.post('/api/messages', async (request: Request, response: Response) => {
    const admission = await gate.admit(request);
    if (admission.kind === 'answered') {
      response.sendRaw(admission.status, '');
      return;
    }
    const { status, body, afterwards } = await bot.process(admission.incoming);
    if (body === undefined) response.sendRaw(status, '');
    else response.sendRaw(status, JSON.stringify(body), JSON_TYPE);
    afterwards();
  });
}
