import type { Activity } from 'botbuilder';
import fc from 'fast-check';
import { addressed, addresseeOf } from '../../../src/teams/addressee';
import { newCorrelationId } from '../../../src/model/identifiers';
import { readActivity } from '../../../src/teams/incoming';
import { howMany } from '../../support/threats';

const TURN = newCorrelationId();
const TENANT = '19ad1d3f-c1f9-4a63-b1a6-b04ecfb7e9bd';
const OBJECT = '4b054567-7f48-419d-8a5c-58e0140c2794';

const envelope = {
  type: 'message',
  from: { id: '29:robin', name: 'Robin Weber', aadObjectId: OBJECT },
  conversation: { id: 'chat', tenantId: TENANT },
};

function read(activity: object) {
  return readActivity({ ...envelope, ...activity } as unknown as Activity, TURN);
}

function execute(action: unknown) {
  return read({ type: 'invoke', name: 'adaptiveCard/action', value: { action }, replyToId: 'card-1' });
}

test('a message is who, where and what', () => {
  expect(read({ text: 'hello' })).toMatchObject({
    kind: 'text',
    text: 'hello',
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

test.each([
  [{ from: undefined }],
  [{ from: { id: '29:robin' } }],
  [{ from: { aadObjectId: 'robin' } }],
  [{ conversation: { id: 'chat' } }],
  [{ conversation: { id: '', tenantId: TENANT } }],
  [{ type: 'typing' }],
  [{ type: 'messageReaction' }],
  [{ type: 'installationUpdate', action: 'remove' }],
])('%j is ignored', (activity) => {
  expect(read(activity).kind).toBe('ignored');
});

test('a press by Action.Execute takes the verb of the action, and its fields', () => {
  expect(execute({ verb: 'confirm', data: { verb: 'cancel', operationId: 'x' } })).toMatchObject({
    kind: 'press',
    isInvoke: true,
    activityId: 'card-1',
    press: { verb: 'confirm', operationId: 'x' },
  });
});

test('a press by Action.Submit is a message with a value', () => {
  expect(read({ value: { verb: 'submit-partner-id', partnerId: '1' }, replyToId: 'card-1' })).toMatchObject({
    kind: 'press',
    isInvoke: false,
    press: { verb: 'submit-partner-id', partnerId: '1' },
  });
});

test('a message with a value that is no press is read as text', () => {
  expect(read({ text: 'hello', value: { verb: 'format-disk' } })).toMatchObject({
    kind: 'text',
    text: 'hello',
  });
});

test('fields that are no short text are not read', () => {
  const data = { operationId: { $ne: null }, partnerId: 'x'.repeat(2_000), directoryId: ['a'] };
  expect(execute({ verb: 'confirm', data })).toMatchObject({
    kind: 'press',
    press: { verb: 'confirm', operationId: undefined, partnerId: undefined, directoryId: undefined },
  });
});

test('a locale and a card’s message that are no texts are not taken', () => {
  const press = { value: { verb: 'help' }, replyToId: { id: 1 }, locale: 5 };
  expect(read(press)).toMatchObject({ kind: 'press', activityId: undefined, turn: { locale: 'en' } });
});

test('a very long text is cut', () => {
  const answer = read({ text: 'x'.repeat(100_000) });
  expect(answer.kind === 'text' && answer.text.length).toBeLessThanOrEqual(4_096);
});

describe('whose card it is', () => {
  const robin = { tenantId: TENANT as never, objectId: OBJECT as never, displayName: '' };
  const card = addressed(
    {
      body: [
        { type: 'ActionSet', actions: [{ type: 'Action.Execute', verb: 'link', data: { verb: 'link' } }] },
      ],
    },
    robin,
  );

  test('a card carries whom it is for in each button, and in nothing else', () => {
    expect(card).toEqual({
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
      expect(() => readActivity(given as unknown as Activity, TURN)).not.toThrow();
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
    kind: 'assertion',
    exchangeId: 'one',
    token: 'the token',
  });
  for (const token of [undefined, 7, '', 'x'.repeat(20_000)]) {
    expect(exchange({ id: 'one', token })).toMatchObject({ kind: 'assertion', token: '' });
  }
  expect(exchange({ token: 'the token' }).kind).toBe('unknown-invoke');
  expect(exchange(undefined).kind).toBe('unknown-invoke');
});
