import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { readCard } from './shown-card';
import type { ShownCard } from './shown-card';

/** One thing that appeared in a conversation. */
export interface Event {
  readonly kind: 'message' | 'update' | 'typing';
  readonly conversationId: string;
  readonly activityId: string;
  readonly card: ShownCard | undefined;
  /** A sign-in that the client tries without showing anything. */
  readonly silent?: SilentSignIn;
  /** Teams' own card for a file. */
  readonly file?: FileCard;
}

/** What one of Teams' cards for files says. */
export interface FileCard {
  readonly contentType: string;
  readonly name: string;
  readonly contentUrl?: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What a card for silent sign-in says to the client. */
export interface SilentSignIn {
  /** Comes back with the token. */
  readonly exchangeId: string;
  readonly resource: string;
  /** The OAuth connection that keeps what comes of it; empty for none. */
  readonly connectionName: string;
  /** Where its button leads, once it is shown. */
  readonly url: string;
}

/** How the service answers one request of the bot, where it does not take it as usual. */
export interface ConnectorFault {
  /** The HTTP status; absent: the connection is cut. */
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The message arrives in the chat all the same. */
  readonly arrives?: boolean;
}

const oauthCard = z
  .object({
    connectionName: z.string(),
    tokenExchangeResource: z.object({ id: z.string(), uri: z.string() }),
    buttons: z.array(z.object({ value: z.string() })).min(1),
  })
  .transform(({ connectionName, tokenExchangeResource: { id, uri }, buttons }): SilentSignIn => ({
    exchangeId: id,
    resource: uri,
    connectionName,
    url: buttons[0]?.value ?? '',
  }));
const fileCard = z.object({
  contentType: z.string().startsWith('application/vnd.microsoft.teams.card.file.'),
  name: z.string(),
  contentUrl: z.string().optional(),
  content: z.record(z.unknown()),
});
const activity = z.object({
  type: z.string(),
  attachments: z.array(z.object({ contentType: z.string(), content: z.unknown() }).passthrough()).optional(),
});
const ROUTE = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;
const OAUTH_CARD = 'application/vnd.microsoft.card.oauth';
const CARD = 'application/vnd.microsoft.card.adaptive';

/** The Bot Connector as Teams runs it, on this machine: takes what the bot sends, and remembers it in order. */
export class Connector {
  readonly events: Event[] = [];
  /** Everything that the bot sent, word for word; clients add what it answered to them. */
  readonly bodies: string[] = [];
  /** The token that came with each request of the bot; empty: none. */
  readonly bearers: string[] = [];
  /** Tokens that clients sent to the bot: none of them may come out of it. */
  readonly tokens = new Set<string>();
  /** Updates: as for messages that were deleted; everything: as for a conversation that is gone. */
  refuses: 'nothing' | 'updates' | 'everything' = 'nothing';
  /** Asked about each request of the bot; undefined: it is taken as usual. */
  fault: ((request: { method: string; type: string }) => ConnectorFault | undefined) | undefined;
  /** The path of each request that the bot has begun here, answered or not. */
  readonly begun: string[] = [];
  /** Requests wait for it before they are answered. */
  blocked: Promise<void> | undefined;
  private readonly waiting = new Set<() => void>();
  private count = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.begun.push(request.url ?? '');
      void this.take(request, response);
    });
  }

  /** Listens on a free port. */
  static async start(): Promise<Connector> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new Connector(server);
  }

  get serviceUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Adds what a client shows by itself: the card that answered a press. */
  add(event: Event): void {
    this.events.push(event);
    for (const look of [...this.waiting]) look();
  }

  /** The first event from `start` on that fits, now or as soon as it comes. */
  async next(
    start: number,
    fits: (event: Event) => boolean,
    wait: { wanted: string; patienceMs: number },
  ): Promise<Event> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.events.slice(start).find(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        const seen = this.events.slice(start).map(({ kind, card }) => `${kind} "${card?.heading ?? ''}"`);
        reject(new Error(`${wait.wanted} did not come; seen: ${seen.join(', ') || 'nothing'}`));
      }, wait.patienceMs);
      this.waiting.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private isRefused(isUpdate: boolean): boolean {
    return this.refuses === 'everything' || (this.refuses === 'updates' && isUpdate);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    await this.blocked;
    this.bodies.push(body);
    this.bearers.push(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
    const sent = activity.safeParse(body === '' ? undefined : JSON.parse(body)).data;
    const fault = this.fault?.({ method: request.method ?? '', type: sent?.type ?? '' });
    const isLost = fault !== undefined && fault.arrives !== true;
    const event = isLost || sent === undefined ? undefined : this.arrived(request, sent);
    if (event !== undefined) this.add(event);
    const usual =
      event === undefined ? { status: 404 } : { status: 200, body: JSON.stringify({ id: event.activityId }) };
    answerAs(response, fault ?? usual);
  }

  /** What a request makes appear in its conversation; undefined: it is refused. */
  private arrived({ url = '/', method }: IncomingMessage, sent: Sent): Event | undefined {
    const [, conversationId, named] = ROUTE.exec(new URL(url, this.serviceUrl).pathname) ?? [];
    const isUpdate = method === 'PUT';
    if (conversationId === undefined || this.isRefused(isUpdate)) return undefined;
    this.count += 1;
    const activityId = isUpdate && named !== undefined ? decodeURIComponent(named) : `bot-${this.count}`;
    return eventOf(sent, { conversationId: decodeURIComponent(conversationId), activityId, isUpdate });
  }
}

type Sent = z.infer<typeof activity>;

function eventOf(
  { type, attachments }: Sent,
  { conversationId, activityId, isUpdate }: { conversationId: string; activityId: string; isUpdate: boolean },
): Event {
  const contentOf = (kind: string): unknown =>
    attachments?.find(({ contentType }) => contentType === kind)?.content;
  const content = contentOf(CARD);
  const file = fileCard.safeParse(attachments?.[0]).data;
  const silent = oauthCard.safeParse(contentOf(OAUTH_CARD));
  return {
    kind: kindOf(type, isUpdate),
    conversationId,
    activityId,
    card: content === undefined ? undefined : readCard(activityId, content),
    ...(silent.success ? { silent: silent.data } : {}),
    ...(file === undefined ? {} : { file }),
  };
}

function answerAs(response: ServerResponse, { status, body = '{}', headers = {} }: ConnectorFault): void {
  if (status === undefined) {
    response.socket?.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

function kindOf(type: string, isUpdate: boolean): Event['kind'] {
  if (type === 'typing') return 'typing';
  return isUpdate ? 'update' : 'message';
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
