import type { IncomingMessage, ServerResponse } from 'node:http';
import { openListener } from '../../local/cloud/http/listener';

/** What the bots sent since it was last emptied. */
export interface Received {
  messages: number;
  /** Requests without a token that was given to a bot here. */
  unauthorized: number;
  /** Messages in which nothing of what was expected stood. */
  unexpected: number;
}

/** The Bot Connector, as lean as it can be, so that the load of a bot is not limited by it. */
export interface LeanConnector {
  readonly serviceUrl: string;
  readonly received: Received;
  /** Forgets what was received; from now on each message must contain one of these texts. */
  expect(expected: readonly string[]): void;
  /** Called with the conversation and the id that each new message is given; at most one listener. */
  onMessage: ((conversationId: string, activityId: string) => void) | undefined;
  /** Called with what each new or rewritten message says, as JSON; at most one listener. */
  onCard: ((conversationId: string, body: string) => void) | undefined;
  stop(): Promise<void>;
}

const CONVERSATION = /\/v3\/conversations\/([^/]+)\/activities/;

/** Listens on a free port. `isOurs` tells whether an authorization header is one of a bot. */
export async function startConnector(
  isOurs: (authorization: string | undefined) => boolean,
): Promise<LeanConnector> {
  const listener = await openListener({ host: '127.0.0.1', port: 0, purpose: 'connector' });
  const received: Received = { messages: 0, unauthorized: 0, unexpected: 0 };
  let expected: readonly string[] = [];
  let count = 0;
  const connector: LeanConnector = {
    serviceUrl: `http://127.0.0.1:${listener.port}`,
    received,
    expect: (texts) => {
      expected = texts;
      Object.assign(received, { messages: 0, unauthorized: 0, unexpected: 0 });
    },
    onMessage: undefined,
    onCard: undefined,
    stop: () => listener.close(),
  };
  const take = (request: IncomingMessage, body: string): void => {
    if (!isOurs(request.headers.authorization)) received.unauthorized += 1;
    if (!body.includes('"type":"message"')) return;
    const [, conversation = ''] = CONVERSATION.exec(request.url ?? '') ?? [];
    connector.onCard?.(decodeURIComponent(conversation), body);
    if (request.method !== 'POST') return;
    received.messages += 1;
    if (!expected.some((text) => body.includes(text))) received.unexpected += 1;
    connector.onMessage?.(decodeURIComponent(conversation), idOf(count));
  };
  listener.serve((request, response) => {
    whenRead(request, (body) => {
      count += 1;
      take(request, body);
      accept(response, idOf(count));
    });
  });
  return connector;
}

function whenRead(request: IncomingMessage, then: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    then(Buffer.concat(chunks).toString('utf8'));
  });
}

function idOf(count: number): string {
  return `bot-${count}`;
}

function accept(response: ServerResponse, id: string): void {
  const body = `{"id":"${id}"}`;
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-length', body.length);
  response.end(body);
}
