/** The storage does not answer, or not in time: whoever asked goes on without it, or says so. */
export class StorageAwayError extends Error {
  override readonly name = 'StorageAwayError';

  constructor(cause?: unknown) {
    super('The storage is away.', { cause });
  }
}

/** One record or line can't be stored or read, whatever the storage does: no JSON, too long, of no known form. */
export class UnusableRecordError extends Error {
  override readonly name = 'UnusableRecordError';
}

/** A newer version of the bot wrote the record: it is left alone until this one is replaced. */
export class NewerRecordError extends Error {
  override readonly name = 'NewerRecordError';
}
