import { writesIn } from '../../support/arm-calls';
import { PRIYA, ROBIN } from '../../../local/cloud/world/sample-world';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const testBot = runningTestBot();
const FOR_YOU = 'For you as the customer';
/** Buttons that only the partner has a use for. */
const PARTNERS = [
  'Link my PartnerID',
  'Show my link',
  'Remove my link',
  'Where am I linked?',
  'Change the PartnerID',
  'Remove the link',
  'Link what is missing',
];

test.each([
  ['can they see more now?', 'Does the link affect your security?'],
  ['who set this PartnerID on my tenant?', 'How you can check a partner’s link'],
  ['how can I remove a partner link as the customer', 'Removing a former partner'],
  ['what does this do to our data?', 'What data the partner’s link involves'],
  ['can the partner see our data?', 'What data the partner’s link involves'],
  ['are you able to see our invoices then?', 'What data the partner’s link involves'],
  ['did somebody from Fabrikam put it in without asking us?', 'Who can change a partner’s link'],
  ['our vendor wants us to link PartnerID 1234567', 'If a vendor asks you to enter its PartnerID'],
])('"%s" is answered for the customer, without the partner’s buttons', async (text, title) => {
  const card = await testBot().chat().say(text);
  expect(card.heading).toBe(FOR_YOU);
  expect(card.text).toContain(title);
  expect(titlesOf(card).filter((button) => PARTNERS.includes(button))).toEqual([]);
});

test.each([
  ['was macht das mit unseren Daten?', 'Für Sie als Kunde'],
  ['können Sie dann unsere Rechnungen sehen?', 'Für Sie als Kunde'],
  ['hat jemand das ohne uns zu fragen eingetragen?', 'Für Sie als Kunde'],
  ['können die jetzt mehr sehen?', 'Für Sie als Kunde'],
  ['wer hat bei uns eine PartnerID eingetragen?', 'Für Sie als Kunde'],
  ['hat der Partner durch PAL Zugriff auf unsere Daten?', 'Für Sie als Kunde'],
  ['wer hat diese PartnerID in meinem Tenant gesetzt?', 'Für Sie als Kunde'],
  ['kann der Partner jetzt mehr sehen?', 'Für Sie als Kunde'],
  ['Wer hat diese PartnerID in unserem Mandanten gesetzt?', 'Für Sie als Kunde'],
])('"%s" is answered for the customer in German', async (text, heading) => {
  const card = await testBot().chat().say(text);
  expect(card.heading).toBe(heading);
  expect(titlesOf(card)).not.toContain('PartnerID verknüpfen');
});

test('a question after a customer’s question is a customer’s too', async () => {
  const robin = testBot().chat();
  await robin.say('can they see more now?');
  const card = await robin.say('how do I remove it?');
  expect(card.heading).toBe(FOR_YOU);
  // Who does something is the partner again.
  expect((await robin.say('link my PartnerID')).heading).toBe('Which PartnerID?');
});

test.each([
  'I’m the customer',
  'we are the customer',
  'Ich bin der Kunde',
  'I work for the customer, what is this?',
  'I’m not the partner, I work for the client',
  'we are a customer of Fabrikam, what is this bot',
  'Ich arbeite für den Kunden, was ist das hier?',
])('"%s" switches the conversation to the customer, and nothing of the partner’s begins', async (text) => {
  const robin = testBot().chat();
  const start = await robin.say(text);
  expect([FOR_YOU, 'Für Sie als Kunde']).toContain(start.heading);
  const titles = titlesOf(start);
  expect(titles.length).toBeLessThanOrEqual(6);
  for (const said of ['help', 'link my PartnerID 1234567', 'remove my link', 'remove the partner’s link']) {
    const card = await robin.say(said);
    expect([said, ...titlesOf(card).filter((button) => PARTNERS.includes(button))]).toEqual([said]);
  }
  expect(writesIn(testBot().world)).toEqual([]);
});

test('what a customer is not understood by leads to customers’ questions, not to the partner’s buttons', async () => {
  const robin = testBot().chat();
  await robin.say('I’m the customer');
  const card = await robin.say('the weather in Zurich');
  expect(card.heading).toBe('I didn’t understand that');
  expect(titlesOf(card)).toContain('What data is involved?');
  expect(titlesOf(card).filter((button) => PARTNERS.includes(button))).toEqual([]);
});

test('who works at the customer and links is the partner', async () => {
  const card = await testBot().chat().say('I work at the customer as a consultant, link my PartnerID');
  expect(card.heading).not.toBe(FOR_YOU);
});

test('a button leads there from the welcome, and "I’m the partner" leads back', async () => {
  const robin = testBot().chat();
  const welcome = await robin.install();
  const start = await robin.press('Start here', { on: welcome });
  expect(start.heading).toBe(FOR_YOU);
  const answer = await robin.press('Does it affect our security?', { on: start });
  expect(answer.heading).toBe(FOR_YOU);
  expect((await robin.press('I’m the partner', { on: answer })).heading).toBe('What I can do');
  expect((await robin.say('link my PartnerID')).heading).toBe('Which PartnerID?');
  await robin.say('I’m the customer');
  expect((await robin.say('I’m the partner')).heading).toBe('What I can do');
});

