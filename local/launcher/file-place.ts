import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
const INFO = 'application/vnd.microsoft.teams.card.file.info';

const attachment = z.object({ contentType: z.string(), name: z.string(), content: z.record(z.unknown()) });
const fileMessage = z
  .object({
    conversation: z.object({ id: z.string() }).passthrough(),
    recipient: z.object({ id: z.string() }).passthrough(),
    from: z.object({ id: z.string() }).passthrough(),
    attachments: z
      .array(attachment.extend({ contentUrl: z.string().optional() }))
      .length(1)
      .refine(([one]) => one?.contentType === CONSENT || one?.contentType === INFO),
  })
  .passthrough();
type FileMessage = z.infer<typeof fileMessage>;

/** A file that was asked for, and is there once it was uploaded. */
interface Place {
  readonly message: FileMessage;
  readonly name: string;
  /** What the chat client calls the message that asks. */
  activityId?: string;
  bytes?: Buffer;
}

/**
 * What Teams and OneDrive do with a file of a bot, for a chat client that knows no such card: in its place stands a card
 * with two links, which send the bot what a press in Teams sends; the file is kept in memory.
 */
export class FilePlace {
  private readonly places = new Map<string, Place>();

  /** `press`: sends an activity to the bot. `baseUrl`: where this is reached. */
  constructor(
    private readonly parts: {
      readonly baseUrl: () => string;
      press(activity: Readonly<Record<string, unknown>>): Promise<void>;
    },
  ) {}

  /** A message as the chat client can show it; `shown` is told its id. Undefined: it is none with a file. */
  asCard(message: unknown): { readonly body: object; shown(activityId: string): void } | undefined {
    const read = fileMessage.safeParse(message).data;
    const [file] = read?.attachments ?? [];
    if (read === undefined || file === undefined) return undefined;
    const { contentType, name, contentUrl = '', content } = file;
    if (contentType === INFO) {
      const body = cardMessage(read, 'A file in your OneDrive', name, [['Open the file', contentUrl]]);
      return { body, shown: () => undefined };
    }
    const key = randomUUID();
    const place: Place = { message: read, name };
    this.places.set(key, place);
    const link = (action: string): string => `${this.parts.baseUrl()}/files/${key}/${action}`;
    const text = String(content['description']);
    const body = cardMessage(read, name, text, [
      ['Allow', link('accept')],
      ['Decline', link('decline')],
    ]);
    return { body, shown: (activityId) => (place.activityId = activityId) };
  }

  /** Answers a request for `/files/…`; false: it is for something else. */
  async answer(method: string, path: string, body: Buffer, response: ServerResponse): Promise<boolean> {
    const [, key = '', action = ''] = /^\/files\/([0-9a-f-]{36})\/(\w+)/.exec(path) ?? [];
    const place = this.places.get(key);
    if (place === undefined) return false;
    if (method === 'PUT' && action === 'upload') {
      place.bytes = body;
      end(response, 201, 'application/json', '{}');
    } else if (action === 'accept' || action === 'decline') {
      await this.parts.press(pressOf(place, action, `${this.parts.baseUrl()}/files/${key}`));
      end(response, 200, 'text/html; charset=utf-8', '<title>Done</title><p>Go back to the chat.</p>');
    } else if (action === 'content' && place.bytes !== undefined) {
      response.setHeader(
        'content-disposition',
        `attachment; filename="${place.name.replace(/["\r\n]/g, '')}"`,
      );
      end(response, 200, 'application/octet-stream', place.bytes);
    } else end(response, 404, 'text/plain', 'There is no such file.');
    return true;
  }
}

/** What Teams sends when its card is pressed. */
function pressOf(
  { message, name, activityId }: Place,
  action: 'accept' | 'decline',
  url: string,
): Readonly<Record<string, unknown>> {
  const content = message.attachments[0]?.content ?? {};
  const uploadInfo = {
    contentUrl: `${url}/content`,
    uploadUrl: `${url}/upload`,
    name,
    uniqueId: randomUUID(),
    fileType: name.split('.').at(-1) ?? '',
  };
  return {
    type: 'invoke',
    name: 'fileConsent/invoke',
    id: randomUUID(),
    replyToId: activityId,
    from: message.recipient,
    recipient: message.from,
    conversation: message.conversation,
    value: {
      type: 'fileUpload',
      action,
      context: content[action === 'accept' ? 'acceptContext' : 'declineContext'],
      ...(action === 'accept' ? { uploadInfo } : {}),
    },
  };
}

function cardMessage(
  message: FileMessage,
  title: string,
  text: string,
  links: readonly (readonly [string, string])[],
): object {
  const card = {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      { type: 'TextBlock', style: 'heading', text: title, wrap: true, weight: 'bolder' },
      { type: 'TextBlock', text, wrap: true },
    ],
    actions: links.map(([label, url]) => ({ type: 'Action.OpenUrl', title: label, url })),
  };
  return {
    ...message,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}

function end(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
