import type { Chat } from './chat';
import type { TestBot } from './test-bot';
import type { ShownCard } from './shown-card';

/** Signs the person in, so that what follows is not interrupted by it. */
export async function signedIn(chat: Chat): Promise<Chat> {
  await chat.say('sign in');
  await chat.signIn();
  await chat.card('✓ You’re signed in');
  return chat;
}

/** Robin, signed in silently and with the list of directories known, before anything goes wrong. */
export async function silentlyAtHome(testBot: TestBot): Promise<Chat> {
  const robin = testBot.chat();
  const asked = await robin.saySilently('which directory');
  await robin.sendToken(asked, await testBot.world.issueSsoToken(robin.person));
  await robin.card('Your current directory');
  return robin;
}

/** Links as a person does who has no doubts: the done card. The person is signed in already. */
export async function linkIn(chat: Chat, partnerId: string, directory: string): Promise<ShownCard> {
  const confirm = await chat.say(`link ${partnerId} in ${directory}`);
  return chat.press('confirm', { on: confirm });
}

/** A busy machine takes its time. */
const PATIENCE_MS = 60_000;

/** What a message or a press comes to when nothing is read or written for its card any more. */
export async function settled(
  { connector }: TestBot,
  chat: Chat,
  act: () => Promise<ShownCard>,
): Promise<ShownCard> {
  const since = connector.events.length;
  const { activityId } = await act();
  const isOver = ({ heading, text }: ShownCard): boolean =>
    !heading.startsWith('Working') && !text.includes('still being read');
  const { card } = await connector.next(
    since,
    (event) => event.activityId === activityId && event.card !== undefined && isOver(event.card),
    { wanted: 'The end of it', patienceMs: PATIENCE_MS },
  );
  return card ?? chat.lastCard();
}

/** Presses what ends the dialog of this card, whatever it is called there. */
export function pressCancel(chat: Chat, card: ShownCard): Promise<ShownCard> {
  const verb = card.buttons
    .map((button) => button.verb)
    .find((one) => one === 'cancel' || one === 'stop-batch');
  return chat.press(verb ?? 'cancel', { on: card });
}

/** What is answered whatever the records do; the last is understood by nobody. */
export const QUESTIONS: readonly string[] = [
  'what is PAL?',
  'which PartnerID do I enter?',
  'help',
  'what is DPOR?',
  'hello',
  'it rains upwards in autumn',
];
