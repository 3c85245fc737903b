import type { LogFields } from '../../../src/model/log';
import { readableLog } from '../../support/log-lines';

test('a line is level, time, event and its fields', () => {
  const { log, records } = readableLog();
  log.warn('azure.keys.not-read', { cached: 2, isLate: false, code: undefined });
  expect(records()).toEqual([
    {
      level: 'warn',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      event: 'azure.keys.not-read',
      cached: 2,
      isLate: false,
    },
  ]);
});

test('a field that is not listed, or is not a plain value, is withheld, and that is counted', () => {
  const { log, records } = readableLog();
  const fields = { code: 'x', text: 'show my link', password: 'p', reason: { deep: 'token' } };
  log.info('some.event', fields as unknown as LogFields);
  expect(records()).toMatchObject([{ code: 'x', withheld: 3 }]);
  expect(Object.keys(records()[0] ?? {})).toEqual(['level', 'at', 'event', 'code', 'withheld']);
});

test('every line of a turn has its reference, and a line that names another keeps that', () => {
  const { log, records } = readableLog({ correlationId: () => 'of-the-turn' });
  log.info('one', {});
  log.info('two', { correlationId: 'its-own' });
  expect(records().map(({ correlationId }) => correlationId)).toEqual(['of-the-turn', 'its-own']);
});

test('an event that is not a dotted name is not repeated', () => {
  const { log, records } = readableLog();
  log.info('Somebody wrote\nthis', {});
  expect(records()).toMatchObject([{ event: 'log.odd-event' }]);
});

test.each([
  ['a token', 'got eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiIxIn0.c2ln and', 'got [redacted] and'],
  ['a header', 'authorization Bearer abc.def', 'authorization [redacted]'],
  ['a code in an address', '/auth/callback?code=0.AXoA-b&state=x', '/auth/callback?[redacted]&state=x'],
  ['a key in a connection string', 'AccountName=a;AccountKey=Zm9v+/=;x', 'AccountName=a;[redacted];x'],
  ['a secret in a form', 'client_secret=s3cr3t&x=1', '[redacted]&x=1'],
  ['a private key', 'pem -----BEGIN PRIVATE KEY-----\nMIIE\n', 'pem [redacted]'],
  ['random bytes', `pkce ${'aB3_'.repeat(11)}`, 'pkce [redacted]'],
  ['a secret of the settings', 'said my-own-secret!', 'said [redacted]!'],
])('%s does not get into a line', (_, text, left) => {
  const { log, records } = readableLog({ secrets: ['my-own-secret'] });
  log.info('some.event', { reason: text });
  expect(records()).toMatchObject([{ reason: left }]);
});

test.each([
  '84f392b6-3c97-4a27-8bdf-04727730e575',
  'AADSTS50076',
  'InvalidAuthenticationTokenTenant',
  'DisallowedOperationForThisKindOfSubscriptionAndPartner',
])('what helps to find a fault stays: %s', (text) => {
  const { log, records } = readableLog();
  log.info('some.event', { serviceCode: text });
  expect(records()).toMatchObject([{ serviceCode: text }]);
});

test('a long text is cut', () => {
  const { log, records } = readableLog();
  log.info('some.event', { reason: 'so long '.repeat(10_000) });
  expect(String(records()[0]?.['reason'])).toHaveLength(200);
});