test('a customer who asks what the bot can’t do is told so, without the partner’s buttons', async () => {
  const robin = testBot().chat();
  await robin.say('I’m the customer');
  const card = await robin.say('what can’t you do?');
  expect(card.heading).toBe('What I can’t do');
  expect(card.text).not.toContain('Where am I linked?');
  expect(titlesOf(await robin.say('undo their link'))).toContain('I’m the partner');
});

test('who declared to be the customer, and links, is asked first; one press goes on with that very link', async () => {
  const robin = testBot().chat();
  await robin.say('link 1234567 in Contoso Retail');
  await robin.signIn();
  await robin.say('I’m the customer');
  const asked = await robin.say('link 1234567 in Contoso Retail');
  expect(asked.heading).toBe('Go on as the partner?');
  const confirm = await robin.press('Yes, go on as the partner', { on: asked });
  expect(confirm.text).toContain('Contoso Retail');
  expect(confirm.text).toContain('1234567');
  expect(writesIn(testBot().world)).toEqual([]);
  // From here on they are the partner.
  expect((await robin.say('link my PartnerID')).heading).not.toBe('Go on as the partner?');
});

test('the question names the number and the directories, as far as they were named', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('I’m the customer');
  expect((await robin.say('link 1234567 in contoso and coho')).text).toContain(
    'Link: 1234567 Where: Contoso Retail, Coho Vineyard',
  );
  expect((await robin.say('unlink contoso')).text).toContain('Remove your link Where: Contoso Retail');
  expect((await robin.say('link 1234567 everywhere')).text).toContain('In all your directories');
  expect((await robin.say('link 1234567 in Zzyzx Holding')).text).toContain('Where: Zzyzx Holding');
});

test('who declared to be the customer may look at their own account, and stays the customer', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('I’m the customer');
  for (const text of ['history', 'give me proof', 'where am I linked', 'overview', 'undo', 'show my link']) {
    const card = await robin.say(text);
    expect([text, card.heading]).not.toEqual([text, 'Go on as the partner?']);
    expect([text, ...titlesOf(card)]).not.toContain('I’m the partner');
    expect([text, ...titlesOf(card).filter((button) => PARTNERS.includes(button))]).toEqual([text]);
    expect([text, (await robin.say('how do I remove it?')).heading]).toEqual([text, FOR_YOU]);
  }
  expect((await robin.say('can they see more now?')).heading).toBe(FOR_YOU);
  expect((await robin.say('link 1234567')).heading).toBe('Go on as the partner?');
  expect((await robin.press('Yes, go on as the partner')).text).toContain('1234567');
});

test('what the customer sees of their own account has no button that changes it; the partner’s card has', async () => {
  const robin = await signedIn(testBot().chat());
  const status = await robin.say('show my link in Wide World Importers');
  expect(titlesOf(status)).toContain('Change the PartnerID');
  await robin.say('I’m the customer');
  const read = await robin.say('show my link in Wide World Importers');
  expect(read.text).toContain('6098754');
  expect(titlesOf(read)).toEqual(['Other customer questions']);
  // The card from before is still the partner's, and asks.
  const asked = await robin.press('Change the PartnerID', { on: status });
  expect(asked.heading).toBe('Go on as the partner?');
  expect((await robin.say('how can I see what the partner linked')).text).toContain('How you can check');
});

test.each([
  'can the partner see our data?',
  'I work for the customer, what is this?',
  'who set this PartnerID on my tenant?',
])('"%s" is answered in a group', async (text) => {
  const [robin] = testBot().group(ROBIN, PRIYA);
  const card = await robin?.say(`<at>PAL Assistant</at> ${text}`);
  expect(card?.heading).toBe(FOR_YOU);
});

test('a button leads there from the bot’s first message in a group, for the one who presses', async () => {
  const [robin, priya] = testBot().group(ROBIN, PRIYA);
  const introduction = await robin?.install();
  const start = await priya?.press('I’m the customer', { on: introduction });
  expect(start?.heading).toBe(FOR_YOU);
  expect((await robin?.say('help'))?.heading).toBe('What I can do here');
});

test('so it is in German', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('Ich bin der Kunde');
  await robin.say('zeige meine Verknüpfung');
  for (const text of ['wie entferne ich sie?', 'kann der Partner jetzt mehr sehen?']) {
    expect([text, (await robin.say(text)).heading]).toEqual([text, 'Für Sie als Kunde']);
  }
  const asked = await robin.say('verknüpfe 1234567 in Contoso Retail');
  expect(asked.heading).toBe('Als Partner weitermachen?');
  expect(asked.text).toContain('Wo: Contoso Retail');
});

test.each([
  ['what does it cost?', 'names no charge'],
  ['what does this cost us?', 'names no charge'],
  ['is that costing us anything', 'names no charge'],
  ['Was kostet das?', 'Kosten nennt Microsofts Dokumentation dafür keine'],
])('"%s" is answered, to a customer without the partner’s buttons', async (text, answer) => {
  const robin = testBot().chat();
  expect((await robin.say(text)).text).toContain(answer);
  await robin.say('I’m the customer');
  const card = await robin.say(text);
  expect(card.text).toContain(answer);
  expect(titlesOf(card).filter((button) => PARTNERS.includes(button))).toEqual([]);
});
