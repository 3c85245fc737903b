import { randomUUID } from 'node:crypto';
import { ROBIN } from '../../local/cloud/world/sample-world';
import type { Chat } from '../support/chat';
import { runningTestBot } from '../support/test-bot';
import { expectPassed, howMany, isInTime } from '../support/threats';

const testBot = runningTestBot();
const FIRST = 8;
const THEN = 20;
/** Teams itself gives up after fifteen seconds; a request that is open longer only holds a connection. */
const LONGEST_OPEN_MS = 20_000;

/** People who have never written before. */
const newcomers = (count: number): Chat[] =>
  Array.from({ length: count }, () => testBot().chat({ ...ROBIN, objectId: randomUUID() }));

/** How many requests the bot has begun for their conversations. */
function begunFor(chats: readonly Chat[]): number {
  const paths = chats.map(({ conversationId }) => `/v3/conversations/${conversationId}/activities`);
  return testBot().connector.begun.filter((path) => paths.some((one) => path.startsWith(one))).length;
}

const help = (chat: Chat) => chat.post({ type: 'message', text: 'help' });

/** How the channel is away. A channel that hangs takes half a minute to try, so that it is left to the full counts. */
const AWAY = ['cuts connections', 'hangs'].slice(0, howMany({ usual: 1, full: 2 }));

test.each(AWAY)(
  'the channel %s: few tries, no request held open, and what was lost is said later',
  async (how) => {
    const { connector } = testBot();
    let release = (): void => undefined;
    if (how === 'hangs') connector.blocked = new Promise((resolve) => (release = resolve));
    else connector.fault = () => ({});
    const first = newcomers(FIRST);
    const startedAt = performance.now();
    const answers = await Promise.all(first.map(help));
    const openMs = performance.now() - startedAt;
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(isInTime(openMs, LONGEST_OPEN_MS)).toBe(true);
    // A sign that somebody is writing, and the answer, which is not sent blindly again.
    const tries = begunFor(first);
    expect(tries).toBeLessThanOrEqual(FIRST * 2);

    const later = newcomers(THEN);
    await Promise.all(later.map(help));
    expect(begunFor(later)).toBe(0);
    expect((await testBot().log.found(/"event":"(teams\.channel\.away)"/, 1)).length).toBeGreaterThan(0);

    connector.blocked = undefined;
    connector.fault = undefined;
    release();
    const headings = await Promise.all(later.map(async (chat) => (await chat.card('What I can do')).heading));
    const once = later.filter((chat) => chat.headings().length === 1).length;
    expectPassed({
      id: 'T35',
      what: `the channel ${how}: no request to it, each POST answered, and said once it is back`,
      tried: THEN,
      passed: Math.min(once, headings.length),
      figure: `${tries} requests for the first ${FIRST} messages, open for ${(openMs / 1_000).toFixed(1)} s at most`,
    });
  },
);
