import { Agent, request } from 'node:http';

/** What a bot answered to a post. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Posts activities to one bot over connections that stay open, as the channel does. */
export interface BotClient {
  /** Resolves with status 0 when there was no answer. */
  post(activity: string): Promise<Answer>;
  close(): void;
}

/** A client for the bot on this port; every activity carries this token. */
export function createBotClient(port: number, token: string): BotClient {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const authorization = `Bearer ${token}`;
  return {
    post: (activity) =>
      new Promise((resolve) => {
        const sent = request(
          {
            host: '127.0.0.1',
            port,
            path: '/api/messages',
            method: 'POST',
            agent,
            headers: {
              authorization,
              'content-type': 'application/json; charset=utf-8',
              'content-length': Buffer.byteLength(activity),
            },
          },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () => {
              resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
            });
            response.on('error', () => {
              resolve({ status: 0, body: '' });
            });
          },
        );
        sent.on('error', () => {
          resolve({ status: 0, body: '' });
        });
        sent.end(activity);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
