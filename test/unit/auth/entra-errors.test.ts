import {
  AADSTS,
  aadstsNumber,
  entraFailureOfError,
  entraFailureOfReply,
  interactiveProblem,
  silentFailure,
} from '../../../src/auth/entra-errors';

import { CORRELATION, json } from './stub-cloud';

const KNOWN =
  `65001 65004 50076 50074 50078 50079 50072 50158 53000 53001 53002 53003 530035 50020 50034 50014 16000
  16003 51004 500212 500213 500021 500133 50013 700024 70002 7000215 700027 50173 50132 50133 70043 70008 700016 500011
  700011 650052 650057 50105 90055 90094 90095`.split(/\s+/);

test.each(KNOWN)('AADSTS%s has a meaning of its own', (number) => {
  expect(AADSTS.has(number)).toBe(true);
});

test.each([...AADSTS.keys()])(
  'AADSTS%s is always a problem when the person was there to sign in',
  (number) => {
    const problem = interactiveProblem({ kind: 'refused', error: 'invalid_grant', number }, CORRELATION);
    expect(problem).toMatchObject({ serviceCode: `AADSTS${number}`, correlationId: CORRELATION });
    expect(problem.code).toBe(AADSTS.get(number)!.code);
  },
);

test.each(['53000', '53003', '50020', '50014', '500212', '700016', '50105', '65004', '7000215'])(
  'AADSTS%s is not cured by a sign-in, not even with claims',
  (number) => {
    const failure = { kind: 'refused', error: 'interaction_required', number, claims: '{}' } as const;
    expect(silentFailure(failure, CORRELATION)).toMatchObject({ kind: 'problem' });
  },
);

const NOW = new Date('2026-03-01T09:00:00Z');

test('what Entra answers is read whole: number, suberror, claims and trace', () => {
  const reply = json(400, {
    error: 'interaction_required',
    error_description: 'AADSTS50079: …',
    error_codes: [50079],
    suberror: 'basic_action',
    claims: '{"access_token":{}}',
    trace_id: 'trace-1',
  });
  expect(entraFailureOfReply(reply, NOW)).toEqual({
    kind: 'refused',
    error: 'interaction_required',
    number: '50079',
    suberror: 'basic_action',
    claims: '{"access_token":{}}',
    traceId: 'trace-1',
  });
});

test('the number is found in the description when there is no list of numbers', () => {
  const reply = json(400, { error: 'invalid_grant', error_description: 'AADSTS50020: User account' });
  expect(entraFailureOfReply(reply, NOW)).toMatchObject({ number: '50020' });
  expect(aadstsNumber('AADSTS: nothing')).toBeUndefined();
  expect(aadstsNumber(undefined)).toBeUndefined();
});

test.each([
  [json(400, []), { kind: 'odd', detail: 'status 400' }],
  [json(400, { error: 7 }), { kind: 'odd', detail: 'status 400' }],
  [
    { status: 403, headers: {}, body: '<html>' },
    { kind: 'odd', detail: 'status 403' },
  ],
  [json(429, { error: 'x' }), { kind: 'busy' }],
  [
    { status: 502, headers: { 'retry-after': '3' }, body: '' },
    { kind: 'busy', retryAfterSeconds: 3 },
  ],
  [
    { status: 429, headers: { 'retry-after': 'Sun, 01 Mar 2026 09:01:30 GMT' }, body: '' },
    { kind: 'busy', retryAfterSeconds: 90 },
  ],
])('an answer that explains nothing is %j', (reply, failure) => {
  expect(entraFailureOfReply(reply, NOW)).toEqual(failure);
});

test('an error that is not about Entra at all is odd, and its text is not kept', () => {
  expect(entraFailureOfError(new Error('secret text'))).toEqual({ kind: 'odd', detail: 'not an MSAL error' });
  expect(entraFailureOfError('x')).toMatchObject({ kind: 'odd' });
});
