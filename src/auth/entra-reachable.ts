import type { HttpSend } from '../network/http-send';
import { TransportError } from '../network/http-send';

const TIMEOUT_MS = 2_500;
const MAX_BYTES = 64 * 1024;

/** Whether Entra answers, asked for what it tells everybody: no sign-in, no secret, no directory of anybody. */
export async function isEntraReachable(authorityHost: string, send: HttpSend): Promise<boolean> {
  try {
    const reply = await send({
      lane: 'entra-discovery organizations',
      method: 'GET',
      url: `${authorityHost}/organizations/v2.0/.well-known/openid-configuration`,
      headers: { accept: 'application/json' },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    return reply.status === 200;
  } catch (error) {
    if (error instanceof TransportError) return false;
    throw error;
  }
}
