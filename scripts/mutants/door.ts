import { inFile } from './mutant';
import type { Mutant } from './mutant';

const HTTP = 'src/http';
const WHOLE = [
  'test/unit/http/limits.test.ts',
  'test/unit/http/server.test.ts',
  'test/security/gate.test.ts',
  'test/integration/chat/http.test.ts',
  'test/security/bodies.test.ts',
];
const token = inFile(`${HTTP}/authenticate.ts`, [
  'test/security/gate.test.ts',
  'test/security/channel-keys.test.ts',
]);
const signatures = inFile(`${HTTP}/authenticate.ts`, ['test/unit/http/verified-signatures.test.ts']);
const gate = inFile(`${HTTP}/messages.ts`, WHOLE);
const body = inFile(`${HTTP}/activity/read-body.ts`, WHOLE);
const json = inFile(`${HTTP}/activity/read-body.ts`, WHOLE);
const refusals = inFile(`${HTTP}/refusals.ts`, WHOLE);
const activity = inFile('src/http/activity/read-activity.ts', [
  'test/unit/http/activity/hostile-activity.test.ts',
  ...WHOLE,
]);
const again = inFile('src/teams/deduplicate.ts', [
  'test/faults/repeated-activities.test.ts',
  'test/integration/chat/small-talk.test.ts',
]);

/** Who gets in, with what, and what it may cost. */
export const DOOR: readonly Mutant[] = [
  token("if (given.iss !== issuer) return 'issuer';", '', 'a token of another issuer is refused'),
  token("if (given.aud !== audience) return 'audience';", '', 'a token for another bot is refused'),
  token(
    'given.exp * 1000 + SKEW_MS > now',
    'given.exp * 1000 + 9 * SKEW_MS > now',
    'a token that is over is refused',
  ),
  token(
    'given.nbf * 1000 - SKEW_MS <=',
    'given.nbf * 1000 - 9 * SKEW_MS <=',
    'a token that is not yet good is refused',
  ),
  token(
    'aud: z.string(),',
    'aud: z.string().or(z.array(z.string()).transform(([one]) => one ?? "")),',
    'a token for several is refused',
  ),
  token("z.literal('RS256')", 'z.string()', 'another algorithm is refused'),
  token(
    "if (!found.endorsements.includes(CHANNEL)) return flawed('endorsement');",
    '',
    'a key of another channel is refused',
  ),
  token(
    'if (!(await signatures.isSigned(token, found.key)))',
    'if (false as boolean)',
    'a forged signature is refused',
  ),
  signatures(
    'if (known.size >= MOST_PER_KEY) known.clear();',
    '',
    'no more tokens are remembered than a thousand a key',
  ),
  signatures(
    'if (known.has(digest)) return true;',
    'if (known.size > 0) return true;',
    'only the very token that was checked is known',
  ),
  gate("if (!isJson(request.headers['content-type']))", 'if (false as boolean)', 'only JSON is read'),
  gate(
    '/^application\\/json\\s*(?:;|$)/i',
    '/application\\/json/i',
    'a type that only has JSON in its name is none',
  ),
  gate(
    "verdict !== undefined && verdict.kind !== 'good'",
    "verdict?.kind === 'absent'",
    'a flawed token does not get in',
  ),
  gate('verdict?.serviceUrl)', 'undefined)', 'an activity may name only the service that its token names'),
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
    'if (serviceUrl === undefined) return',
    'if (serviceUrl === null) return',
    'a service that is not Teams is refused',
  ),
  activity(
    '!isSameService(claimed, serviceUrl)',
    'claimed === ""',
    'another service than the token names is refused',
  ),
  activity('channelId: z.literal(CHANNEL)', 'channelId: word', 'another channel is refused'),
  again(
    'if (this.recent.size > MOST_RECENT && oldest !== undefined)',
    'if ((false as boolean) && oldest !== undefined)',
    'a thousand answers are held in memory, not more',
  ),
  again('else this.recent.delete(key);', '', 'answers to somebody who was forgotten go too'),
  again(
    "if (begun.kind === 'taken') return this.elsewhere(key, begun.etag, asked, handle);",
    '',
    'what Teams delivers again is answered once',
  ),
];
