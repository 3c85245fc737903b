import fc from 'fast-check';
import { isActivityEnvelope } from '../../../src/http/activity-envelope';

const ACTIVITY = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.example/emea/',
  conversation: { id: 'chat' },
  from: { id: '29:robin' },
  recipient: { id: '28:pal' },
};

test('an activity passes, whatever else is in it', () => {
  expect(isActivityEnvelope(ACTIVITY)).toBe(true);
  expect(isActivityEnvelope({ ...ACTIVITY, text: 5, value: null })).toBe(true);
});

test.each(Object.keys(ACTIVITY))('without %s it is none', (field) => {
  expect(isActivityEnvelope({ ...ACTIVITY, [field]: undefined })).toBe(false);
  expect(isActivityEnvelope({ ...ACTIVITY, [field]: null })).toBe(false);
});

test.each(['file:///etc/passwd', 'javascript:alert(1)', 'smba.example', ''])(
  '"%s" is no service',
  (serviceUrl) => {
    expect(isActivityEnvelope({ ...ACTIVITY, serviceUrl })).toBe(false);
  },
);

test('nothing that comes makes it throw', () => {
  fc.assert(
    fc.property(fc.anything(), (body) => {
      expect(isActivityEnvelope(body)).toBe(false);
    }),
  );
});
