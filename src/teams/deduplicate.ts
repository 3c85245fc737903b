import { BoundedMap } from '../lib/bounded-map';
import { fingerprint } from '../model/identifiers';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import type { Asked } from './incoming';
import type { TurnAnswer } from './messages';
import { NOTHING } from './messages';

/** Teams delivers again within seconds, and a client that was away may do so much later. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Answers are kept here for those who ask again at once; older ones are known by their record only. */
const MOST_RECENT = 1_000;
/**
 * So many answers, or those of so long, are noted as given together: one commit for all. Whoever asks again meanwhile
 * finds theirs in memory, and another process waits until this is over before it answers.
 */
const NOTED_AT_ONCE = 16;
const NOTED_WITHIN_MS = 1_000;
/** No turn takes longer than 20 s: who has begun one and not noted its end by then has died. */
const LEASE_MS = 20_000 + NOTED_WITHIN_MS;

/** `whose`: a person's key, for as long as their answer may be repeated. */
interface Recent {
  whose: string | undefined;
  isUnderWay: boolean;
  readonly answer: Promise<TurnAnswer | undefined>;
}

/** An answer that was given, by its key and the version of its record. */
interface Given {
  readonly key: string;
  readonly etag: string;
}

interface Parts {
  readonly store: RecordStore;
  readonly log: Log;
  readonly now: () => Date;
  /** Does the work after a while, unless the bot stops before. */
  readonly later: (ms: number, work: () => Promise<void>) => void;
  /** Tells a presser, beside the card, that the press is being answered elsewhere. */
  readonly sayWorking: (asked: Asked) => TurnAnswer;
}

/**
 * Sees to it that an activity that Teams delivers again has no second effect. A message is answered once; whoever
 * repeats an invoke gets the answer of the first, be it there already or still under way. Each is noted as begun before
 * it is answered, and as done afterwards: what a process has begun that died is answered by the next one.
 */
export class Deduplicate {
  private readonly recent = new BoundedMap<string, Recent>(MOST_RECENT);
  private given: Given[] = [];

  constructor(private readonly parts: Parts) {}

  /** Handles the activity unless it was before. */
  async once(asked: Asked, handle: () => Promise<TurnAnswer>): Promise<TurnAnswer> {
    const key = keyOf(asked);
    if (key === undefined) return handle();
    const earlier = this.recent.get(key);
    if (earlier !== undefined) {
      this.parts.log.info('teams.delivered-again', { reason: asked.kind, outcome: 'here' });
      // A message needs no answer but "received", and that at once.
      return asked.invokeName === undefined ? NOTHING : ((await earlier.answer) ?? NOTHING);
    }
    const mine = this.first(key, asked, handle);
    // Whoever asks again gets no answer from one that failed; its error is told where it happened.
    const recent = { whose: personKey(asked.turn.person), isUnderWay: true, answer: unlessFailed(mine) };
    this.recent.set(key, recent);
    return mine.finally(() => (recent.isUnderWay = false));
  }

  /** Notes what was answered and is not noted yet. */
  async settled(): Promise<void> {
    const given = this.given;
    this.given = [];
    await Promise.all(given.map((one) => this.finish(one)));
  }

  /** Forgets the answers to the person, and of those under way whose they are. */
  forget(person: Pick<Person, 'tenantId' | 'objectId'>): void {
    const whose = personKey(person);
    for (const [key, recent] of this.recent) {
      if (recent.whose !== whose) continue;
      if (recent.isUnderWay) recent.whose = undefined;
      else this.recent.delete(key);
    }
  }

  private async first(key: string, asked: Asked, handle: () => Promise<TurnAnswer>): Promise<TurnAnswer> {
    // An operation is done once, whoever asks for it, and reports what came of it: its own record says so.
    if (isAboutOperation(asked)) return handle();
    const begun = await this.begin(key);
    if (begun.kind === 'taken') return this.elsewhere(key, begun.etag, asked, handle);
    const answer = await handle();
    if (begun.kind === 'mine') this.noteSoon({ key, etag: begun.etag });
    return answer;
  }

  /** Another process has it, or had it when it died. */
  private elsewhere(
    key: string,
    etag: string | undefined,
    asked: Asked,
    handle: () => Promise<TurnAnswer>,
  ): TurnAnswer {
    this.parts.log.info('teams.delivered-again', { reason: asked.kind, outcome: 'elsewhere' });
    if (asked.invokeName !== undefined) return this.parts.sayWorking(asked);
    // Its answer does not go into this response: so, when the one who began it has had its time.
    if (etag !== undefined) {
      this.parts.later(LEASE_MS, async () => {
        const mine = await this.put(key, 'begun', { etag });
        if (mine === undefined) return;
        await handle();
        await this.finish({ key, etag: mine });
      });
    }
    return NOTHING;
  }

  /**
   * One conditional write. Without the storage nothing can be told apart, and questions are answered all the same. An
   * etag beside `taken`: begun, and not done as far as the record says.
   */
  private async begin(
    key: string,
  ): Promise<{ kind: 'mine'; etag: string } | { kind: 'taken'; etag?: string } | { kind: 'unknown' }> {
    try {
      const etag = await this.put(key, 'begun', { absent: true });
      if (etag !== undefined) return { kind: 'mine', etag };
      const there = await this.parts.store.get('activities', key);
      const isBegun = (there?.value as { status?: unknown } | undefined)?.status === 'begun';
      return there !== undefined && isBegun ? { kind: 'taken', etag: there.etag } : { kind: 'taken' };
    } catch (error) {
      this.parts.log.warn('teams.deduplicate.storage-away', { error: errorName(error) });
      return { kind: 'unknown' };
    }
  }

  private noteSoon(one: Given): void {
    this.given.push(one);
    const { length } = this.given;
    if (length === 1 || length === NOTED_AT_ONCE) {
      this.parts.later(length === 1 ? NOTED_WITHIN_MS : 0, () => this.settled());
    }
  }

  /** An answer that was given is given, also when that can't be noted. */
  private async finish({ key, etag }: Given): Promise<void> {
    await this.put(key, 'done', { etag }).catch((error: unknown) => {
      this.parts.log.warn('teams.deduplicate.storage-away', { error: errorName(error) });
    });
  }

  private async put(
    key: string,
    status: 'begun' | 'done',
    expected: { readonly absent: true } | { readonly etag: string },
  ): Promise<string | undefined> {
    const until = new Date(this.parts.now().getTime() + KEPT_MS);
    const put = await this.parts.store.put('activities', key, { schema: 1, status }, expected, until);
    return put.kind === 'stored' ? put.etag : undefined;
  }
}

async function unlessFailed(answer: Promise<TurnAnswer>): Promise<TurnAnswer | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}

/** What says something new each time. Tokens are told apart by their exchange, and a search has no effect. */
const ANSWERED_ONCE: readonly Asked['kind'][] = ['text', 'wordless', 'called', 'press', 'installed'];

/**
 * The activity's name, if a second time would matter. It names nobody, and is short: half the length is written in two
 * thirds of the time, with every message.
 */
function keyOf({ kind, activityId, turn }: Asked): string | undefined {
  if (!ANSWERED_ONCE.includes(kind) || activityId === undefined) return undefined;
  return fingerprint(`${turn.conversationKey}|${activityId}`);
}

function isAboutOperation(asked: Asked): boolean {
  if (asked.kind !== 'press') return false;
  return asked.press.operationId !== undefined && ['confirm', 'cancel', 'undo'].includes(asked.press.verb);
}
