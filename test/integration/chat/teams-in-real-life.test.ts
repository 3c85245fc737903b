import { randomUUID } from 'node:crypto';
import { PRIYA, ROBIN } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

/**
 * What public bug reports of Teams bots describe, row by row as in the report on this bot, with what happens now. Rows
 * that are not here stand where their subject is: 15 to 17 and 25 to 30 in connector-in-real-life, 22 to 24 (keys and tokens of the channel) in security/channel-keys and
 * security/authenticate, 43 to 48 (silent sign-in) in chat/sign-in and security/silent-sign-in, 1 and 64 (hosts of Teams) in
 * unit/config, 54 to 56 and 66 (bodies, headers, HEAD) in security/bodies and start/health.
 */
const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';
const ONLY_OWN = '⚠ I can only show your own link';
const STRANGER = '⚠ I work with work accounts only';
const ME = { type: 'mention', text: '<at>PAL Assistant</at>', mentioned: { id: '28:pal-assistant' } };
const HER = { type: 'mention', text: '<at>Priya Shah</at>', mentioned: { id: '29:priya' } };
const TAG = { type: 'mention', text: '<at>Contoso Retail</at>', mentioned: { id: 'Mjky', type: 'tag' } };
const html = (content: string) => ({ contentType: 'text/html', content });

/** Sends a message as it is and gives the headings that came. */
async function sent(chat: Chat, activity: object): Promise<string[]> {
  const before = chat.headings().length;
  expect((await chat.post({ type: 'message', ...activity })).status).toBe(200);
  return chat.headings().slice(before);
}

const invoke = (chat: Chat, name: string, value: unknown, more: object = {}) =>
  chat.post({ type: 'invoke', name, value, ...more });
const pressed = (verb: string, data: unknown = {}) => ({ action: { type: 'Action.Execute', verb, data } });
const statusCodeOf = ({ json }: { json: unknown }) =>
  (json as { statusCode?: number } | undefined)?.statusCode;

describe('who writes (rows 2 to 5)', () => {
  const strangers: readonly (readonly [string, object])[] = [
    ['no aadObjectId', { from: { id: '29:anon', name: 'Anna (Guest)' } }],
    ['null', { from: { id: '29:anon', name: 'Anna', aadObjectId: null } }],
    ['an empty one', { from: { id: '29:anon', aadObjectId: '' } }],
    ['one that is none', { from: { id: '29:anon', aadObjectId: 'anna' } }],
    ['no tenant', { conversation: { id: 'meeting' }, channelData: {} }],
  ];

  test.each(strangers)(
    'somebody with %s: every invoke is answered with 200, a press with a sentence',
    async (_, who) => {
      const chat = testBot().chat();
      const press = await invoke(chat, 'adaptiveCard/action', pressed('help'), who);
      expect([press.status, JSON.stringify(press.json)]).toEqual([
        200,
        expect.stringContaining('work account'),
      ]);
      const search = await invoke(chat, 'composeExtension/query', { parameters: [] }, who);
      expect(JSON.stringify(search.json)).toContain('"type":"message"');
      for (const name of ['signin/failure', 'signin/verifyState', 'message/submitAction', 'something/new']) {
        expect(await invoke(chat, name, {}, who)).toEqual({ status: 200, json: undefined });
      }
      expect((await invoke(chat, 'signin/tokenExchange', { id: 'x', token: 'y' }, who)).status).toBe(412);
      expect(testBot().connector.events).toEqual([]);
    },
  );

  test('a message of such a person gets one sentence, one of a bot none, and both have a counted line in the log', async () => {
    const who = { from: { id: `29:${randomUUID()}`, name: 'Anna (Guest)' } };
    expect(await sent(testBot().chat(), { text: 'show my link', ...who })).toEqual([STRANGER]);
    expect(await sent(testBot().chat(), { text: 'hello', from: { id: '28:other', name: 'Other' } })).toEqual(
      [],
    );
    expect(await testBot().log.found(/"flaw":"(no-work-account)"/, 1)).not.toEqual([]);
    expect(await testBot().log.found(/"flaw":"(bot)"/, 1)).not.toEqual([]);
  });

  test.each([
    [
      'an empty tenantId beside a good one',
      { conversation: { id: 'c', tenantId: '', conversationType: 'personal' } },
    ],
    ['an aadObjectId in braces', { from: { id: '29:r', name: 'Robin', aadObjectId: `{${ROBIN.objectId}}` } }],
    [
      'an aadObjectId in capitals',
      { from: { id: '29:r', name: 'Robin', aadObjectId: ROBIN.objectId.toUpperCase() } },
    ],
  ])('%s is read', async (_, more) => {
    const chat = testBot().chat();
    await chat.post({ type: 'message', text: 'help', ...more });
    expect(testBot().connector.events.at(-1)?.card?.heading).toBe('What I can do');
  });
});

