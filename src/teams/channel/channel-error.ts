/** Why the channel did not take what the bot sent. */
interface ChannelErrorDetails {
  /** The HTTP status, when there was one. */
  readonly status?: number;
  /** The channel's own name for it, such as `BotDisabledByAdmin`. */
  readonly code?: string;
  /** When it may be tried again. */
  readonly retryAfterMs?: number;
  /** The channel itself has said when. */
  readonly isAsked?: boolean;
}

/**
 * The channel did not take what the bot sent. `refused`: it never will; `not-now`: it asks to come again; `unreachable`:
 * it was not asked, or does not answer; `unknown`: it was sent, and no answer came, so that it may have arrived.
 */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly isAsked: boolean;

  constructor(
    readonly kind: 'refused' | 'not-now' | 'unreachable' | 'unknown' | 'foreign-service',
    { status, code, retryAfterMs, isAsked = false }: ChannelErrorDetails = {},
  ) {
    super(`the channel did not take it: ${kind}${status === undefined ? '' : ` (${status})`}`);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.isAsked = isAsked;
  }

  /** Whether a last try, later, may deliver it. */
  get mayBeTriedLater(): boolean {
    return this.retryAfterMs !== undefined;
  }
}
