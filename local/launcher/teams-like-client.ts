import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { FilePlace } from './file-place';

/** An activity with a card that asks the client for a silent sign-in. */
const silentSignIn = z
  .object({
    conversation: z.object({ id: z.string() }).passthrough(),
    recipient: z.object({ id: z.string() }).passthrough(),
    from: z.object({ id: z.string() }).passthrough(),
    attachments: z
      .array(
        z.object({
          contentType: z.literal('application/vnd.microsoft.card.oauth'),
          content: z.object({ tokenExchangeResource: z.object({ id: z.string() }) }),
        }),
      )
      .length(1),
  })
  .passthrough();
type SilentSignIn = z.infer<typeof silentSignIn>;

interface ClientParts {
  /** The chat client that shows everything else. */
  readonly chatUrl: string;
  readonly botUrl: string;
  readonly person: { readonly tenantId: string; readonly objectId: string; readonly name: string };
  /** The token that Entra gives the client for the bot's resource; absent: it signs nobody in silently. */
  readonly token?: () => Promise<string>;
}

/** What stands between the bot and the chat client. */
export interface TeamsLikeClient {
  /** The service URL that the chat client has to name to the bot. */
  readonly serviceUrl: string;
  stop(): Promise<void>;
}

/**
 * The chat client knows no card for files (see `file-place.ts`) and no silent sign-in. Teams does: it hides such a card, asks Entra for a token and sends it to
 * the bot as `signin/tokenExchange`; the card is shown only when the bot does not take the token. This does the same,
 * and hands everything else on as it comes.
 */
export async function startTeamsLikeClient(parts: ClientParts): Promise<TeamsLikeClient> {
  let serviceUrl = '';
  const files = new FilePlace({
    baseUrl: () => serviceUrl.replace('/_connector', ''),
    press: async (activity) => {
      await toBot({ ...parts, serviceUrl }, activity);
    },
  });
  const server = createServer((request, response) => {
    handle({ ...parts, serviceUrl, files }, request, response).catch(() => {
      if (!response.headersSent) response.statusCode = 502;
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_connector`;
  return {
    serviceUrl,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type Named = ClientParts & { readonly serviceUrl: string };

async function handle(
  parts: Named & { readonly files: FilePlace },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '' } = request;
  const bytes = await read(request);
  if (await parts.files.answer(method, url, bytes, response)) return;
  const body = bytes.toString('utf8');
  const file = parts.files.asCard(parse(body));
  if (file !== undefined) {
    const answer = await handOn(parts, request, JSON.stringify(file.body), response);
    file.shown(z.object({ id: z.string() }).safeParse(parse(answer)).data?.id ?? '');
    return;
  }
  const isSilent = request.method === 'POST' && parts.token !== undefined;
  const asked = isSilent ? silentSignIn.safeParse(parse(body)) : undefined;
  if (asked?.success !== true) {
    await handOn(parts, request, body, response);
    return;
  }
  response.statusCode = 201;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id: randomUUID() }));
  if (!(await exchange(parts, asked.data))) {
    await fetch(`${parts.chatUrl}${request.url ?? ''}`, { method: 'POST', headers: JSON_TYPE, body });
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends the bot the person's token; tells whether the bot took it. */
async function exchange(parts: Named, card: SilentSignIn): Promise<boolean> {
  const id = card.attachments[0]?.content.tokenExchangeResource.id;
  const answer = await toBot(parts, {
    type: 'invoke',
    name: 'signin/tokenExchange',
    id: randomUUID(),
    from: card.recipient,
    recipient: card.from,
    conversation: card.conversation,
    value: { id, connectionName: '', token: await parts.token?.() },
  });
  return answer.ok;
}

/** Sends the bot an activity of the person. */
function toBot(
  { botUrl, serviceUrl, person }: Named,
  activity: Readonly<Record<string, unknown>> & { readonly from?: object; readonly conversation?: object },
): Promise<Response> {
  const whole = {
    ...activity,
    channelId: 'msteams',
    serviceUrl,
    from: { ...activity.from, name: person.name, aadObjectId: person.objectId },
    conversation: { ...activity.conversation, tenantId: person.tenantId },
    channelData: { tenant: { id: person.tenantId } },
  };
  return fetch(`${botUrl}/api/messages`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify(whole),
  });
}

async function handOn(
  parts: ClientParts,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<string> {
  const answer = await fetch(`${parts.chatUrl}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: JSON_TYPE,
    ...(body === '' ? {} : { body }),
  });
  response.statusCode = answer.status;
  response.setHeader('content-type', answer.headers.get('content-type') ?? 'application/json');
  const text = await answer.text();
  response.end(text);
  return text;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