describe('where it is written (row 6)', () => {
  test.each<[string, object]>([
    ['isGroup without a type', { id: '19:abc@thread.v2', isGroup: true }],
    ['only the id of a group', { id: '19:abd@thread.v2' }],
    ['isGroup beside "personal"', { id: 'a:1', isGroup: true, conversationType: 'personal' }],
    ['a type that nobody knows', { id: 'a:2', conversationType: 'somethingNew' }],
  ])('%s is a group: nothing begins in front of others', async (_, conversation) => {
    const chat = testBot().chat();
    await chat.post({
      type: 'message',
      text: 'link 1234567',
      conversation: { ...conversation, tenantId: ROBIN.tenantId },
    });
    expect(testBot().connector.events.at(-1)?.card?.heading).toBe('Let’s do this in our own chat');
    expect(testBot().connector.events.some(({ silent }) => silent !== undefined)).toBe(false);
  });

  test('a channel of a team, and a meeting, are groups whatever the type says', async () => {
    for (const more of [{ team: { id: '19:team' } }, { meeting: { id: 'm' } }]) {
      const channelData = { tenant: { id: ROBIN.tenantId }, ...more };
      expect(await sent(testBot().chat(), { text: 'sign in', channelData })).toEqual([
        'Let’s do this in our own chat',
      ]);
    }
  });
});

