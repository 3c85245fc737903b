import { PRIYA, ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { writesIn } from '../support/arm-calls';
import type { Chat } from '../support/chat';
import { runningTestBot } from '../support/test-bot';
import { titlesOf } from '../support/shown-card';
import { expectPassed, howMany } from '../support/threats';

const testBot = runningTestBot({ silentSignIn: {}, isObserved: true });
const HOME = 'Fabrikam Consulting';
const SIGN_IN = 'Sign in to continue';
const RUNS = howMany({ usual: 15, full: 100 });

async function signedInSilently(chat: Chat): Promise<Chat> {
  const asked = await chat.saySilently('sign in');
  expect(await chat.sendToken(asked, await testBot().world.issueSsoToken(chat.person))).toBe(200);
  await chat.card('✓ You’re signed in');
  return chat;
}

test('what is asked for at home goes on by itself, with no sign-in card and nothing pressed', async () => {
  const { world } = testBot();
  const robin = testBot().chat();
  const asked = await robin.saySilently(`link 1234567 in ${HOME}`);
  expect(asked).toMatchObject({ resource: expect.stringMatching(/^api:\/\//) as string });
  expect(asked.url).toMatch(/\/auth\/start\?ticket=[\w-]{20,}$/);
  expect(await robin.sendToken(asked, await world.issueSsoToken(ROBIN))).toBe(200);
  await robin.card('Link this PartnerID?');
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
  expect(robin.headings()).toEqual(['Link this PartnerID?', '✓ Linked']);
  expect(writesIn(world)).toEqual([`PUT 1234567 in ${HOME}: 200`]);
});

test('a press goes on in its own card too', async () => {
  const robin = testBot().chat();
  const form = await robin.say('link my PartnerID');
  const working = await robin.press('Continue', { inputs: { partnerId: '1234567' } });
  expect(working.heading).toBe('Working on it …');
  const asked = await robin.silentSignIn();
  await robin.sendToken(asked, await testBot().world.issueSsoToken(ROBIN));
  const choose = await robin.card('Which directory do you want to link in?');
  expect(choose.activityId).toBe(form.activityId);
  expect(choose.text).toContain('1234567');
  expect(robin.headings()).not.toContain(SIGN_IN);
});

test('a press that Teams can’t sign in for becomes the sign-in card', async () => {
  const robin = testBot().chat();
  const form = await robin.say('link my PartnerID');
  await robin.press('Continue', { inputs: { partnerId: '1234567' } });
  await robin.silentSignIn();
  await robin.failSilently('invokeerror');
  const card = await robin.card(SIGN_IN);
  expect(card.activityId).toBe(form.activityId);
  await robin.signIn({}, card);
  expect((await robin.card('Which directory do you want to link in?')).text).toContain('1234567');
});

test('an old client’s press goes on silently as well', async () => {
  const robin = testBot().chat();
  const form = await robin.say('link my PartnerID');
  const working = await robin.submit('Continue', { inputs: { partnerId: '1234567' } });
  expect(working).toMatchObject({ heading: 'Working on it …', activityId: form.activityId });
  const asked = await robin.silentSignIn();
  await robin.sendToken(asked, await testBot().world.issueSsoToken(ROBIN));
  expect((await robin.card('Which directory do you want to link in?')).activityId).toBe(form.activityId);
});

test(`five clients send the same token at once, ${RUNS} times: each time the request goes on once`, async () => {
  const { world } = testBot();
  const token = await world.issueSsoToken(ROBIN);
  for (let run = 0; run < RUNS; run += 1) {
    const robin = testBot().chat();
    const asked = await robin.saySilently('show my link');
    const statuses = await Promise.all([1, 2, 3, 4, 5].map(() => robin.sendToken(asked, token)));
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    await robin.card('Not linked yet');
    // What comes after is answered after whatever the five may still have to say.
    await robin.say('sign out');
    expect(robin.headings()).toEqual(['Not linked yet', '✓ You’re signed out']);
  }
  expectPassed({ id: 'T21', what: 'five clients send the same token at once', tried: RUNS, passed: RUNS });
});

test('a token that nothing waits for is taken, and nobody is told', async () => {
  const robin = await signedInSilently(testBot().chat());
  const headings = robin.headings();
  const status = await robin.sendToken(
    { exchangeId: 'of-another-card' },
    await testBot().world.issueSsoToken(ROBIN),
  );
  expect(status).toBe(200);
  await robin.say('help');
  expect(robin.headings()).toEqual([...headings, 'What I can do']);
});

test('after "sign out" nothing is held of the person, and the next request signs in silently again', async () => {
  const robin = await signedInSilently(testBot().chat());
  expect((await robin.say('sign out')).heading).toBe('✓ You’re signed out');
  const asked = await robin.saySilently('show my link');
  await robin.sendToken(asked, await testBot().world.issueSsoToken(ROBIN));
  await robin.card('Not linked yet');
});

test('a customer’s directory is served by the same silent sign-in', async () => {
  const robin = await signedInSilently(testBot().chat());
  await robin.say('link 1234567 in Contoso Retail');
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
  expect(testBot().world.link(TENANT_IDS.contoso, ROBIN.guestIds[TENANT_IDS.contoso] ?? '')).toMatchObject({
    partnerId: '1234567',
  });
});

test('where a write wants a second factor, the page asks for it once, and the confirmed change is made', async () => {
  const { world } = testBot();
  const robin = await signedInSilently(testBot().chat());
  await robin.say('link 1234567 in Woodgrove Bank');
  const stepUp = await robin.press('Link');
  expect(stepUp.heading).toBe('One more check is needed');
  // The token of Teams is no second factor: it does not make the request go on.
  await robin.sendToken({ exchangeId: 'late' }, await world.issueSsoToken(ROBIN));
  await robin.signIn({}, stepUp);
  await robin.card('✓ Linked');
  expect(robin.headings().filter((heading) => heading === 'One more check is needed')).toHaveLength(1);
  expect(writesIn(world).filter((write) => write.endsWith(': 200'))).toHaveLength(1);
});

test.each([
  ['Humongous Insurance', 'One more check is needed'],
  ['Coho Vineyard', SIGN_IN],
])('%s: what Teams can’t do there, the page does, with one card', async (directory, heading) => {
  const robin = await signedInSilently(testBot().chat());
  const card = await robin.say(`show my link in ${directory}`);
  expect(card.heading).toBe(heading);
  await robin.signIn({}, card);
  expect((await robin.card('Not linked yet')).text).toContain(directory);
});

test('Entra refuses the token that Teams has just brought: one card with a button, and no round in circles', async () => {
  const { world } = testBot();
  const robin = testBot().chat();
  world.setFault({ operation: 'token', kind: 'aadsts', aadsts: 50013 });
  const asked = await robin.saySilently('show my link');
  await robin.sendToken(asked, await world.issueSsoToken(ROBIN));
  const card = await robin.card(SIGN_IN);
  expect(titlesOf(card)).toContain('Open the sign-in page');
  await robin.signIn({}, card);
  await robin.card('Not linked yet');
  expect(robin.headings().filter((heading) => heading === SIGN_IN)).toHaveLength(1);
});

test('a token that comes along with a press is taken before the press is answered', async () => {
  const robin = testBot().chat();
  await robin.say('link my PartnerID');
  const token = await testBot().world.issueSsoToken(ROBIN);
  const card = await robin.press('Continue', { inputs: { partnerId: '1234567' }, token });
  expect(card.heading).toBe('Which directory do you want to link in?');
});

test('somebody else’s token along with a press signs nobody in', async () => {
  const robin = testBot().chat();
  await robin.say('link my PartnerID');
  const token = await testBot().world.issueSsoToken(PRIYA);
  const card = await robin.press('Continue', { inputs: { partnerId: '1234567' }, token });
  expect(card.heading).toBe('Working on it …');
  expect(
    testBot()
      .world.journal()
      .filter(({ grant }) => grant !== undefined),
  ).toEqual([]);
});

test('in a group nothing is tried silently', async () => {
  const [robin] = testBot().group(ROBIN);
  expect((await robin?.say('show my link'))?.heading).toBe('Let’s do this in our own chat');
  expect(testBot().connector.events.some(({ silent }) => silent !== undefined)).toBe(false);
});

test('the page that has closed is answered, and says nothing', async () => {
  const robin = testBot().chat();
  const answer = await robin.post({ type: 'invoke', name: 'signin/verifyState', value: { state: '' } });
  expect(answer.status).toBe(200);
  expect(robin.headings()).toEqual([]);
});

test('the page that has closed after a sign-in that is done changes nothing, and says nothing twice', async () => {
  const robin = testBot().chat();
  const silent = await robin.saySilently('link 1234567 in Contoso Retail');
  expect(await robin.sendToken(silent, 'no token')).toBe(412);
  await robin.card('Sign in to continue');
  await robin.signIn();
  await robin.card('Link this PartnerID?');
  const before = { headings: robin.headings(), events: testBot().connector.events.length };
  for (const state of ['signed-in', '', '1234567', undefined]) {
    const answer = await robin.post({ type: 'invoke', name: 'signin/verifyState', value: { state } });
    expect(answer.status).toBe(200);
  }
  expect({ headings: robin.headings(), events: testBot().connector.events.length }).toEqual(before);
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
});
