import fc from 'fast-check';
import { readActivity } from '../../../../src/http/activity/read-activity';
import { activityJson, addressed, addresseeOf, CARD_TYPE } from '../../../../src/teams/messages';
import type { Incoming } from '../../../../src/teams/incoming';
import { howMany } from '../../../support/threats';

const TENANT = '19ad1d3f-c1f9-4a63-b1a6-b04ecfb7e9bd';
const OBJECT = '4b054567-7f48-419d-8a5c-58e0140c2794';

const SERVICE = 'https://smba.trafficmanager.net/emea/';
const SERVICES = { hosts: ['smba.trafficmanager.net'], loopback: false };

const envelope = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: SERVICE,
  recipient: { id: '28:pal', name: 'PAL Assistant' },
  from: { id: '29:robin', name: 'Robin Weber', aadObjectId: OBJECT },
  conversation: { id: 'chat', tenantId: TENANT },
};

function read(activity: object): Incoming | { readonly kind: 'not-for-us' | 'malformed' | 'foreign' } {
  const answer = readActivity({ ...envelope, ...activity }, SERVICES, SERVICE);
  return answer.kind === 'activity' ? answer.incoming : answer;
}

function execute(action: unknown) {
  return read({ type: 'invoke', name: 'adaptiveCard/action', value: { action }, replyToId: 'card-1' });
}

test('a message is who, where and what', () => {
  expect(read({ text: 'hello' })).toMatchObject({
    kind: 'text',
    message: { text: 'hello', mentionsOthers: false },
    turn: {
      person: { tenantId: TENANT, objectId: OBJECT, displayName: 'Robin Weber' },
      conversationKey: `chat|${TENANT}.${OBJECT}`,
    },
  });
});

test('two people in one conversation have keys of their own', () => {
  const other = { ...envelope.from, aadObjectId: OBJECT.replace('4', '5') };
  const keys = [read({ text: 'x' }), read({ text: 'x', from: other })].map((one) =>
    'turn' in one ? one.turn.conversationKey : '',
  );
  expect(new Set(keys).size).toBe(2);
});

test('the tenant may stand in channelData alone', () => {
  const answer = read({ conversation: { id: 'chat' }, channelData: { tenant: { id: TENANT } } });
  expect(answer).toMatchObject({ kind: 'text', turn: { person: { tenantId: TENANT } } });
});

test.each<[string, object]>([
  ['malformed', { from: undefined }],
  ['malformed', { from: { aadObjectId: OBJECT } }],
  ['malformed', { conversation: { id: '', tenantId: TENANT } }],
  ['stranger', { from: { id: '29:robin' } }],
  ['stranger', { from: { id: '29:robin', aadObjectId: 'robin' } }],
  ['stranger', { from: { id: '29:robin', aadObjectId: null } }],
  ['stranger', { conversation: { id: 'chat' } }],
  ['not-for-us', { type: 'typing' }],
  ['not-for-us', { type: 'messageReaction' }],
  ['not-for-us', { type: 'installationUpdate', action: 'remove' }],
  ['foreign', { channelId: 'webchat' }],
  ['foreign', { serviceUrl: 'https://evil.example/' }],
  ['text', { from: { ...envelope.from, aadObjectId: `{${OBJECT}}` } }],
  ['text', { conversation: { id: 'chat', tenantId: '' }, channelData: { tenant: { id: TENANT } } }],
])('%s: %j', (kind, activity) => {
  expect(read(activity).kind).toBe(kind);
});

test.each<[boolean, object]>([
  [true, { id: 'a:1', conversationType: 'personal' }],
  [true, { id: 'a:1', conversationType: 'Personal' }],
  [true, { id: 'a:1' }],
  [false, { id: '19:abc@thread.v2', isGroup: true }],
  [false, { id: '19:abc@thread.v2' }],
  [false, { id: 'a:1', isGroup: true }],
  [false, { id: 'a:1', isGroup: true, conversationType: 'personal' }],
  [false, { id: 'a:1', conversationType: 'groupChat' }],
  [false, { id: 'a:1', conversationType: 'channel' }],
  [false, { id: 'a:1', conversationType: 'something new' }],
])('personal is %s for %j', (isPersonal, conversation) => {
  expect(read({ conversation: { ...conversation, tenantId: TENANT } })).toMatchObject({
    turn: { isPersonal },
  });
});

test.each([{ team: { id: '19:team' } }, { meeting: { id: 'm' } }])('%j makes it a group', (channelData) => {
  expect(read({ channelData })).toMatchObject({ turn: { isPersonal: false } });
});

test('a press by Action.Execute takes the verb of the action, and its fields', () => {
  expect(execute({ verb: 'confirm', data: { verb: 'cancel', operationId: 'x' } })).toMatchObject({
    kind: 'press',
    invokeName: 'adaptiveCard/action',
    pressedOn: 'card-1',
    press: { verb: 'confirm', operationId: 'x' },
  });
});

test('a press by Action.Submit is a message with a value', () => {
  expect(read({ value: { verb: 'submit-partner-id', partnerId: '1' }, replyToId: 'card-1' })).toMatchObject({
    kind: 'press',
    invokeName: undefined,
    press: { verb: 'submit-partner-id', partnerId: '1' },
  });
});

test('a message with a value that is no press is read as text', () => {
  expect(read({ text: 'hello', value: { verb: 'format-disk' } })).toMatchObject({
    kind: 'text',
    message: { text: 'hello' },
  });
});

