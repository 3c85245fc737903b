import type { ConversationReference } from 'botbuilder';
import { z } from 'zod';
import type { RecordStore } from '../storage/record-store';

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

/** Where each person's conversation can be reached, so that the bot can go on after a sign-in. */
export class References {
  constructor(
    private readonly store: RecordStore,
    private readonly now: () => Date,
  ) {}

  /** Remembers the reference unless it is known already. */
  async remember(
    conversationKey: string,
    reference: Partial<ConversationReference>,
    name: string,
  ): Promise<void> {
    const value = { schema: 1, reference, person: { name } };
    const known = await this.store.get('references', conversationKey);
    if (known !== undefined && JSON.stringify(known.value) === JSON.stringify(value)) return;
    const expected = known === undefined ? ({ absent: true } as const) : { etag: known.etag };
    await this.store.put(
      'references',
      conversationKey,
      value,
      expected,
      new Date(this.now().getTime() + KEPT_MS),
    );
  }

  /** The reference and the person's name as the chat gave it; undefined when the conversation is not known. */
  async find(
    conversationKey: string,
  ): Promise<{ reference: Partial<ConversationReference>; name: string } | undefined> {
    const record = await this.store.get('references', conversationKey);
    const parsed = referenceSchema.safeParse(record?.value);
    if (!parsed.success) return undefined;
    return {
      reference: parsed.data.reference as unknown as Partial<ConversationReference>,
      name: parsed.data.person.name,
    };
  }
}
