import { join } from 'node:path';
import { loadKnowledge } from '../../src/knowledge/load-knowledge';
import { screen } from '../support/browser-screens';
import { launchedChat } from '../support/launched-chat';
import { UNCLEAR } from '../support/own-words';

jest.setTimeout(180_000);
const here = launchedChat();
const knowledge = loadKnowledge(join(__dirname, '../../knowledge'), 'en');

const questionOf = (topic: string): string => knowledge.entry(topic)?.question ?? topic;

const OFFER = 'What do you mean?';
const AS_IN_PICTURES = { width: 760, height: 860 };

/** Asks in an empty chat and gives what the answer to `topic` says. */
async function ask(text: string, topic: string): Promise<string> {
  const { chat } = here();
  await chat.reload();
  await chat.say(text);
  return chat.card(questionOf(topic));
}

test('an answer says the essence and leads to its source', async () => {
  const card = await ask('we have several PartnerIDs, which one do I enter?', 'which-partner-id');
  expect(card).toContain(knowledge.entry('which-partner-id')?.short);
  expect(card).toContain('Read it on Microsoft Learn');
  await screen(here().chat, 'answer-which-partner-id');
});

test('its commands unfold, with what the question named', async () => {
  const { chat } = here();
  await ask('how do I link 1234567 with the az cli in contoso-retail.example?', 'link-with-cli');
  // The client folds cards again whenever it changes its shape, so it takes that of the picture before.
  const wide = chat.page.viewportSize();
  await chat.page.getByRole('button', { name: 'Hide log panel' }).click();
  await chat.page.setViewportSize(AS_IN_PICTURES);
  await chat.press(questionOf('link-with-cli'), 'Show the commands');
  const unfolded = await chat.text(questionOf('link-with-cli'));
  expect(unfolded).toContain('az login --tenant contoso-retail.example');
  expect(unfolded).toContain('az managementpartner create --partner-id 1234567');
  await chat.page.getByText('Read it on Microsoft Learn').last().scrollIntoViewIfNeeded();
  await screen(chat, 'answer-cli');
  await chat.page.setViewportSize(wide ?? AS_IN_PICTURES);
});

test.each([
  ['answer-security', 'does PAL change the security of the environment?', 'pal-security-impact'],
  ['answer-dpor', 'what is a digital partner of record?', 'what-is-dpor'],
])('the longer answer unfolds: %s', async (picture, text, topic) => {
  const { chat } = here();
  await ask(text, topic);
  await chat.press(questionOf(topic), 'Tell me more');
  const unfolded = await chat.text(questionOf(topic));
  for (const paragraph of knowledge.entry(topic)?.long ?? []) expect(unfolded).toContain(paragraph);
  await screen(chat, picture);
});

test('what the bot is not sure of is offered, and the chosen question is answered', async () => {
  const { chat } = here();
  await chat.reload();
  let offer = '';
  for (const text of UNCLEAR) {
    await chat.say(text);
    offer = await chat.card(/\S/);
    if (offer.startsWith(OFFER)) break;
  }
  const questions = knowledge.topics.map(questionOf);
  const offered = offer.split('\n').filter((line) => questions.includes(line));
  expect(offered.length).toBeGreaterThan(0);
  await screen(chat, 'did-you-mean');
  await chat.press(OFFER, offered[0] ?? '');
  await chat.card(offered[0] ?? '');
});

test('"explain PAL to my customer" ends in a text to copy', async () => {
  const { chat } = here();
  const answer = questionOf('explain-pal-to-customer');
  await chat.say('how do I explain PAL to my customer');
  await chat.press(answer, 'For my customer');
  await chat.press('For your customer', 'Other customer questions');
  await chat.press('What does your customer want to know?', 'Does it affect our security?');
  await chat.press('For your customer', 'Show as plain text');
  const copied = await chat.entered('For your customer', 'The same as plain text: select all and copy');
  expect(copied).toBe(knowledge.concern('security')?.plain.join('\n\n'));
});

test('the message extension drops a card that stands alone into a chat with a customer', async () => {
  const { chat } = here();
  const { page } = chat;
  await chat.openGroup('Fabrikam and a customer');
  const search = async (words: string): Promise<void> => {
    await page.getByRole('button', { name: 'Trigger Message Extension App' }).click();
    await page.getByRole('menuitem', { name: 'Search Command' }).click();
    await page.getByPlaceholder('Enter a search term').fill(words);
  };
  await search('pizza');
  await page.getByText(knowledge.nothingFound).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();

  await search('what data');
  const concern = knowledge.concern('data');
  await page.getByText(concern?.title ?? '').click();
  await page.getByRole('button', { name: 'Send Message' }).click();
  const card = await chat.card(concern?.title ?? '');
  for (const paragraph of concern?.text ?? []) expect(card).toContain(paragraph);
  expect(card.trim().endsWith('Read it on Microsoft Learn')).toBe(true);
  await screen(chat, 'customer-card');
});