describe('quotes, mentions and markup (rows 7 to 12, 18, 57 to 60)', () => {
  test.each<[string, object, string]>([
    ['7 a quoted reply', { text: '<quoted messageId="1772050244572"/> help' }, 'What I can do'],
    ['7 a quoted reply in two tags', { text: '<quoted messageId="1"></quoted>\nhelp' }, 'What I can do'],
    [
      '7 a quote with a thumb',
      { text: '<quoted messageId="1772050244572"/> 👍' },
      'I didn’t understand that',
    ],
    [
      '10 only the mention, with the HTML of Teams',
      { text: ME.text, entities: [ME], attachments: [html('<p></p>')] },
      'What I can do',
    ],
    ['10 only the mention', { text: `${ME.text}\n`, entities: [ME] }, 'What I can do'],
    ['11 the words only in the HTML', { text: '', attachments: [html('<p>help</p>')] }, 'What I can do'],
    [
      '11 the same, and text is null',
      { text: null, attachments: [html('<div>help</div>')] },
      'What I can do',
    ],
    ['12 the mention without a text', { text: null, entities: [ME] }, 'What I can do'],
    ['12 the mention, and text is absent', { entities: [ME] }, 'What I can do'],
    ['57 line ends around it', { text: `\r\n${ME.text} help\r\n`, entities: [ME] }, 'What I can do'],
    [
      '57 two mentions of the bot',
      { text: `${ME.text} ${ME.text} help`, entities: [ME, ME] },
      'What I can do',
    ],
    ['57 a mention without its entity', { text: '<at>PAL Assistant</at> help' }, 'What I can do'],
    [
      'a picture in the HTML',
      { text: '', attachments: [html('<p><img src="https://x.example/1.png"></p>')] },
      'I can only read text',
    ],
    [
      'a reply in the HTML',
      {
        text: '',
        attachments: [
          html('<blockquote itemtype="http://schema.skype.com/Reply">undo</blockquote><p>help</p>'),
        ],
      },
      'What I can do',
    ],
    ['18 HTML entities', { text: '&nbsp;help&nbsp;' }, 'What I can do'],
  ])('%s', async (_, activity, heading) => {
    expect(await sent(testBot().chat(), activity)).toEqual([heading]);
  });

  test('10 in a group, only the mention brings the introduction', async () => {
    const [robin] = testBot().group(ROBIN, PRIYA);
    const headings = await sent(robin!, { text: ME.text, entities: [ME], attachments: [html('<p></p>')] });
    expect(headings).toEqual([(await robin!.install()).heading]);
  });

  test.each([
    '<quoted messageId="1772050244572"/> link 1234567 in Fabrikam Consulting',
    `link &quot;1234567&quot; in&nbsp;${HOME}`,
  ])('7 and 18 "%s" has one PartnerID: the one that was typed', async (text) => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say(text);
    expect([confirm.heading, confirm.text]).toEqual([
      'Link this PartnerID?',
      expect.stringContaining('1234567'),
    ]);
  });

  test('18 an answer in entities cancels nothing', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link my PartnerID');
    expect((await robin.say('&quot;1234567&quot;')).heading).toBe('Which directory do you want to link in?');
  });

  test.each([
    'is <at>Priya Shah</at> linked?',
    'which directory is <at>Priya Shah</at> working in',
    'show the link of <at>Priya Shah</at>',
    'unlink <at>Priya Shah</at>',
  ])('9 "%s" shows and begins nothing of the person who asks', async (text) => {
    const [robin] = testBot().group(ROBIN, PRIYA);
    await signedIn(testBot().chat());
    const activity = { text: `${ME.text} ${text}`, entities: [ME, HER] };
    expect([[ONLY_OWN], ['I didn’t understand that'], ['What do you mean?']]).toContainEqual(
      await sent(robin!, activity),
    );
    expect(writesIn(testBot().world)).toEqual([]);
    expect(
      robin!
        .cards()
        .map(({ text: shown }) => shown)
        .join(),
    ).not.toContain(ROBIN.username);
  });

  test('9 the name of a tag is a word: the directory of that name', async () => {
    const robin = await signedIn(testBot().chat());
    const shown = await robin.say('show my link in <at>Contoso Retail</at>', { entities: [TAG] });
    expect(shown.text).toContain('Contoso Retail');
  });
});

describe('presses (rows 13, 14, 19, 20, 32, 33, 61)', () => {
  test.each<[string, unknown]>([
    ['data as JSON text', pressed('help', '{"verb":"help"}')],
    ['data null', pressed('help', null)],
    ['an empty verb beside data.verb', pressed('', { verb: 'help' })],
    ['no verb beside data.verb', { action: { type: 'Action.Execute', data: { verb: 'help' } } }],
    ['verb null', { action: { type: 'Action.Execute', verb: null, data: { verb: 'help' } } }],
    ['the value as JSON text', JSON.stringify(pressed('help'))],
    ['the trigger "automatic"', { ...pressed('help'), trigger: 'automatic' }],
  ])('33 %s is read', async (_, value) => {
    const answer = await invoke(testBot().chat(), 'adaptiveCard/action', value);
    expect([answer.status, statusCodeOf(answer)]).toEqual([200, 200]);
  });

  test.each([null, {}, 'a text', 7, { verb: 'format-disk' }])(
    '32 Action.Submit with the value %j has a way on',
    async (value) => {
      const chat = testBot().chat();
      await chat.post({ type: 'message', value });
      expect(chat.lastCard().buttons.length).toBeGreaterThan(0);
    },
  );

  test.each<[string, object]>([
    ['absent', {}],
    ['empty', { partnerId: '' }],
    ['null', { partnerId: null }],
    ['a number', { partnerId: 1234567 }],
  ])('20 the form without its input (%s) comes again', async (_, inputs) => {
    const robin = await signedIn(testBot().chat());
    const form = await robin.say('link my PartnerID');
    const { card } = await robin.invoke(
      { type: 'Action.Execute', verb: 'submit-partner-id', data: inputs },
      form.activityId,
    );
    expect(card?.buttons.map(({ verb }) => verb)).toContain('submit-partner-id');
  });

  test('61 Cancel that sends the inputs along cancels', async () => {
    const robin = await signedIn(testBot().chat());
    const form: ShownCard = await robin.say('link my PartnerID');
    const data = { verb: 'cancel', partnerId: '1234567' };
    const { card } = await robin.invoke({ type: 'Action.Execute', verb: 'cancel', data }, form.activityId);
    expect(card?.heading).toBe('Cancelled');
  });
});

