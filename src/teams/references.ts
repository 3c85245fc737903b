import type { ConversationReference } from 'botbuilder';
import { z } from 'zod';
import { personKey } from '../model/person';
import type { Person } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import { isNewer } from '../storage/set-aside';
import { StorageAwayError } from '../storage/storage-errors';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** What is needed to speak first in a conversation; checked for what we rely on, kept as the SDK gave it. */
const referenceSchema = z.object({
  schema: z.literal(1),
  reference: z
    .object({
      serviceUrl: z.string().url(),
      channelId: z.string(),
      conversation: z.object({ id: z.string() }).passthrough(),
    })
    .passthrough(),
  person: z.object({ name: z.string() }),
});

/** How to reach a person, and what the chat calls them. */
interface Known {
  readonly reference: Partial<ConversationReference>;
  readonly name: string;
}

/** How many conversations are remembered in memory, beside the storage. */
const MOST_RECENT = 1_000;

/** Where each person's conversation can be reached, so that the bot can go on after a sign-in. */
export class References {
  /** For when the record is away, or just being forgotten: nobody who has just spoken is left without a word. */
  private readonly recent = new Map<string, { readonly known: Known; readonly until: Date }>();

  constructor(
    private readonly store: RecordStore,
    private readonly now: () => Date,
  ) {}

  /** Remembers the reference unless it is known already. Without the storage, in memory only. */
  async remember(
    conversationKey: string,
    reference: Partial<ConversationReference>,
    name: string,
  ): Promise<void> {
    this.keepRecent(conversationKey, { reference, name });
    try {
      await this.write(conversationKey, { schema: 1, reference, person: { name } });
    } catch (error) {
      if (!(error instanceof StorageAwayError)) throw error;
    }
  }

  /** The reference and the person's name as the chat gave it; undefined when the conversation is not known. */
  async find(conversationKey: string): Promise<Known | undefined> {
    // Read before anything is awaited: a press that forgets the person is still answered while it deletes.
    const recent = this.recentOf(conversationKey);
    try {
      return (await this.read(conversationKey)) ?? recent;
    } catch (error) {
      if (error instanceof StorageAwayError) return recent;
      throw error;
    }
  }

  /** Forgets what is held of the person in memory. */
  forget(person: Pick<Person, 'tenantId' | 'objectId'>): void {
    for (const conversationKey of this.recent.keys()) {
      if (conversationKey.endsWith(`|${personKey(person)}`)) this.recent.delete(conversationKey);
    }
  }

  private async read(conversationKey: string): Promise<Known | undefined> {
    const record = await this.store.get('references', conversationKey);
    const parsed = referenceSchema.safeParse(record?.value);
    if (!parsed.success) return undefined;
    return {
      reference: parsed.data.reference as unknown as Partial<ConversationReference>,
      name: parsed.data.person.name,
    };
  }

  private async write(conversationKey: string, value: object): Promise<void> {
    const known = await this.store.get('references', conversationKey);
    if (known !== undefined && JSON.stringify(known.value) === JSON.stringify(value)) return;
    // What an older version can't read it can't replace either; the newer one has a reference that works.
    if (isNewer(known?.value, 1)) return;
    const expected = known === undefined ? ({ absent: true } as const) : { etag: known.etag };
    await this.store.put('references', conversationKey, value, expected, this.keptUntil());
  }

  private keptUntil(): Date {
    return new Date(this.now().getTime() + KEPT_MS);
  }

  private recentOf(conversationKey: string): Known | undefined {
    const recent = this.recent.get(conversationKey);
    return recent !== undefined && recent.until > this.now() ? recent.known : undefined;
  }

  private keepRecent(conversationKey: string, known: Known): void {
    this.recent.delete(conversationKey);
    this.recent.set(conversationKey, { known, until: this.keptUntil() });
    const [oldest] = this.recent.keys();
    if (this.recent.size > MOST_RECENT && oldest !== undefined) this.recent.delete(oldest);
  }
}
