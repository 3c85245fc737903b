import type { Dialogs } from '../dialogs/dialogs';
import type { Reply, Turn } from '../dialogs/turn';
import type { CorrelationId, OperationId } from '../model/identifiers';
import { fingerprint } from '../model/identifiers';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import { StorageAwayError } from '../storage/record-store';
import type { Asked } from './incoming';
import type { TurnAnswer } from './messages';
import { NOTHING, ssoAnswer } from './messages';

/** Clients of one person may send the same exchange for as long as their card stands there. */
const EXCHANGE_KEPT_MS = 24 * 60 * 60 * 1000;

/** Takes the person's SSO token; false when it is not theirs, not for us, or not good. */
export type TakeSsoToken = (person: Person, token: string, correlationId: CorrelationId) => Promise<boolean>;

interface SsoParts {
  readonly dialogs: Pick<Dialogs, 'onSignedIn' | 'onSilenceBroken'>;
  readonly store: RecordStore;
  readonly log: Log;
  readonly now: () => Date;
  readonly take: TakeSsoToken;
  /** The OAuth connection that keeps what it brings; empty without one. */
  readonly connectionName: string;
  /** With neither a token nor a failure after this, the client has gone silent: the person gets a button. */
  readonly patienceMs: number;
  /** Says it in the turn's conversation, outside of its request. */
  readonly say: (turn: Turn, replies: () => Promise<Reply[]>) => void;
  /** Does the work after a while, unless the bot stops before. */
  readonly later: (ms: number, work: () => Promise<void>) => void;
}

/** Teams' silent sign-in: what clients send for it, and what comes of it when they stay silent. */
export class Sso {
  constructor(private readonly parts: SsoParts) {}

  /** `signin/tokenExchange`: each client of the person sends one; the conversation goes on once. */
  async onToken({ turn, exchangeId, token }: Extract<Asked, { kind: 'sso-token' }>): Promise<TurnAnswer> {
    const { take, connectionName, say, dialogs } = this.parts;
    const isTaken = await take(turn.person, token, turn.correlationId);
    if (!isTaken) say(turn, () => dialogs.onSilenceBroken(turn));
    else if (await this.isFirst(turn, exchangeId)) say(turn, () => dialogs.onSignedIn(turn));
    return ssoAnswer(exchangeId, connectionName, isTaken);
  }

  /** `signin/failure`: Teams itself shows nothing for most reasons, so the bot does. */
  onFailure({ turn, reason }: Extract<Asked, { kind: 'sso-failure' }>): TurnAnswer {
    const { log, say, dialogs } = this.parts;
    log.warn('teams.silent-sign-in.failed', { reason, correlationId: turn.correlationId });
    say(turn, () => dialogs.onSilenceBroken(turn));
    return NOTHING;
  }

  /** Waits for what comes of a silent sign-in; after a while, says so with a button. */
  expect(turn: Turn, attemptId: OperationId): void {
    const { later, say, dialogs, patienceMs } = this.parts;
    later(patienceMs, () => {
      say(turn, () => dialogs.onSilenceBroken(turn, attemptId));
      return Promise.resolve();
    });
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
