import { join } from 'node:path';
import { loadCardRenderer } from '../../src/cards/load-card-renderer';
import { loadProblemTexts } from '../../src/cards/problem-fields';
import { packageRoot } from '../../src/config/package';
import { asPartnerId } from '../../src/model/identifiers';
import type { Outcome, ProblemCode } from '../../src/model/problem';
import { expectPassed } from '../support/threats';
import { actorAt, CUSTOMER, json, StubCloud } from '../unit/auth/stub-cloud';

const root = packageRoot(__dirname);
const contentFolder = join(root, 'content');
const texts = loadProblemTexts(contentFolder, 'en');
const cards = loadCardRenderer({ cardsFolder: join(root, 'cards'), contentFolder });
const PARTNER = asPartnerId('1234567')!;

/** As the resource provider says it: nested, and flat beside it. */
const twice = (code: string, message: string) => ({ error: { code, message }, code, message });
const CSP =
  'The user does not have an account in this tenant, work with the administrator to add the account. If you are a CSP partner logged in the customer tenant, you will not be able to link the Partner ID';
const MFA =
  'Resource was disallowed by Azure: User accounts must be authenticated through MFA to manage your resources. See https://aka.ms/MFAforAzure.';
const CLAIMS = Buffer.from('{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}').toString('base64');
const CHALLENGE = { 'www-authenticate': `Bearer error="insufficient_claims", claims="${CLAIMS}"` };

type Verb = 'create' | 'update' | 'remove';
type Expected = ProblemCode | 'sign-in step-up' | 'sign-in expired';
const REFUSALS: [Verb, number, unknown, Expected, Record<string, string>?][] = [
  ['create', 400, twice('PartnerIdInvalid', 'The Partner ID is not valid'), 'partner-id-refused'],
  ['update', 400, twice('PartnerIdInvalid', 'The Partner ID is not valid'), 'partner-id-refused'],
  ['create', 409, twice('PartnerIdAlreadyLinked', 'Already linked'), 'already-linked'],
  ['create', 400, twice('PartnerIdAlreadyLinked', 'Already linked'), 'already-linked'],
  ['create', 409, { error: { code: 'Conflict', message: 'x' } }, 'already-linked'],
  ['update', 404, twice('ManagementPartnerNotFound', 'not linked with a Partner ID'), 'nothing-linked'],
  ['remove', 404, twice('ManagementPartnerNotFound', 'not linked with a Partner ID'), 'nothing-linked'],
  ['create', 400, twice('BadRequest', CSP), 'no-account-csp'],
  ['create', 403, twice('Forbidden', CSP), 'no-account-csp'],
  ['create', 403, twice('RequestDisallowedByAzure', MFA), 'mfa-refused'],
  ['update', 403, twice('RequestDisallowedByPolicy', 'MFA is required'), 'mfa-refused'],
  ['create', 401, twice('RequestDisallowedByAzure', MFA), 'sign-in step-up', CHALLENGE],
  ['remove', 403, twice('RequestDisallowedByAzure', MFA), 'sign-in step-up', CHALLENGE],
  ['create', 401, twice('ExpiredAuthenticationToken', 'The access token expired.'), 'sign-in expired'],
  ['create', 403, twice('AuthorizationFailed', 'No authorization to perform action'), 'arm-forbidden'],
  ['create', 403, twice('RequestDisallowedByAzure', 'This region is not allowed'), 'arm-forbidden'],
  ['create', 404, twice('InvalidResourceNamespace', 'The namespace is invalid'), 'arm-refused'],
  ['create', 400, twice('BadRequest', 'Something else'), 'arm-refused'],
  ['create', 400, '<html>not JSON</html>', 'arm-refused'],
  ['create', 429, twice('TooManyRequests', 'Slow down'), 'arm-busy', { 'retry-after': '60' }],
];

function meaningOf(outcome: Outcome<unknown>): Expected | 'ok' {
  if (outcome.kind === 'problem') return outcome.problem.code;
  return outcome.kind === 'ok' ? 'ok' : (`sign-in ${outcome.need.reason}` as Expected);
}

/** What the person reads has the words for the code, and nothing of what ARM said. */
function reads(outcome: Outcome<unknown>): boolean {
  if (outcome.kind !== 'problem') return true;
  const { code, correlationId } = outcome.problem;
  const shown = JSON.stringify(cards.render({ name: 'problem', data: { code, correlationId } }, 'en').card);
  const isWorded = shown.includes(texts[code].title) && shown.includes(texts[code].nextStep);
  return isWorded && !shown.includes('{\\"') && !shown.includes('<html>');
}

test('each refusal of ARM has its own words and next step, in one request', async () => {
  let passed = 0;
  const flaws: string[] = [];
  for (const [verb, status, body, expected, headers] of REFUSALS) {
    const stub = new StubCloud();
    const cloud = await stub.signedIn(CUSTOMER);
    stub.armAnswers = [json(status, body, headers)];
    stub.now = new Date(stub.now.getTime() + 2 * 60_000);
    const outcome = await cloud.links[verb](actorAt(CUSTOMER), PARTNER, new AbortController().signal);
    // A challenge may be met by a token that needs no person: then it is shown, once.
    const most = status === 401 && headers !== undefined ? 2 : 1;
    const isRight = meaningOf(outcome) === expected && reads(outcome) && stub.armRequests.length <= most;
    if (isRight) passed += 1;
    else
      flaws.push(`${verb} ${status} ${expected}: ${meaningOf(outcome)}, ${stub.armRequests.length} requests`);
  }
  expect(flaws).toEqual([]);
  expectPassed({
    id: 'T32',
    what: 'refusals of ARM: the right words, nothing raw, no retry',
    tried: REFUSALS.length,
    passed,
  });
});
