import { AsyncLocalStorage } from 'node:async_hooks';
import type { CorrelationId } from './identifiers';

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
