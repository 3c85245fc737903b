/** What a log line may carry: plain values under names; never a token, a message text or a whole error. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where rooms write their log. Events are dotted names, such as `azure.arm.call`. */
export interface Log {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
  error(event: string, fields: LogFields): void;
}

/** The kind of an unknown error, for a log: its name only, since messages may hold anything. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
