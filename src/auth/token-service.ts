import { z } from 'zod';

import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type { Person } from '../model/person';
import type { HttpReply, HttpSend } from '../network/http-send';
import { jsonOf } from '../network/http-send';
import type { SsoTokenSource } from './sso-tokens';
import type { BotToken } from './bot-token';

const TIMEOUT_MS = 2_500;
const MAX_BYTES = 64 * 1024;

/** A person as their chat client is known to the channel. */
export interface ChannelUser {
  readonly userId: string;
  readonly channelId: string;
}

/** How the Token Service is reached. */
export interface TokenServiceAccess {
  /** Origin, such as `https://token.botframework.com`. */
  readonly endpoint: string;
  /** The OAuth connection of the Azure Bot, for the bot's own scope `access_as_user`. */
  readonly connectionName: string;
  /** The bot's own token for the channel's services; absent: it has no identity there (local use). */
  readonly botToken?: BotToken;
  /** The account under which the person was seen in the chat; undefined: not seen by this process. */
  readonly accountOf: (person: Person) => ChannelUser | undefined;
}

const withToken = z.object({ token: z.string().min(1).max(16_384) });
type Call = { readonly method: string; readonly path: string; readonly body?: string };

/**
 * The Bot Framework Token Service as the keeper of people's tokens for the bot: one that was exchanged once is there
 * for every instance, and after a restart. It is asked with the account of the chat client, and never with a code that
 * a person typed: whoever writes six digits has written six digits.
 */
export function createTokenService(access: TokenServiceAccess, send: HttpSend, log: Log): SsoTokenSource {
  async function call(person: Person, { method, path, body }: Call): Promise<HttpReply | undefined> {
    const account = access.accountOf(person);
    if (account === undefined) return undefined;
    const { connectionName, endpoint } = access;
    const query = new URLSearchParams({ ...account, connectionName });
    try {
      const bearer = await access.botToken?.get();
      const reply = await send({
        circuit: 'token-service',
        method,
        url: `${endpoint}/api/usertoken/${path}?${query.toString()}`,
        headers: {
          accept: 'application/json',
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      });
      if (reply.status === 401) access.botToken?.drop();
      return reply;
    } catch (error) {
      log.warn('azure.token-service.failed', { error: errorName(error) });
      return undefined;
    }
  }

  return {
    find: async (person) => {
      const reply = await call(person, { method: 'GET', path: 'GetToken' });
      if (reply === undefined) return undefined;
      // 404 says that there is none: with an empty body, or with one that looks like a token response without a token.
      if (reply.status !== 200 && reply.status !== 404) {
        log.warn('azure.token-service.failed', { status: reply.status });
        return undefined;
      }
      return tokenIn(reply);
    },
    redeem: async (person, handedOver) => {
      const body = JSON.stringify({ token: handedOver });
      const reply = await call(person, { method: 'POST', path: 'exchange', body });
      if (reply === undefined || isPassing(reply.status)) return { kind: 'unreachable' };
      const token = tokenIn(reply);
      if (token !== undefined) return { kind: 'token', token };
      log.error('azure.token-service.refused', { status: reply.status });
      return { kind: 'refused' };
    },
    forget: async (person) => {
      // Not seen by this process, so that nobody can be meant.
      if (access.accountOf(person) === undefined) return true;
      const reply = await call(person, { method: 'DELETE', path: 'SignOut' });
      return reply !== undefined && (reply.status < 300 || reply.status === 404);
    },
  };
}

function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

function tokenIn({ status, body }: HttpReply): string | undefined {
  return status === 200 ? withToken.safeParse(jsonOf(body)).data?.token : undefined;
}
