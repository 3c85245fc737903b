import type { TurnContext } from 'botbuilder';
import type { Dialogs } from '../dialogs/dialogs';
import type { Reply, Turn } from '../dialogs/turn';
import type { CorrelationId, OperationId } from '../model/identifiers';
import type { Log } from '../model/log';
import { fingerprint } from '../model/fingerprint';
import { personKey } from '../model/person';
import type { Person } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import { StorageAwayError } from '../storage/storage-errors';
import type { Background } from './background';
import type { Incoming } from './incoming';
import { emptyResponse, exchangeResponse } from './messages';

/** Clients of one person may send the same exchange for as long as their card stands there. */
const EXCHANGE_KEPT_MS = 24 * 60 * 60 * 1000;

/** Takes the person's token for the bot; false when it is not theirs, not for us, or not good. */
export type TakeAssertion = (person: Person, token: string, correlationId: CorrelationId) => Promise<boolean>;

interface SilentSignInParts {
  readonly dialogs: Dialogs;
  readonly store: RecordStore;
  readonly background: Background;
  readonly log: Log;
  readonly now: () => Date;
  readonly take: TakeAssertion;
  /** The OAuth connection that keeps what it brings; empty without one. */
  readonly connectionName: string;
  /** With neither a token nor a failure after this, the client has gone silent: the person gets a button. */
  readonly patienceMs: number;
  /** Says it in the turn's conversation outside of its request. */
  readonly speakLater: (turn: Turn, say: () => Promise<Reply[]>) => Promise<void>;
}

/** What Teams' silent sign-in sends, and what comes of it when it stays silent. */
export class SilentSignIn {
  private readonly watches = new Set<NodeJS.Timeout>();

  constructor(private readonly parts: SilentSignInParts) {}

  /** `signin/tokenExchange`: each client of the person sends one; the conversation goes on once. */
  async onAssertion(
    context: TurnContext,
    { turn, exchangeId, token }: Extract<Incoming, { kind: 'assertion' }>,
  ): Promise<void> {
    const { take, connectionName, background, speakLater, dialogs } = this.parts;
    const isTaken = await take(turn.person, token, turn.correlationId);
    await context.sendActivity(exchangeResponse(exchangeId, connectionName, isTaken));
    if (!isTaken) {
      void background.run(() => speakLater(turn, () => dialogs.onSilenceBroken(turn)));
      return;
    }
    if (!(await this.isFirst(turn, exchangeId))) return;
    void background.run(() => speakLater(turn, () => dialogs.onSignedIn(turn)));
  }

  /** `signin/failure`: Teams itself shows nothing for most reasons, so the bot does. */
  async onNoAssertion(
    context: TurnContext,
    { turn, reason }: Extract<Incoming, { kind: 'no-assertion' }>,
  ): Promise<void> {
    const { log, background, speakLater, dialogs } = this.parts;
    log.warn('teams.silent-sign-in.failed', { reason, correlationId: turn.correlationId });
    await context.sendActivity(emptyResponse());
    void background.run(() => speakLater(turn, () => dialogs.onSilenceBroken(turn)));
  }

  /** Waits for what comes of the silent sign-in; after a while, says so with a button. */
  watch(turn: Turn, attemptId: OperationId): void {
    const { background, speakLater, dialogs, patienceMs } = this.parts;
    const timer = setTimeout(() => {
      this.watches.delete(timer);
      void background.run(() => speakLater(turn, () => dialogs.onSilenceBroken(turn, attemptId)));
    }, patienceMs);
    this.watches.add(timer);
  }

  /** Ends all waiting. */
  stop(): void {
    for (const timer of this.watches) clearTimeout(timer);
    this.watches.clear();
  }

  private async isFirst(turn: Turn, exchangeId: string): Promise<boolean> {
    const { store, now } = this.parts;
    const key = fingerprint(`${personKey(turn.person)}|${exchangeId}`);
    const until = new Date(now().getTime() + EXCHANGE_KEPT_MS);
    try {
      return (await store.put('exchanges', key, { schema: 1 }, { absent: true }, until)).kind === 'stored';
    } catch (error) {
      // Rather told more than once than not at all.
      if (error instanceof StorageAwayError) return true;
      throw error;
    }
  }
}
