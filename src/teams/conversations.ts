import { z } from 'zod';
import { BoundedMap } from '../lib/bounded-map';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import { StorageAwayError } from '../storage/record-store';
import { isNewer } from '../storage/record-text';
import type { ChannelAccount, Place } from './incoming';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** How many conversations, and how many people, are remembered in memory, beside the storage. */
const MOST_RECENT = 5_000;
const MOST_PEOPLE = 10_000;

/** What is needed to speak first in a conversation; what stands there besides is kept as it is. */
const recordSchema = z.object({
  schema: z.literal(1),
  reference: z
    .object({
      serviceUrl: z.string().url(),
      channelId: z.literal('msteams'),
      conversation: z.object({ id: z.string() }).passthrough(),
      user: z.object({ id: z.string() }).passthrough(),
      bot: z.object({ id: z.string() }).passthrough(),
    })
    .passthrough(),
  person: z.object({ name: z.string() }),
  /** The day on which it was written, as ISO 8601 has it. */
  writtenOn: z.string().optional(),
});

/** Where a conversation is, and what the chat calls the person. */
interface ConversationReference {
  readonly place: Place;
  readonly name: string;
}

/** Where people can be reached: each conversation, and the account under which the channel knows each person. */
export class Conversations {
  /** For when the record is away, or just being forgotten: nobody who has just spoken is left without a word. */
  private readonly recent = new BoundedMap<
    string,
    ConversationReference & { readonly writtenOn: string; readonly until: number }
  >(MOST_RECENT);
  private readonly accounts = new BoundedMap<string, { readonly userId: string; readonly channelId: string }>(
    MOST_PEOPLE,
  );

  constructor(
    private readonly store: RecordStore,
    private readonly now: () => Date,
  ) {}

  /** Remembers where the person writes: on record once a day, and when it changes. Without the storage, in memory. */
  async remember(conversationKey: string, place: Place, person: Person): Promise<void> {
    this.meet(person, place.user);
    const known: ConversationReference = { place, name: person.displayName };
    const today = this.now().toISOString().slice(0, 'YYYY-MM-DD'.length);
    const before = this.recentOf(conversationKey);
    const isWritten = before?.writtenOn === today && isSame(before, known);
    this.keep(conversationKey, known, isWritten ? today : '');
    if (isWritten) return;
    try {
      await this.write(conversationKey, known, today);
      this.keep(conversationKey, known, today);
    } catch (error) {
      if (!(error instanceof StorageAwayError)) throw error;
    }
  }

  /** Where a conversation is; undefined when that is not known. */
  async find(conversationKey: string): Promise<ConversationReference | undefined> {
    // Read before anything is awaited: a press that forgets the person is still answered while it deletes.
    const recent = this.recentOf(conversationKey);
    if (recent !== undefined) return { place: recent.place, name: recent.name };
    try {
      const record = await this.store.get('references', conversationKey);
      const read = recordSchema.safeParse(record?.value).data;
      return read && { place: read.reference as unknown as Place, name: read.person.name };
    } catch (error) {
      if (error instanceof StorageAwayError) return undefined;
      throw error;
    }
  }

  /** The account under which the channel knows the person, as far as this process has seen them. */
  accountOf(
    person: Pick<Person, 'tenantId' | 'objectId'>,
  ): { readonly userId: string; readonly channelId: string } | undefined {
    return this.accounts.get(personKey(person));
  }

  /** Forgets what is held of the person in memory. */
  forget(person: Pick<Person, 'tenantId' | 'objectId'>): void {
    const key = personKey(person);
    this.accounts.delete(key);
    for (const conversationKey of this.recent.keys()) {
      if (conversationKey.endsWith(`|${key}`)) this.recent.delete(conversationKey);
    }
  }

  private meet(person: Person, { id }: ChannelAccount): void {
    this.accounts.set(personKey(person), { userId: id, channelId: 'msteams' });
  }

  private async write(
    conversationKey: string,
    { place, name }: ConversationReference,
    today: string,
  ): Promise<void> {
    const there = await this.store.get('references', conversationKey);
    // What an older version can't read it can't replace either; the newer one has a reference that works.
    if (isNewer(there?.value, 1)) return;
    const value = { schema: 1, reference: place, person: { name }, writtenOn: today };
    // Somebody who has written today before, and whom memory has let go of since.
    if (JSON.stringify(there?.value) === JSON.stringify(value)) return;
    const expected = there === undefined ? ({ absent: true } as const) : { etag: there.etag };
    const until = new Date(this.now().getTime() + KEPT_MS);
    await this.store.put('references', conversationKey, value, expected, until);
  }

  private recentOf(conversationKey: string) {
    const recent = this.recent.get(conversationKey);
    return recent !== undefined && recent.until > this.now().getTime() ? recent : undefined;
  }

  private keep(conversationKey: string, known: ConversationReference, writtenOn: string): void {
    const until = this.now().getTime() + KEPT_MS;
    this.recent.set(conversationKey, { ...known, writtenOn, until });
  }
}

function isSame(one: ConversationReference, other: ConversationReference): boolean {
  const plain = ({ place, name }: ConversationReference): string => JSON.stringify({ place, name });
  return plain(one) === plain(other);
}
