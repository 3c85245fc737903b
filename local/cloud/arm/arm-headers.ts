import { randomUUID } from 'node:crypto';

/** What the provider gives one account in one directory: the recordings begin with 99 left. How long for is not known. */
const RESOURCE_REQUESTS = 100;
const WINDOW_MS = 60_000;

/** Counts the writes of each account in each directory, minute by minute. Nothing is refused for it. */
export class ResourceRequests {
  private readonly used = new Map<string, number>();
  private windowFrom = 0;

  /** How many are left after this one. */
  takeOne(account: string, now: Date): number {
    if (Math.abs(now.getTime() - this.windowFrom) >= WINDOW_MS) {
      this.used.clear();
      this.windowFrom = now.getTime();
    }
    const used = (this.used.get(account) ?? 0) + 1;
    this.used.set(account, used);
    return Math.max(0, RESOURCE_REQUESTS - used);
  }
}

/** The headers that ARM puts on every answer of a tenant-level provider. */
export function armHeaders(
  request: {
    readonly correlationId: string | undefined;
    /** Of a write: how many more the account may make. */
    readonly requestsLeft?: number;
  },
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
    ...(request.requestsLeft === undefined
      ? {}
      : { 'x-ms-ratelimit-remaining-tenant-resource-requests': String(request.requestsLeft) }),
  };
}
