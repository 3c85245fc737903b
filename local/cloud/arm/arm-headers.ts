import { randomUUID } from 'node:crypto';

const WRITES_LEFT = '1199';
const RESOURCE_REQUESTS_LEFT = '99';

/** The headers that ARM puts on every answer of a tenant-level provider. */
export function armHeaders(
  request: { readonly method: string; readonly correlationId: string | undefined },
  now: Date,
): Record<string, string> & Record<'x-ms-request-id' | 'x-ms-correlation-request-id', string> {
  const requestId = randomUUID();
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  return {
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    expires: '-1',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'request-id': randomUUID(),
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': request.correlationId ?? requestId,
    'x-ms-routing-request-id': `LOCAL:${stamp}:${requestId}`,
    ...(request.method === 'GET'
      ? {}
      : {
          'x-ms-ratelimit-remaining-tenant-writes': WRITES_LEFT,
          'x-ms-ratelimit-remaining-tenant-resource-requests': RESOURCE_REQUESTS_LEFT,
        }),
  };
}
