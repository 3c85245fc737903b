import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came with one upload. */
export interface Upload {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A place for files as OneDrive makes one for Teams: an upload session behind an address of its own. */
export interface UploadPlace {
  readonly uploads: Upload[];
  /** The status that it answers with, instead of 201; and where it sends one on to. */
  answers: { status: number; location?: string };
  /** What Teams tells the bot of it (recorded form; the host is this machine's). */
  info(name: string): {
    contentUrl: string;
    name: string;
    uploadUrl: string;
    uniqueId: string;
    fileType: string;
  };
  stop(): Promise<void>;
}

/** Opens one on a free port of this machine. */
export async function openUploadPlace(): Promise<UploadPlace> {
  const uploads: Upload[] = [];
  const place = { answers: { status: 201 } as UploadPlace['answers'] };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      uploads.push({ method: request.method ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      const { status, location } = place.answers;
      const headers = { 'content-type': 'application/json', ...(location === undefined ? {} : { location }) };
      response.writeHead(status, headers).end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(place, {
    uploads,
    info: (name: string) => ({
      contentUrl: `${url}/personal/robin/Documents/Applications/PAL%20Assistant/${name}`,
      name,
      uploadUrl: `${url}/personal/robin/_api/v2.0/drive/items/01ABC/uploadSession?guid='9a8b'&overwrite=True&rename=False&dc=0`,
      uniqueId: '1150d938-8870-4044-9f2c-5bbdebd70c9d',
      fileType: name.split('.').at(-1) ?? '',
    }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  });
}
