import type { Log } from '../model/log';
import { isLoopback } from '../model/service-url';
import type { HttpSend } from '../network/http-send';
import { CircuitOpenError, TransportError } from '../network/http-send';
import type { MadeFile } from './document';

/** Where files may be uploaded to. */
export interface UploadHosts {
  /** Hosts below these domains: where OneDrive and SharePoint are in this cloud; none where Teams takes no files of bots. */
  readonly domains: readonly string[];
  /** A stand-in that runs beside the bot. Local use only. */
  readonly loopback: boolean;
}

/** What Teams tells of the place it has made for a file that the person accepted. */
export interface UploadInfo {
  readonly uploadUrl: string;
  readonly contentUrl: string;
  readonly uniqueId: string;
  readonly fileType: string;
  readonly name: string;
}

/** Teams' addresses have some hundred characters, with a key in them. */
const LONGEST_URL = 8_192;
const UPLOAD_MS = 20_000;
/** The answer describes the file that is there now. */
const MOST_BYTES = 256 * 1024;
const WRITTEN_HOST = /^https?:\/\/([a-z0-9.-]+)(?::\d{1,5})?\//i;

/**
 * The text as an address of OneDrive or SharePoint; undefined for everything else: whoever gets a file of the bot sees
 * what it says, and whatever the bot asks for is asked from inside the network that it runs in.
 */
export function asUploadUrl(text: string, { domains, loopback }: UploadHosts): string | undefined {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, href } = new URL(text);
  // A host that the parser reads in another way than it is written is nobody's address.
  if (WRITTEN_HOST.exec(text)?.[1]?.toLowerCase() !== hostname) return undefined;
  if (username !== '' || password !== '') return undefined;
  if (loopback && isLoopback(hostname)) return href;
  const isKnown = domains.some((domain) => hostname.endsWith(`.${domain}`));
  return isKnown && protocol === 'https:' && port === '' ? href : undefined;
}

/** What became of an upload; `status`: what the service answered, when it did. */
export type Uploaded =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly reason: string; readonly status?: number };

/** The way of files into people's OneDrive. */
export interface Uploads {
  /** Whether Teams takes files of bots in this cloud at all. */
  readonly isPossible: boolean;
  /** Whether this is an address of OneDrive or SharePoint, so that a card may lead there. */
  isKnown(url: string): boolean;
  put(file: Pick<MadeFile, 'text' | 'sizeInBytes'>, uploadUrl: string): Promise<Uploaded>;
}

/** Uploads over the network. */
export function createUploads(send: HttpSend, hosts: UploadHosts, log: Log): Uploads {
  return {
    isPossible: hosts.domains.length > 0,
    isKnown: (url) => asUploadUrl(url, hosts) !== undefined,
    put: async (file, uploadUrl) => {
      const uploaded = await upload(send, hosts, file, uploadUrl);
      const { kind: outcome, status, reason } = { status: undefined, reason: undefined, ...uploaded };
      log.info('files.upload', { outcome, status, reason });
      return uploaded;
    },
  };
}

/**
 * Puts a file where Teams has made a place for it, in one piece, once. The address itself is the permission: no token
 * goes along. Redirects are not followed.
 */
async function upload(
  send: HttpSend,
  hosts: UploadHosts,
  file: Pick<MadeFile, 'text' | 'sizeInBytes'>,
  uploadUrl: string,
): Promise<Uploaded> {
  const url = asUploadUrl(uploadUrl, hosts);
  if (url === undefined) return { kind: 'failed', reason: 'elsewhere' };
  try {
    const { status } = await send({
      circuit: 'files',
      method: 'PUT',
      url,
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': `${file.sizeInBytes}`,
        'content-range': `bytes 0-${file.sizeInBytes - 1}/${file.sizeInBytes}`,
      },
      body: file.text,
      timeoutMs: UPLOAD_MS,
      maxBytes: MOST_BYTES,
    });
    // 202 would ask for more of it: there is no more.
    return status === 200 || status === 201
      ? { kind: 'done' }
      : { kind: 'failed', reason: 'refused', status };
  } catch (error) {
    if (error instanceof TransportError) return { kind: 'failed', reason: error.kind };
    if (error instanceof CircuitOpenError) return { kind: 'failed', reason: error.why };
    throw error;
  }
}
