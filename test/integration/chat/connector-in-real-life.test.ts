import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import { signedIn } from '../../support/talks';

/** What the channel's service answers in real life, row by row as in teams-in-real-life, and what comes of it now. */
const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';

const invoke = (name: string, value: unknown) => testBot().chat().post({ type: 'invoke', name, value });

/** Sends a message as it is and gives the headings that came. */
async function sent(chat: Chat, activity: object): Promise<string[]> {
  const before = chat.headings().length;
  expect((await chat.post({ type: 'message', ...activity })).status).toBe(200);
  return chat.headings().slice(before);
}

describe('what comes of what the bot sends (rows 15 to 17, 25 to 30)', () => {
  const answers = (robin: Chat) => robin.headings().filter((heading) => heading === 'What I can do').length;

  test.each([{}, { id: '' }, { id: null }, { id: 7 }])(
    '15 the service takes it and gives %j: nothing is said twice',
    async (body) => {
      const robin = await signedIn(testBot().chat());
      testBot().connector.fault = () => ({ status: 201, body: JSON.stringify(body), arrives: true });
      await robin.say(`link 1234567 in ${HOME}`);
      const before = robin.headings().length;
      await robin.say('cancel');
      expect(robin.headings().slice(before)).toEqual(['Cancelled']);
    },
  );

  test('16 delivered, and the answer is lost: once, and no apology', async () => {
    const robin = testBot().chat();
    testBot().connector.fault = () => ({ arrives: true });
    expect(await sent(robin, { text: 'help' })).toEqual(['What I can do']);
    expect(robin.headings().filter((heading) => heading.startsWith('⚠'))).toEqual([]);
  });

  test('16 a gateway that always fails: two copies at once, and no apology', async () => {
    const robin = testBot().chat();
    testBot().connector.fault = () => ({ status: 504, arrives: true });
    await sent(robin, { text: 'help' });
    expect(answers(robin)).toBe(2);
    expect(robin.headings()).toHaveLength(2);
  });

  test.each([
    [401, undefined],
    [403, 'BotDisabledByAdmin'],
    [403, 'MessageWritesBlocked'],
    [403, 'BotNotInConversationRoster'],
    [404, 'ConversationNotFound'],
    [413, 'MessageSizeTooBig'],
  ])('25 to 28 %d %s is final: no second try, no apology, its code in the log', async (status, code) => {
    const robin = testBot().chat();
    let tries = 0;
    testBot().connector.fault = () => {
      tries += 1;
      return { status, body: JSON.stringify({ error: { code, message: 'No.' } }) };
    };
    expect(await sent(robin, { text: 'help' })).toEqual([]);
    expect(tries).toBe(1);
    if (code === undefined) return;
    expect(await testBot().log.found(new RegExp(`"serviceCode":"(${code})"`), 1)).not.toEqual([]);
  });

  test('25 a service that refuses the bot itself is seen by whoever asks strictly', async () => {
    testBot().connector.fault = () => ({ status: 401 });
    await sent(testBot().chat(), { text: 'help' });
    const ready = await fetch(`${testBot().botUrl}/readyz?strict`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { components: { channel: 'not ok' } }]);
  });

  test('30 a service that asks to come again in five seconds is asked again then: the answer comes', async () => {
    const robin = testBot().chat();
    let tries = 0;
    testBot().connector.fault = () => {
      tries += 1;
      return tries === 1 ? { status: 429, headers: { 'retry-after': '5' } } : undefined;
    };
    expect(await sent(robin, { text: 'help' })).toEqual([]);
    expect((await robin.card('What I can do')).heading).toBe('What I can do');
    expect(tries).toBe(2);
  });

  test('29 a typing that fails does no harm, and is not tried again', async () => {
    const robin = testBot().chat();
    testBot().connector.fault = ({ type }) => (type === 'typing' ? { status: 502 } : undefined);
    expect(await sent(robin, { text: 'help' })).toEqual(['What I can do']);
  });
});

describe('invokes that are not the bot’s (rows 41, 42, 48)', () => {
  test.each<[string, object | undefined]>([
    ['task/fetch', { task: { type: 'message', value: 'This is not known here.' } }],
    ['task/submit', { task: { type: 'message', value: 'This is not known here.' } }],
    ['composeExtension/fetchTask', { task: { type: 'message', value: 'This is not known here.' } }],
    ['composeExtension/submitAction', { task: { type: 'message', value: 'This is not known here.' } }],
    [
      'composeExtension/queryLink',
      { composeExtension: { type: 'message', text: 'This is not known here.' } },
    ],
    [
      'composeExtension/selectItem',
      { composeExtension: { type: 'message', text: 'This is not known here.' } },
    ],
    ['message/submitAction', undefined],
    ['fileConsent/invoke', undefined],
    ['config/fetch', undefined],
    ['handoff/action', undefined],
    ['actionableMessage/executeAction', undefined],
    ['', undefined],
  ])('42 "%s" is answered in its own form', async (name, json) => {
    expect(await invoke(name, {})).toEqual({ status: 200, json });
  });

  test.each([undefined, null, {}, { token: 'x' }, 'text'])(
    '48 a token exchange with %j is refused as one',
    async (value) => {
      expect((await invoke('signin/tokenExchange', value)).status).toBe(412);
    },
  );
});
