import type { View } from '../cards/view';
import type { CorrelationId } from '../model/identifiers';
import type { ProblemCode } from '../model/problem';
import { NewerRecordError, StorageAwayError } from '../storage/storage-errors';
import type { Heard } from './heard';
import type { HeldState } from './held-state';

const CODES: Readonly<Record<NonNullable<HeldState['trouble']>, ProblemCode>> = {
  away: 'storage-unavailable',
  newer: 'newer-version',
  'set-aside': 'state-lost',
};

/** Says what is the matter with what the bot remembers. */
export function troubleView(trouble: NonNullable<HeldState['trouble']>, correlationId: CorrelationId): View {
  return { name: 'problem', data: { code: CODES[trouble], correlationId } };
}

/** Questions, help and looks need nothing that is remembered, and change nothing. */
export function needsNoState(heard: Heard): boolean {
  if (heard.kind === 'do') return heard.request.kind === 'show' || heard.request.kind === 'which-directory';
  return ['say', 'explain', 'offer', 'history', 'sign-out'].includes(heard.kind);
}

/** What an error says about the storage; undefined when it says nothing about it. */
export function troubleOf(error: unknown): 'away' | 'newer' | undefined {
  if (error instanceof StorageAwayError) return 'away';
  return error instanceof NewerRecordError ? 'newer' : undefined;
}
