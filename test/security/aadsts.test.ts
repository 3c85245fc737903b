import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FaultInput } from '../../local/cloud/faults/fault';
import { TENANT_IDS } from '../../local/cloud/world/sample-world';
import { packageRoot } from '../../src/config/package';
import type { ProblemCode } from '../../src/model/problem';
import { writesIn } from '../support/arm-calls';
import type { Chat } from '../support/chat';
import { runningTestBot } from '../support/test-bot';
import type { ShownCard } from '../support/shown-card';
import { titlesOf } from '../support/shown-card';
import { silentlyAtHome } from '../support/talks';
import { expectPassed } from '../support/threats';

const testBot = runningTestBot({ silentSignIn: {} });
const SHOW = 'show my link in Contoso Retail';
const ASKS = {
  'sign in': 'Sign in to continue',
  'second factor': 'One more check is needed',
  approval: 'Your approval is needed',
};
const EVERY_TIME = 1_000;

const problems = z
  .record(z.object({ title: z.string(), text: z.string(), nextStep: z.string() }))
  .parse(JSON.parse(readFileSync(join(packageRoot(__dirname), 'content', 'en', 'problems.json'), 'utf8')));

function refuses(aadsts: number): void {
  testBot().world.setFault({
    operation: 'token',
    kind: 'aadsts',
    aadsts,
    tenant: TENANT_IDS.contoso,
    count: EVERY_TIME,
  });
}

/** The card says what it is, what to do next, and that nothing was changed. */
function expectProblem(card: ShownCard, code: ProblemCode): void {
  const expected = problems[code];
  expect(card.heading).toBe(`⚠ ${expected?.title}`);
  expect(card.text).toContain(expected?.nextStep);
  expect(card.text).toContain('Nothing was changed.');
}

/** Nobody is sent round in circles, what needs no sign-in works, and the way is free once Entra is well again. */
async function expectAllElseWell(robin: Chat): Promise<void> {
  expect((await robin.say('help')).heading).toBe('What I can do');
  expect((await robin.say('What is PAL?')).heading).not.toMatch(/^⚠/);
  const asks: readonly string[] = Object.values(ASKS);
  expect(robin.headings().filter((heading) => asks.includes(heading)).length).toBeLessThanOrEqual(1);
  expect(writesIn(testBot().world)).toEqual([]);
  testBot().world.clearFaults();
  expect((await robin.say(SHOW)).heading).toBe('Not linked yet');
  allElseWell += 1;
}

/** Of the refusals and outages below, with how many all else was well. */
let allElseWell = 0;
const TRIED = 20;
afterAll(() => {
  expectPassed({
    id: 'T33',
    what: 'refusals and outages of Entra, in the chat',
    tried: TRIED,
    passed: allElseWell,
  });
});

test.each<[number, ProblemCode]>([
  [65004, 'consent-declined'],
  [90094, 'consent-needed'],
  [53000, 'device-required'],
  [53003, 'access-blocked'],
  [50014, 'invitation-pending'],
  [50020, 'not-in-directory'],
  [50105, 'user-not-assigned'],
  [500212, 'cross-tenant-blocked'],
  [700016, 'app-not-in-directory'],
  [7000215, 'bot-misconfigured'],
  [90033, 'entra-busy'],
])('AADSTS%d: no sign-in helps, and the card says "%s" and what to do', async (aadsts, code) => {
  const robin = await silentlyAtHome(testBot());
  refuses(aadsts);
  expectProblem(await robin.say(SHOW), code);
  expectProblem(await robin.say(SHOW), code);
  await expectAllElseWell(robin);
});

test.each<[number, keyof typeof ASKS, ProblemCode]>([
  [65001, 'approval', 'consent-needed'],
  [50076, 'second factor', 'sign-in-failed'],
  [50158, 'second factor', 'sign-in-failed'],
  [50079, 'second factor', 'mfa-enrolment-needed'],
  [50173, 'sign in', 'sign-in-expired'],
  [700082, 'sign in', 'sign-in-expired'],
])('AADSTS%d: asks for %s, once; when that does not help: "%s"', async (aadsts, ask, code) => {
  const robin = await silentlyAtHome(testBot());
  refuses(aadsts);
  const card = await robin.say(SHOW);
  expect(card.heading).toBe(ASKS[ask]);
  expect(card.text).toContain(`Contoso Retail ${TENANT_IDS.contoso}`);
  await robin.signIn({}, card);
  const failed = await robin.card(`⚠ ${problems[code]?.title}`);
  expectProblem(failed, code);
  expect(failed.activityId).toBe(card.activityId);
  await expectAllElseWell(robin);
});

test.each<[string, FaultInput, ProblemCode]>([
  ['resets every connection', { operation: 'token', kind: 'reset', count: EVERY_TIME }, 'entra-unreachable'],
  ['has a fault', { operation: 'token', kind: 'status', status: 503, count: EVERY_TIME }, 'entra-busy'],
  [
    'has too much to do',
    { operation: 'token', kind: 'throttle', retryAfterSeconds: 1, count: EVERY_TIME },
    'entra-busy',
  ],
])('Entra %s: said in the chat, and all that needs no sign-in works on', async (_, fault, code) => {
  const robin = await silentlyAtHome(testBot());
  testBot().world.setFault(fault);
  expectProblem(await robin.say(SHOW), code);
  expect(titlesOf(robin.lastCard())).toContain('Try again');
  await expectAllElseWell(robin);
});

test('an outage during a silent sign-in is said once, and "try again" goes on afterwards', async () => {
  const robin = testBot().chat();
  testBot().world.setFault({ operation: 'token', kind: 'reset', count: EVERY_TIME });
  const asked = await robin.saySilently(SHOW);
  await robin.sendToken(asked, await testBot().world.issueSsoToken(robin.person));
  await robin.card(`⚠ ${problems['entra-unreachable']?.title}`);
  testBot().world.clearFaults();
  expect((await robin.press('Try again')).heading).toBe('Not linked yet');
});

test('nothing but the person’s own access to ARM is ever asked for, and never as the app itself', async () => {
  const robin = await silentlyAtHome(testBot());
  await robin.say(SHOW);
  const asked = testBot()
    .world.journal()
    .flatMap(({ grant, scope }) => (grant === undefined ? [] : [{ grant, scope: scope ?? '' }]));
  const isOwn = ({ grant, scope }: (typeof asked)[number]): boolean =>
    grant !== 'client_credentials' &&
    scope.includes('user_impersonation') &&
    scope.replace(/\S+\/user_impersonation|openid|profile|offline_access/g, '').trim() === '';
  const passed = asked.filter(isOwn).length;
  expectPassed({ id: 'T14', what: 'requests for a token of ARM', tried: asked.length, passed });
});