describe('what clients send besides (rows 31, 34 to 40, 49 to 53)', () => {
  test.each([
    'messageUpdate',
    'messageDelete',
    'messageReaction',
    'typing',
    'event',
    'conversationUpdate',
    'endOfConversation',
  ])('31, 50 %s is received, and nothing is said', async (type) => {
    const chat = testBot().chat();
    expect((await chat.post({ type, text: 'help', membersAdded: [{ id: '29:robin' }] })).status).toBe(200);
    expect(chat.headings()).toEqual([]);
  });

  test.each(['de-AT', 'DE-de', 'en-001', 'en_US', 'de_DE', 'C', 'x-klingon', '', 5, {}, null])(
    '34 to 37 the locale %j',
    async (locale) => {
      const headings = await sent(testBot().chat(), { text: 'help', locale });
      expect(headings).toEqual([
        typeof locale === 'string' && /^de/i.test(locale) ? 'Was ich kann' : 'What I can do',
      ]);
    },
  );

  test.each<[string, object | undefined]>([
    ['initialRun', { parameters: [{ name: 'initialRun', value: 'true' }] }],
    ['no parameters', {}],
    ['null', undefined],
    ['skip', { parameters: [{ name: 'words', value: '' }], queryOptions: { skip: 25, count: 25 } }],
  ])('38 to 40 a search with %s gives explanations', async (_, value) => {
    const { status, json } = await invoke(testBot().chat(), 'composeExtension/query', value);
    expect([status, JSON.stringify(json)]).toEqual([200, expect.stringContaining('"type":"result"')]);
  });

  test('50 it greets once, on installation, and not on an upgrade', async () => {
    const chat = testBot().chat();
    await chat.install();
    await chat.post({ type: 'installationUpdate', action: 'add-upgrade' });
    await chat.post({ type: 'installationUpdate', action: 'remove' });
    expect(chat.headings()).toHaveLength(1);
  });

  test('52 six messages at once in one chat have six answers', async () => {
    const chat = testBot().chat();
    await Promise.all(Array.from({ length: 6 }, () => chat.post({ type: 'message', text: 'help' })));
    const twice = ['What I can do', 'That’s right above'];
    // They are on their way at once, so that they may arrive in another order.
    expect(chat.headings().sort()).toEqual([...twice, ...twice, ...twice].sort());
  });

  test('53 a thread of a channel is answered in its own conversation', async () => {
    const id = `19:${'x'.repeat(800)}@thread.tacv2;messageid=1772050244572`;
    await testBot()
      .chat()
      .post({
        type: 'message',
        text: 'help',
        conversation: { id, conversationType: 'channel', tenantId: ROBIN.tenantId },
      });
    expect(testBot().connector.events.at(-1)?.conversationId).toBe(id);
  });

  test('half of a surrogate pair in the conversation’s id is answered all the same', async () => {
    const conversation = { id: 'a:\ud800', conversationType: 'personal', tenantId: ROBIN.tenantId };
    expect((await testBot().chat().post({ type: 'message', text: 'help', conversation })).status).toBe(200);
    expect(testBot().connector.events.at(-1)?.card?.heading).toBe('What I can do');
  });
});
