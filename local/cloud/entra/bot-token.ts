import { randomBytes } from 'node:crypto';
import type { CloudParts } from '../cloud-parts';
import { jsonAnswer, type Answer } from '../http/answer';
import { refuse, type EntraRefusal } from './entra-error';
import { checkClient, type TokenRequest } from './token-request';

const CONNECTOR_SCOPE = 'https://api.botframework.com/.default';
const LIFETIME_SECONDS = 3_599;
const TOKEN_BYTES = 48;

/**
 * The answer to the bot's registration, which wants a token for itself to speak in Teams with; undefined for every other
 * app. Nobody looks into that token, so there is nothing in it.
 */
export function answerBot(
  { bot }: Pick<CloudParts, 'bot'>,
  tenantName: string,
  request: TokenRequest,
): Answer | EntraRefusal | undefined {
  if (bot === undefined || request.client_id !== bot.appId) return undefined;
  if (tenantName.toLowerCase() !== bot.tenantId.toLowerCase()) return refuse(700016);
  const refused = checkClient({ clientId: bot.appId, clientSecret: bot.secret }, request);
  if (refused !== undefined) return refused;
  if (request.grant_type !== 'client_credentials') return refuse(70003);
  if (request.scope !== CONNECTOR_SCOPE) return refuse(500011);
  return jsonAnswer(
    200,
    {
      token_type: 'Bearer',
      expires_in: LIFETIME_SECONDS,
      access_token: randomBytes(TOKEN_BYTES).toString('base64url'),
    },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  );
}
