import { personKey } from '../model/person';
import type { Person } from '../model/person';

const MOST_PEOPLE = 10_000;

/** A person as their chat client is known to the channel. */
export interface ChannelAccount {
  readonly userId: string;
  readonly channelId: string;
}

/** Under which account of the channel each person was seen last, by this process. */
export class ChannelAccounts {
  private readonly seen = new Map<string, ChannelAccount>();

  /** Remembers the account; of too many, the one that was seen longest ago is forgotten. */
  remember(person: Pick<Person, 'tenantId' | 'objectId'>, account: ChannelAccount): void {
    const key = personKey(person);
    this.seen.delete(key);
    this.seen.set(key, account);
    const [oldest] = this.seen.keys();
    if (this.seen.size > MOST_PEOPLE && oldest !== undefined) this.seen.delete(oldest);
  }

  /** Forgets the person's account. */
  forget(person: Pick<Person, 'tenantId' | 'objectId'>): void {
    this.seen.delete(personKey(person));
  }

  /** The account, or undefined when the person was not seen. */
  of(person: Pick<Person, 'tenantId' | 'objectId'>): ChannelAccount | undefined {
    return this.seen.get(personKey(person));
  }
}
