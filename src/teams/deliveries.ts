import { INVOKE_RESPONSE_KEY } from 'botbuilder';
import type { Activity, TurnContext } from 'botbuilder';
import { fingerprint } from '../model/fingerprint';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { personKey } from '../model/person';
import type { Person } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import type { Incoming } from './incoming';

/** Teams delivers again within seconds, and a client that was away may do so much later. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Answers are kept here for those who ask again at once; older ones are known by their record only. */
const MOST_RECENT = 1_000;

type Answer = Partial<Activity> | undefined;
/** What came of an activity here; `elsewhere`: another process has it, or an earlier one. */
type Handled = { readonly kind: 'here'; readonly answer: Answer } | { readonly kind: 'elsewhere' };
/** `whose`: a person's key, for as long as their answer may be repeated. */
interface Delivery {
  whose: string | undefined;
  isUnderWay: boolean;
  readonly handled: Promise<Handled>;
}
type Heard = Exclude<Incoming, { kind: 'ignored' }>;

interface DeliveriesParts {
  readonly store: RecordStore;
  readonly log: Log;
  readonly now: () => Date;
  /** Tells a presser, beside the card, that the press was heard before. */
  readonly sayHeard: (context: TurnContext, heard: Heard) => Promise<void>;
}

/**
 * Sees to it that an activity that Teams delivers again has no second effect. A message is answered once; whoever
 * repeats an invoke gets the answer of the first, be it there already or still under way.
 */
export class Deliveries {
  private readonly recent = new Map<string, Delivery>();

  constructor(private readonly parts: DeliveriesParts) {}

  /** Handles the activity unless it was before. */
  async once(context: TurnContext, heard: Heard, handle: () => Promise<void>): Promise<void> {
    const key = keyOf(context.activity, heard);
    if (key === undefined) {
      await handle();
      return;
    }
    const earlier = this.recent.get(key);
    if (earlier !== undefined) {
      // A message needs no answer but "received", and that at once.
      if (context.activity.type === 'invoke')
        await this.repeat(context, heard, await earlier.handled, handle);
      return;
    }
    const mine = this.handleFirst(context, key, handle);
    // Whoever asks again gets no answer from one that failed; its error is told where it happened.
    const answered = mine.catch((): Handled => ({ kind: 'here', answer: undefined }));
    const delivery = { whose: personKey(heard.turn.person), isUnderWay: true, handled: answered };
    this.remember(key, delivery);
    const handled = await mine.finally(() => (delivery.isUnderWay = false));
    if (handled.kind === 'elsewhere') await this.repeat(context, heard, handled, handle);
  }

  /** Forgets the answers to the person, and of those under way whose they are. */
  forget(person: Pick<Person, 'tenantId' | 'objectId'>): void {
    const whose = personKey(person);
    for (const [key, delivery] of this.recent) {
      if (delivery.whose !== whose) continue;
      if (delivery.isUnderWay) delivery.whose = undefined;
      else this.recent.delete(key);
    }
  }

  private async handleFirst(
    context: TurnContext,
    key: string,
    handle: () => Promise<void>,
  ): Promise<Handled> {
    if (!(await this.isFirst(key))) return { kind: 'elsewhere' };
    await handle();
    const answer = context.turnState.get<Answer>(INVOKE_RESPONSE_KEY);
    return { kind: 'here', answer };
  }

  /** One conditional write. Without the storage nothing can be told apart, and questions are answered all the same. */
  private async isFirst(key: string): Promise<boolean> {
    const { store, now, log } = this.parts;
    try {
      const until = new Date(now().getTime() + KEPT_MS);
      const put = await store.put('activities', key, { schema: 1 }, { absent: true }, until);
      return put.kind === 'stored';
    } catch (error) {
      log.warn('teams.deliveries.storage-away', { error: errorName(error) });
      return true;
    }
  }

  private async repeat(
    context: TurnContext,
    heard: Heard,
    handled: Handled,
    handle: () => Promise<void>,
  ): Promise<void> {
    this.parts.log.info('teams.delivered-again', { reason: heard.kind, outcome: handled.kind });
    if (handled.kind === 'here') {
      if (handled.answer !== undefined) await context.sendActivity(handled.answer);
    } else if (heard.kind === 'press' && heard.isInvoke) {
      // An operation is done once, whoever asks for it, and tells what came of it.
      if (isAboutOperation(heard)) await handle();
      else await this.parts.sayHeard(context, heard);
    }
  }

  private remember(key: string, delivery: Delivery): void {
    this.recent.set(key, delivery);
    if (this.recent.size <= MOST_RECENT) return;
    for (const oldest of this.recent.keys()) {
      this.recent.delete(oldest);
      return;
    }
  }
}

/** What says something new each time. */
const ANSWERED_ONCE: readonly Heard['kind'][] = ['text', 'wordless', 'press', 'installed'];

/**
 * The activity's name, if a second time would matter. Tokens are told apart by their exchange, and a search has no
 * effect. It names nobody, and is short: half the length is written in two thirds of the time, with every message.
 */
function keyOf(activity: Activity, heard: Heard): string | undefined {
  if (!ANSWERED_ONCE.includes(heard.kind)) return undefined;
  const id: unknown = activity.id;
  if (typeof id !== 'string' || id === '') return undefined;
  return fingerprint(`${heard.turn.conversationKey}|${id}`);
}

function isAboutOperation({ press }: Extract<Heard, { kind: 'press' }>): boolean {
  return press.operationId !== undefined && ['confirm', 'cancel', 'undo'].includes(press.verb);
}
