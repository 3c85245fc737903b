import { asUploadUrl, createUploads } from '../../../src/files/upload';
import type { HttpExchange } from '../../../src/network/http-send';
import { TransportError } from '../../../src/network/http-send';
import { AZURE_CLOUDS } from '../../../src/config/azure-clouds';

const PUBLIC = { domains: AZURE_CLOUDS.public.fileDomains, loopback: false };
const LOCAL = { domains: [], loopback: true };
const PLACE =
  "https://contoso-my.sharepoint.com/personal/robin/_api/v2.0/drive/items/01ABC/uploadSession?guid='9a8b'&overwrite=True&tempauth=abc";

test('an upload session of OneDrive is an address for a file', () => {
  expect(asUploadUrl(PLACE, PUBLIC)).toBe(new URL(PLACE).href);
  expect(asUploadUrl('https://contoso.SharePoint.com/x', PUBLIC)).toBe('https://contoso.sharepoint.com/x');
});

test.each([
  'https://sharepoint.com/x',
  'https://evilsharepoint.com/x',
  'https://sharepoint.com.evil.example/x',
  'https://contoso.sharepoint.com.evil.example/x',
  'https://evil.example/contoso.sharepoint.com',
  'https://evil.example\\@contoso.sharepoint.com/x',
  'https://contoso.sharepoint.com@evil.example/x',
  'https://a:b@contoso.sharepoint.com/x',
  'https://contoso.sharepoint.com:8443/x',
  'https://contoso.sharepoint.com./x',
  'https://contoso.sharepoint.cοm/x',
  'https://contoso%2esharepoint.com/x',
  'http://contoso.sharepoint.com/x',
  'ftp://contoso.sharepoint.com/x',
  'https://127.0.0.1/x',
  'https://localhost/x',
  'http://169.254.169.254/metadata/identity',
  'https://[::1]/x',
  '//contoso.sharepoint.com/x',
  `https://contoso.sharepoint.com/${'x'.repeat(9_000)}`,
  '',
])('%s is none', (address) => {
  expect(asUploadUrl(address, PUBLIC)).toBeUndefined();
});

test('a stand-in on this machine is one for a local bot only, and no other address for that', () => {
  expect(asUploadUrl('http://127.0.0.1:4711/x', LOCAL)).toBe('http://127.0.0.1:4711/x');
  expect(asUploadUrl('http://0x7f.1/x', LOCAL)).toBeUndefined();
  expect(asUploadUrl('http://192.168.0.1/x', LOCAL)).toBeUndefined();
});

test.each(['usgovernment', 'usgovernment-dod', 'china'] as const)(
  'in the cloud %s Teams takes no files of bots',
  (name) => {
    const uploads = createUploads(
      never,
      { domains: AZURE_CLOUDS[name].fileDomains, loopback: false },
      NO_LOG,
    );
    expect(uploads.isPossible).toBe(false);
    expect(uploads.isKnown(PLACE)).toBe(false);
  },
);

test('a file goes out in one piece, without a token', async () => {
  const sent: HttpExchange[] = [];
  const send = (exchange: HttpExchange) => {
    sent.push(exchange);
    return Promise.resolve({ status: 201, headers: {}, body: '{}' });
  };
  const file = { text: 'Grüße', sizeInBytes: 7 };
  expect(await createUploads(send, PUBLIC, NO_LOG).put(file, PLACE)).toEqual({ kind: 'done' });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ method: 'PUT', url: new URL(PLACE).href, body: 'Grüße' });
  expect(sent[0]?.headers).toEqual({
    'content-type': 'application/octet-stream',
    'content-length': '7',
    'content-range': 'bytes 0-6/7',
  });
});

test.each([202, 204, 302, 400, 403, 404, 409, 500, 503])('an answer of %d is no success', async (status) => {
  const send = () => Promise.resolve({ status, headers: {}, body: '' });
  const put = createUploads(send, PUBLIC, NO_LOG).put({ text: 'x', sizeInBytes: 1 }, PLACE);
  expect(await put).toEqual({ kind: 'failed', reason: 'refused', status });
});

test.each(['timeout', 'reset', 'unreachable', 'too-large'] as const)(
  'a service that does not answer (%s) is a failure with its name',
  async (kind) => {
    const send = () => Promise.reject(new TransportError(kind, true));
    const put = createUploads(send, PUBLIC, NO_LOG).put({ text: 'x', sizeInBytes: 1 }, PLACE);
    expect(await put).toEqual({ kind: 'failed', reason: kind });
  },
);

const NO_LOG = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  // Nobody reads it.
}

function never(): Promise<never> {
  return Promise.reject(new Error('Nothing may be sent.'));
}
