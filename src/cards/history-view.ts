import type { DecisionOutcome } from '../model/decision';

/** A page of what the person decided, newest first. */
export interface HistoryData {
  readonly decisions: readonly ShownDecision[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Only decisions in these directories: their names with commas, their ids with blanks between. Absent: in all. */
  readonly only?: { readonly directoryName: string; readonly directoryId: string; readonly isOne: boolean };
  /** The batch whose decisions these are; empty: not one batch only. */
  readonly batchId: string;
  /** What was named and is no directory of the history; then it shows everything. */
  readonly unknown: string;
}

/** A decision about a link, or several that were confirmed together, as one line. */
export interface ShownDecision {
  readonly directoryName: string;
  readonly directoryId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The PartnerID that was there, and the one that was wanted; empty for none, `…` for not the same everywhere. */
  readonly before: string;
  readonly after: string;
  readonly outcome: DecisionOutcome;
  readonly isUndo: boolean;
  /** How many of those that were confirmed together became what. */
  readonly batch?: {
    readonly batchId: string;
    readonly total: number;
    readonly done: number;
    readonly failed: number;
    readonly unclear: number;
    readonly notDone: number;
  };
}
