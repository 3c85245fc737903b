/** What a log line of this room may carry: plain values under names, never a token and never a whole error. */
export type AzureLogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where this room writes its log; events are dotted names such as `azure.arm.call`. */
export interface AzureLog {
  info(event: string, fields: AzureLogFields): void;
  warn(event: string, fields: AzureLogFields): void;
  /** Also for security events, such as a token that is not the one asked for. */
  error(event: string, fields: AzureLogFields): void;
}
