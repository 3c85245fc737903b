/** A record as it was read, and its version. */
export interface SharedRecord {
  readonly value: unknown;
  readonly etag: string;
}

/**
 * What this room keeps where every instance of the bot sees it: sign-ins that were begun, and who signed out. Never a
 * token. The storage room's port fits as it is; every write says what it expects to find.
 */
export interface SharedRecords {
  get(collection: 'sign-ins' | 'sign-outs', key: string): Promise<SharedRecord | undefined>;
  put(
    collection: 'sign-ins' | 'sign-outs',
    key: string,
    value: unknown,
    expected: { readonly absent: true } | { readonly etag: string },
    expiresAt: Date,
  ): Promise<{ readonly kind: 'stored' | 'conflict' }>;
}
