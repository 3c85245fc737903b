import type { ArmVerb } from '../../../src/arm/errors';
import { armMeaning, armRefusalOf, claimsOf } from '../../../src/arm/errors';
import { retryAfterSeconds } from '../../../src/network/http-send';

import { CORRELATION, json } from '../auth/stub-cloud';

const NOW = new Date('2026-03-01T12:00:00Z');
const CLAIMS = '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}';
const CHALLENGE = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${Buffer.from(CLAIMS).toString('base64')}"`;
const CSP = `The user does not have an account in this tenant, work with the administrator to add the account. If you are a CSP partner logged in the customer tenant, you will not be able to link the Partner ID`;
const MFA = `Resource 'x' was disallowed by Azure: You are receiving this error because you tried to create, update or delete Azure resources without authenticating through MFA.`;

function twice(code: string, message: string): unknown {
  return { error: { code, message }, code, message };
}

function meaningOf(status: number, body: unknown, verb: ArmVerb, headers: Record<string, string> = {}) {
  return armMeaning(armRefusalOf(json(status, body, headers), NOW), verb, CORRELATION);
}

describe('what a refusal of ARM means', () => {
  test.each<[number, unknown, ArmVerb, string]>([
    [404, twice('ManagementPartnerNotFound', 'not linked'), 'update', 'nothing-linked'],
    [404, twice('ManagementPartnerNotFound', 'not linked'), 'remove', 'nothing-linked'],
    [404, twice('SomethingNotFound', 'no'), 'read', 'arm-refused'],
    [404, 'nothing here', 'read', 'arm-refused'],
    [400, twice('PartnerIdInvalid', 'The Partner ID is not valid'), 'create', 'partner-id-refused'],
    [400, { code: 'PartnerIdInvalid' }, 'update', 'partner-id-refused'],
    [400, { error: { code: 'PartnerIdInvalid' } }, 'update', 'partner-id-refused'],
    [409, twice('PartnerIdAlreadyLinked', 'x'), 'create', 'already-linked'],
    [400, twice('PartnerIdAlreadyLinked', 'x'), 'create', 'already-linked'],
    [400, twice('WriteConflict', 'x'), 'create', 'already-linked'],
    [409, {}, 'create', 'already-linked'],
    [400, twice('BadRequest', CSP), 'create', 'no-account-csp'],
    [403, twice('Forbidden', CSP), 'create', 'no-account-csp'],
    [404, twice('NotFound', CSP), 'read', 'no-account-csp'],
    [403, twice('RequestDisallowedByAzure', MFA), 'create', 'mfa-refused'],
    [401, twice('RequestDisallowedByAzure', MFA), 'create', 'mfa-refused'],
    [403, twice('RequestDisallowedByPolicy', 'MFA is required'), 'update', 'mfa-refused'],
    [
      403,
      twice('RequestDisallowedByAzure', 'This region is not accepting new customers'),
      'create',
      'arm-forbidden',
    ],
    [403, twice('AuthorizationFailed', 'x'), 'read', 'arm-forbidden'],
    [429, {}, 'read', 'arm-busy'],
    [400, {}, 'create', 'arm-refused'],
    [400, '<html>', 'create', 'arm-refused'],
    [500, {}, 'read', 'arm-failed'],
    [503, '<html>', 'create', 'arm-failed'],
    [408, {}, 'create', 'arm-failed'],
    [204, '', 'remove', 'arm-odd-answer'],
    [302, '', 'read', 'arm-odd-answer'],
  ])('%d %j on %s is %s', (status, body, verb, code) => {
    expect(meaningOf(status, body, verb)).toMatchObject({
      kind: 'problem',
      problem: { code, correlationId: CORRELATION },
    });
  });

  test('a read finds out that nothing is linked: no error', () => {
    expect(meaningOf(404, twice('ManagementPartnerNotFound', 'x'), 'read')).toEqual({ kind: 'not-linked' });
  });

  test.each([401, 403])('%d with claims asks for a stronger sign-in with exactly these claims', (status) => {
    expect(meaningOf(status, {}, 'create', { 'www-authenticate': CHALLENGE })).toEqual({
      kind: 'sign-in',
      need: { reason: 'step-up', claims: CLAIMS },
    });
  });

  test('401 without claims asks to sign in again', () => {
    expect(meaningOf(401, twice('ExpiredAuthenticationToken', 'x'), 'read')).toEqual({
      kind: 'sign-in',
      need: { reason: 'expired' },
    });
  });

  test.each<[number, ArmVerb, true | undefined]>([
    [500, 'create', true],
    [503, 'update', true],
    [408, 'remove', true],
    [204, 'remove', true],
    [500, 'read', undefined],
    [400, 'create', undefined],
    [429, 'create', undefined],
  ])('after %d on %s it is told whether a change may have happened: %s', (status, verb, expected) => {
    const meaning = meaningOf(status, {}, verb);
    expect(meaning.kind === 'problem' && meaning.problem.mayHaveTakenEffect).toBe(expected);
  });

  test('what support needs is kept, what is not an id is not', () => {
    const headers = { 'x-ms-request-id': 'a1b2-c3', 'retry-after': '12' };
    expect(meaningOf(429, twice('TooManyRequests', 'x'), 'read', headers)).toEqual({
      kind: 'problem',
      problem: {
        code: 'arm-busy',
        correlationId: CORRELATION,
        serviceCode: 'TooManyRequests',
        serviceRequestId: 'a1b2-c3',
        retryAfterSeconds: 12,
      },
    });
    const hostile = { 'x-ms-request-id': 'a\r\nb <b>' };
    expect(meaningOf(400, twice('<script>', 'x'), 'read', hostile)).toEqual({
      kind: 'problem',
      problem: { code: 'arm-refused', correlationId: CORRELATION, serviceCode: 'HTTP 400' },
    });
  });
});

describe('the claims of a challenge', () => {
  test('are decoded to their JSON text', () => {
    expect(claimsOf(CHALLENGE)).toBe(CLAIMS);
  });

  test.each([
    undefined,
    '',
    'Bearer error="invalid_token"',
    'Bearer claims=""',
    'Bearer claims="!!!"',
    `Bearer claims="${Buffer.from('not json').toString('base64')}"`,
    `Bearer claims="${Buffer.from('[1]').toString('base64')}"`,
    `Bearer claims="${Buffer.from(JSON.stringify({ a: 'x'.repeat(9_000) })).toString('base64')}"`,
  ])('are none in %j', (header) => {
    expect(claimsOf(header)).toBeUndefined();
  });
});

test.each([
  ['1', 1],
  [' 12 ', 12],
  ['3600', 3600],
  ['999999999', 86_400],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30],
  ['Sun, 01 Mar 2026 11:00:00 GMT', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j is %j seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, NOW)).toBe(seconds);
});
