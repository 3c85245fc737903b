import fc from 'fast-check';
import { readActivity } from '../../../../src/http/activity/read-activity';
import { cleanJsonOf } from '../../../../src/lib/json';
import { howMany } from '../../../support/threats';

const SERVICE = 'https://smba.trafficmanager.net/emea/';
const SERVICES = { hosts: ['smba.trafficmanager.net'], loopback: false };
const RUNS = howMany({ usual: 1_000, full: 10_000 });
const FIELDS = new Set([
  'kind',
  'place',
  'activityId',
  'invokeName',
  'turn',
  'message',
  'press',
  'pressedOn',
  'isSomebodyElses',
  'token',
  'isBot',
]);

const hostile = fc.oneof(
  fc.json({ maxDepth: 4 }).map((text): unknown => JSON.parse(text)),
  fc.constantFrom<unknown>(
    '',
    null,
    0,
    [],
    {},
    [[]],
    { $ne: null },
    'x'.repeat(3_000),
    'constructor',
    '__proto__',
  ),
);
const account = fc.record({ id: fc.oneof(fc.constant('29:robin'), hostile), name: hostile });
const usual = (value: unknown): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: fc.constant(value), weight: 12 }, { arbitrary: hostile, weight: 1 });
const activity = fc.record(
  {
    type: usual('message'),
    channelId: usual('msteams'),
    serviceUrl: usual(SERVICE),
    id: usual('1'),
    name: usual(undefined),
    from: fc.oneof({ arbitrary: usual({ id: '29:robin' }), weight: 6 }, account),
    recipient: fc.oneof({ arbitrary: usual({ id: '28:pal' }), weight: 6 }, account),
    conversation: usual({ id: 'a' }),
    channelData: usual({ tenant: { id: 'b' } }),
    locale: usual('en-US'),
    text: usual('hello'),
    entities: fc.oneof(usual([]), fc.array(hostile, { maxLength: 4 })),
    attachments: usual(undefined),
    value: hostile,
    isAdmin: hostile,
  },
  { requiredKeys: ['type', 'channelId', 'serviceUrl', 'from', 'recipient', 'conversation'] },
);

/** As it comes over the wire, with a key that would reach for prototypes. */
const wire = fc
  .tuple(activity, fc.boolean())
  .map(([given, isPolluting]) =>
    JSON.stringify(given).replace(
      '{',
      isPolluting ? '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},' : '{',
    ),
  );

test('whatever shape comes in, what is let in has the listed fields only, is of Teams, and pollutes nothing', () => {
  let letIn = 0;
  fc.assert(
    fc.property(wire, (text) => {
      const read = readActivity(cleanJsonOf(text), SERVICES, SERVICE);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
      if (read.kind !== 'activity') return;
      letIn += 1;
      const { incoming } = read;
      expect(Object.keys(incoming).filter((field) => !FIELDS.has(field))).toEqual([]);
      expect([incoming.place.channelId, incoming.place.serviceUrl]).toEqual(['msteams', SERVICE]);
      expect(typeof incoming.place.user.id).toBe('string');
      expect(Object.getPrototypeOf(incoming)).toBe(Object.prototype);
    }),
    { numRuns: RUNS },
  );
  // Else nothing was tried of what is let in.
  expect(letIn).toBeGreaterThan(RUNS / 100);
});
