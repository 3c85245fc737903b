import { AsyncLocalStorage } from 'node:async_hooks';

import type { CorrelationId } from './identifiers';

/**
 * Every name that a field of a log line may have. What is not listed here does not compile, and is withheld at run
 * time. None of them is for a token, the text of a message, a person's name or id, or a whole error.
 */
export const LOG_FIELDS = [
  'code',
  'component',
  'correlationId',
  'count',
  'durationMs',
  'environment',
  'error',
  'flaw',
  'cached',
  'isLate',
  'lagMs',
  'method',
  'outcome',
  'port',
  'reason',
  'requestId',
  'service',
  'serviceCode',
  'signal',
  'status',
  'tenantId',
  'verb',
] as const;

/** What a log line may carry: plain values under known names. */
export type LogFields = Readonly<
  Partial<Record<(typeof LOG_FIELDS)[number], string | number | boolean | undefined>>
>;

/**
 * Where rooms write their log. Events are dotted names, such as `azure.arm.call`. `info`: it went as it can go, a
 * refusal by a service too; `warn`: something did not work, and the bot coped; `error`: somebody should look.
 */
export interface Log {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
  error(event: string, fields: LogFields): void;
}

/** The kind of an unknown error, for a log: its name only, since messages may hold anything. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Knows, anywhere below the door, which turn is being answered: so that every log line of a turn has its reference. */
export interface TurnScope {
  /** Does the work, and all that it starts, under this id. */
  run<T>(correlationId: CorrelationId, work: () => T): T;
  /** The id of the turn that is being answered; undefined outside of one. */
  current(): CorrelationId | undefined;
}

/** A scope of its own; there is one in a bot. */
export function createTurnScope(): TurnScope {
  const storage = new AsyncLocalStorage<CorrelationId>();
  return {
    run: (correlationId, work) => storage.run(correlationId, work),
    current: () => storage.getStore(),
  };
}
