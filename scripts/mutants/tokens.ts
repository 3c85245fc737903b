import { inRoom } from './mutant';
import type { Mutant } from './mutant';

const UNIT = 'test/unit/auth';
const teams = inRoom('src/auth', [`${UNIT}/sso-tokens.test.ts`]);
const sso = inRoom('src/auth', [
  `${UNIT}/sso-exchange.test.ts`,
  `${UNIT}/sso-tokens.test.ts`,
  `${UNIT}/token-service.test.ts`,
]);
const cached = inRoom('src/auth', [`${UNIT}/sso-tokens.test.ts`, `${UNIT}/on-behalf-of.test.ts`]);
const access = inRoom('src/auth', [
  `${UNIT}/people-tokens.test.ts`,
  `${UNIT}/sign-in.test.ts`,
  `${UNIT}/on-behalf-of.test.ts`,
]);
const checked = inRoom('src/auth', [`${UNIT}/people-tokens.test.ts`, `${UNIT}/on-behalf-of.test.ts`]);
const signIn = inRoom('src/auth', [`${UNIT}/sign-in.test.ts`, `${UNIT}/sign-out.test.ts`]);
const attempts = inRoom('src/auth', [`${UNIT}/sign-in-attempts.test.ts`, `${UNIT}/sign-in.test.ts`]);
const signOuts = inRoom('src/auth', [`${UNIT}/sign-out.test.ts`]);

/** Whose token it is, what it is for, and when it is over. */
export const TOKENS: readonly Mutant[] = [
  teams(
    "!== person.tenantId) return 'tenant';",
    "=== '') return 'tenant';",
    'a token of another organization is not taken',
  ),
  teams(
    "!== person.objectId) return 'account';",
    "=== '') return 'account';",
    'somebody else’s token is not taken',
  ),
  teams("if (!issuers.has(iss)) return 'issuer';", '', 'a token of another issuer is not taken'),
  teams("if (!audiences.has(aud)) return 'audience';", '', 'a token for another app is not taken'),
  teams(
    'includes(SCOPE) ? undefined',
    'includes(SCOPE) || true ? undefined',
    'a token without the scope is not taken',
  ),
  sso(
    "if (tokens.epoch !== before.epoch) return failed({ code: 'sign-in-expired', correlationId });",
    '',
    'who signs out meanwhile is signed out',
  ),
  sso(
    "if (checked.kind !== 'ok') return checked;",
    '',
    'a token is checked before the Token Service gets it',
  ),
  sso(
    "return other.kind === 'ok' ?",
    "return other.kind !== 'never' ?",
    'what the Token Service gives is checked too',
  ),
  sso(
    'if (!tokens.wasDropped(token)) return ok(verdict);',
    'if (verdict.kind === "good") return ok(verdict);',
    'a token that Entra refused is not taken again',
  ),
  cached(
    'ssoToken.expiresAt > clock.now()',
    'ssoToken.expiresAt > new Date(0)',
    'a token that is over is not used',
  ),
  cached('before.expiresAt <= expiresAt', 'before.expiresAt >= expiresAt', 'the younger token stays'),
  cached('ssoTokens.delete(personKey(person));\n      dropped', 'dropped', '"sign out" forgets the token'),
  access(
    "if (tenantId !== expected.tenantId) return { flaw: 'tenant' };",
    '',
    'a token of another directory is not used',
  ),
  access(
    "if (bare(claims.aud) !== bare(expected.audience)) return { flaw: 'audience' };",
    '',
    'a token for another service is not used',
  ),
  access(
    "if (!claims.scp.split(' ').includes('user_impersonation')) return { flaw: 'scope' };",
    '',
    'a token that does not act for the person is not used',
  ),
  checked(
    'if (flaw !== undefined || checked.flaw !== undefined) {',
    'if (checked.flaw !== undefined) {',
    'a token of another home account is not used',
  ),
  checked(
    'tokens.rememberAccount(tenantId, checked.token.account.objectId); return ok(checked.token);',
    'return ok(checked.token);',
    'the account of a directory is the same every time',
  ),
  signIn(
    'account === null || !isHomeAccountOf(person, account.homeAccountId)',
    'account === null',
    'somebody else’s sign-in is not taken',
  ),
  signIn(
    "if (tokens.epoch !== pending.mark) return { kind: 'unknown' };\n    return accept",
    'return accept',
    'who signs out while Entra answers is signed out',
  ),
  signIn("OAUTH_ERRORS.has(error) ? error : 'other'", 'error', 'no text of a stranger reaches the log'),
  signIn("codeChallengeMethod: 'S256',", '', 'the code is bound to who began (PKCE)'),
  attempts('!isSame(found.pending.state, state)', 'state === ""', 'the state has a secret of its own'),
  attempts("taken.kind === 'stored' ? found.pending : undefined", 'found.pending', 'a state counts once'),
  attempts(
    'isSame(found.pending.attempt.ticket, ticket)',
    'ticket !== ""',
    'the ticket has a secret of its own',
  ),
  attempts(
    'if (clock.now().getTime() - Date.parse(beganAt) >= VALID_MS) return undefined;',
    '',
    'a sign-in that was begun too long ago is over',
  ),
  attempts("read?.status !== 'open'", 'read?.status === undefined', 'a used state is used'),
  signOuts('forget(person);\n      seen.set', 'seen.set', 'a sign-out on another instance counts here'),
  signOuts(
    "await records.put('sign-outs', key, value, expected, until);",
    '',
    'a sign-out is told to the other instances',
  ),
];
