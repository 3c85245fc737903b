import { z } from 'zod';
import { systemClock } from '../../src/model/clock';
import { openSqliteStore } from '../../src/storage/sqlite-store';

const waiting = z
  .object({ dialog: z.object({ kind: z.literal('signing-in'), askedAt: z.string() }).passthrough() })
  .passthrough();

/** Makes every sign-in that somebody waits for older, in the bot's own records. */
export async function ageSilentSignIns(file: string, ms: number): Promise<void> {
  const store = openSqliteStore(file, systemClock);
  for await (const { key, value, etag } of store.list('conversations')) {
    const state = waiting.safeParse(value).data;
    if (state === undefined) continue;
    const askedAt = new Date(Date.parse(state.dialog.askedAt) - ms).toISOString();
    const inADay = new Date(Date.now() + 24 * 60 * 60 * 1000);
    const aged = { ...state, dialog: { ...state.dialog, askedAt } };
    await store.put('conversations', key, aged, { etag }, inADay);
  }
  await store.close();
}
