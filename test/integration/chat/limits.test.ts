import { writesIn } from '../../support/arm-calls';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const testBot = runningTestBot();

test.each([
  ['What can’t you do?', 'What I can’t do'],
  ['what are your limits', 'What I can’t do'],
  ['Was kannst du nicht?', 'Was ich nicht kann'],
  ['please remind everyone', 'I can’t remind others'],
  ['remind my colleagues to link', 'I can’t remind others'],
  ['erinnere meine Kollegen', 'Ich kann niemanden erinnern'],
  ['link it for my colleague', 'I can’t do that for somebody else'],
  ['verknüpfe es für meinen Kollegen', 'Das kann ich nicht für jemand anderen tun'],
  ['please undo what Maria did', 'I can’t do that for somebody else'],
  ['undo Maria’s change', 'I can’t do that for somebody else'],
  ['bitte mach rückgängig, was Maria geändert hat', 'Das kann ich nicht für jemand anderen tun'],
  ['delete user anna', 'I don’t manage users or access'],
  ['lösche den Benutzer Anna', 'Ich verwalte keine Benutzer und Zugriffe'],
])('"%s" is answered with the reason, "%s", and what works instead', async (text, heading) => {
  const robin = await signedIn(testBot().chat());
  const card = await robin.say(text);
  expect(card.heading).toBe(heading);
  expect(titlesOf(card).length).toBeGreaterThanOrEqual(2);
  expect(writesIn(testBot().world)).toEqual([]);
});

test.each([
  ['who in my team has linked?', /Each account sees only its own/],
  ['show me Anna’s link', /Each account sees only its own/],
  ['how much revenue do we get', /I can’t see these reports myself/],
])('"%s" is answered with the reason from the knowledge', async (text, reason) => {
  expect((await testBot().chat().say(text)).text).toMatch(reason);
});

test('a reminder that it can’t send comes as a text to send oneself', async () => {
  const card = await testBot().chat().say('remind my team to link');
  expect(card.text).toContain('Please link your account to our PartnerID');
});

test('help leads to what it can’t do, and from there what is nearest is one press away', async () => {
  const robin = await signedIn(testBot().chat());
  const limits = await robin.press('What can’t you do?', { on: await robin.say('help') });
  expect(limits.heading).toBe('What I can’t do');
  expect((await robin.press('Where is the revenue shown?', { on: limits })).text).toContain('Partner Center');
});
