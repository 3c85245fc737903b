import { inRoom } from './mutant';
import type { Mutant } from './mutant';

const HTTP = 'src/http';
const UNIT = 'test/unit/http/authenticate.test.ts';
const WHOLE = [
  UNIT,
  'test/unit/http/limits.test.ts',
  'test/unit/http/server.test.ts',
  'test/security/authenticate.test.ts',
  'test/integration/chat/http.test.ts',
  'test/security/bodies.test.ts',
];
const token = inRoom(HTTP, [
  UNIT,
  'test/security/authenticate.test.ts',
  'test/security/channel-keys.test.ts',
]);
const jwt = inRoom('src/network', [
  UNIT,
  'test/unit/auth/sso-tokens.test.ts',
  'test/security/authenticate.test.ts',
]);
const signatures = inRoom('src/network', ['test/unit/network/verify-jwt.test.ts']);
const door = inRoom(HTTP, WHOLE);
const body = inRoom(HTTP, WHOLE);
const json = inRoom('src/lib', WHOLE);
const refusals = inRoom(HTTP, WHOLE);
const activity = inRoom(HTTP, ['test/unit/http/activity/hostile-activity.test.ts', ...WHOLE]);
const again = inRoom('src/teams', [
  'test/unit/teams/deduplicate.test.ts',
  'test/faults/repeated-activities.test.ts',
  'test/integration/chat/small-talk.test.ts',
]);

/** Who gets in, with what, and what it may cost. */
export const DOOR: readonly Mutant[] = [
  token("iss !== issuer ? 'issuer' : ", '', 'a token of another issuer is refused'),
  token("aud !== audience ? 'audience' : undefined", 'undefined', 'a token for another bot is refused'),
  jwt(
    'exp * 1000 + CLOCK_SKEW_MS > now',
    'exp * 1000 + CLOCK_SKEW_MS >= now',
    'a token that is over is refused',
  ),
  jwt(
    'nbf * 1000 - CLOCK_SKEW_MS <=',
    'nbf * 1000 - 2 * CLOCK_SKEW_MS <=',
    'a token that is not yet good is refused',
  ),
  token(
    'aud: z.string(),',
    'aud: z.string().or(z.array(z.string()).transform(([one]) => one ?? "")),',
    'a token for several is refused',
  ),
  jwt("z.literal('RS256')", 'z.string()', 'another algorithm is refused'),
  token(
    "if (!verdict.endorsements.includes(CHANNEL)) return { kind: 'flawed', flaw: 'endorsement' };",
    '',
    'a key of another channel is refused',
  ),
  jwt('if (!(await hasSigned(token, key)))', 'if (false as boolean)', 'a forged signature is refused'),
  signatures(
    'if (this.known.size >= MOST_TOKENS) this.known.clear();',
    '',
    'no more tokens are remembered than a thousand',
  ),
  signatures(
    'if (before?.key !== key) {',
    'if (before === undefined) {',
    'a token that was checked with a key that was withdrawn since is checked anew',
  ),
  signatures(
    'return this.known.get(name);',
    'return this.known.get(name) ?? [...this.known.values()][0];',
    'only the very token that was checked is known',
  ),
  door("if (!isJson(request.headers['content-type']))", 'if (false as boolean)', 'only JSON is read'),
  door(
    '/^application\\/json\\s*(?:;|$)/i',
    '/application\\/json/i',
    'a type that only has JSON in its name is none',
  ),
  door(
    "verdict !== undefined && verdict.kind !== 'good'",
    "verdict?.kind === 'absent'",
    'a flawed token does not get in',
  ),
  door('verdict?.serviceUrl)', 'undefined)', 'an activity may name only the service that its token names'),
  body(
    'if (announced > LARGEST_BODY)',
    'if (announced < 0)',
    'a body that is announced as too large is not read',
  ),
  body('if (size > LARGEST_BODY)', 'if (size < 0)', 'a body in pieces is read up to 256 KB'),
  json('const DEEPEST = 32;', 'const DEEPEST = 3_000;', 'JSON that nests too deep is refused'),
  json('if (!REACHING.has(name)) own[name]', 'own[name]', 'no field reaches a prototype'),
  refusals(
    'now - before.since < PERIOD_MS',
    'now - before.since < 0',
    'nobody can fill the log with refusals',
  ),
  activity(
    'if (serviceUrl === undefined) {',
    'if (serviceUrl === null) {',
    'a service that is not Teams is refused',
  ),
  activity(
    '!isSameService(claimed, serviceUrl)',
    'claimed === ""',
    'another service than the token names is refused',
  ),
  activity('channelId: z.literal(CHANNEL)', 'channelId: word', 'another channel is refused'),
  again(
    'BoundedMap<string, Recent>(MOST_RECENT)',
    'BoundedMap<string, Recent>(1_000_000)',
    'a thousand answers are held in memory, not more',
  ),
  again('else this.recent.delete(key);', '', 'answers to somebody who was forgotten go too'),
  again(
    "if (begun.kind === 'taken') return this.elsewhere(key, begun.etag, asked, handle);",
    '',
    'what Teams delivers again is answered once',
  ),
];