test('fields that are no short text are not read', () => {
  const data = { operationId: { $ne: null }, partnerId: 'x'.repeat(2_000), directoryId: ['a'] };
  expect(execute({ verb: 'confirm', data })).toMatchObject({
    kind: 'press',
    press: { verb: 'confirm', operationId: undefined, partnerId: undefined, directoryId: undefined },
  });
});

test('a locale that is no text is not taken', () => {
  const press = { value: { verb: 'help' }, replyToId: '', locale: 5 };
  expect(read(press)).toMatchObject({ kind: 'press', pressedOn: undefined, turn: { locale: 'en' } });
});

test('a very long text is cut', () => {
  const answer = read({ text: 'x'.repeat(100_000) });
  expect(answer.kind === 'text' && answer.message.text.length).toBeLessThanOrEqual(8_192);
});

describe('whose card it is', () => {
  const robin = { tenantId: TENANT as never, objectId: OBJECT as never, displayName: '' };
  const priya = { ...robin, objectId: TENANT as never };
  const everybodys = {
    body: [
      { type: 'ActionSet', actions: [{ type: 'Action.Execute', verb: 'link', data: { verb: 'link' } }] },
    ],
  };

  test('a card carries whom it is for in each button, and in nothing else', () => {
    expect(addressed(everybodys, robin).toJSON()).toEqual({
      body: [
        {
          type: 'ActionSet',
          actions: [
            { type: 'Action.Execute', verb: 'link', data: { verb: 'link', for: addresseeOf(robin) } },
          ],
        },
      ],
    });
  });

  test('a card that several people get is written for each of them, as if it were written anew', () => {
    for (const person of [robin, priya, robin]) {
      const content = addressed(everybodys, person);
      const card = { contentType: CARD_TYPE, content };
      const message = { type: 'message', summary: '“Grüezi”', attachments: [card] };
      for (const activity of [message, { ...message, attachments: [card, card] }, { type: 'typing' }]) {
        expect(JSON.parse(activityJson(activity))).toEqual(JSON.parse(JSON.stringify(activity)));
      }
      expect(activityJson(message)).toContain(`"for":"${addresseeOf(person)}"`);
    }
  });

  test('its owner’s press is theirs, anybody else’s is not; a card without a name is anybody’s', () => {
    const mine = execute({ verb: 'link', data: { for: addresseeOf(robin) } });
    expect(mine).toMatchObject({ isSomebodyElses: false });
    expect(execute({ verb: 'link', data: { for: 'somebody' } })).toMatchObject({ isSomebodyElses: true });
    expect(execute({ verb: 'link', data: {} })).toMatchObject({ isSomebodyElses: false });
  });
});

test('whatever comes, reading it never throws and changes no prototype', () => {
  const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
  const hostile = fc.oneof(
    fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }),
    fc.json().map((text): unknown => JSON.parse(text)),
    fc.constant(
      JSON.parse('{"__proto__":{"verb":"confirm","polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    ),
  );
  const activity = fc.record(
    {
      type: fc.oneof(fc.constantFrom('message', 'invoke', 'installationUpdate'), hostile),
      name: fc.oneof(fc.constantFrom('adaptiveCard/action', 'composeExtension/query'), hostile),
      text: hostile,
      value: fc.oneof(
        hostile,
        fc.record({ action: hostile }),
        fc.record({ action: fc.record({ data: hostile, verb: hostile }) }),
      ),
      channelId: fc.constant('msteams'),
      serviceUrl: fc.constant(SERVICE),
      recipient: fc.oneof(fc.constant(envelope.recipient), hostile),
      attachments: fc.oneof(
        hostile,
        fc.array(fc.record({ contentType: fc.constant('text/html'), content: hostile })),
      ),
      from: fc.oneof(fc.constant(envelope.from), hostile),
      conversation: fc.oneof(fc.constant(envelope.conversation), hostile),
      channelData: hostile,
      replyToId: hostile,
      locale: hostile,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(activity, (given) => {
      expect(() => readActivity(given, SERVICES, SERVICE)).not.toThrow();
    }),
    { numRuns: howMany({ usual: 1_000, full: 10_000 }) },
  );
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test.each([
  ['adaptiveCard/action', { action: { verb: 'help', data: {} } }],
  ['composeExtension/query', { parameters: [] }],
])('a token that comes along with %s is read', (name, value) => {
  const authentication = { token: 'the token' };
  const along = read({ type: 'invoke', name, value: { ...value, authentication } });
  expect(along).toMatchObject({ token: 'the token' });
  for (const odd of [undefined, {}, { token: '' }, { token: 7 }, { token: 'x'.repeat(20_000) }]) {
    const without = read({ type: 'invoke', name, value: { ...value, authentication: odd } });
    expect(without.kind).not.toBe('unknown-invoke');
    expect(without).not.toHaveProperty('token');
  }
});

test('a silent sign-in brings a token; one that can be none is still answered for', () => {
  const exchange = (value: unknown) => read({ type: 'invoke', name: 'signin/tokenExchange', value });
  expect(exchange({ id: 'one', token: 'the token' })).toMatchObject({
    kind: 'sso-token',
    exchangeId: 'one',
    token: 'the token',
  });
  for (const token of [undefined, 7, '', 'x'.repeat(20_000)]) {
    expect(exchange({ id: 'one', token })).toMatchObject({ kind: 'sso-token', token: '' });
  }
  expect(exchange({ token: 'the token' }).kind).toBe('unknown-invoke');
  expect(exchange(undefined).kind).toBe('unknown-invoke');
});
