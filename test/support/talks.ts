import type { Chat } from './chat';
import type { House } from './running-house';
import type { ShownCard } from './shown-card';

/** Signs the person in, so that what follows is not interrupted by it. */
export async function signedIn(chat: Chat): Promise<Chat> {
  await chat.say('sign in');
  await chat.signIn();
  await chat.card('✓ You’re signed in');
  return chat;
}

/** Robin, signed in silently and with the list of directories known, before anything goes wrong. */
export async function silentlyAtHome(house: House): Promise<Chat> {
  const robin = house.chat();
  const asked = await robin.saySilently('which directory');
  await robin.sendToken(asked, await house.world.issueSsoToken(robin.person));
  await robin.card('Your current directory');
  return robin;
}

/** Links as a person does who has no doubts: the done card. The person is signed in already. */
export async function linkIn(chat: Chat, partnerId: string, directory: string): Promise<ShownCard> {
  const confirm = await chat.say(`link ${partnerId} in ${directory}`);
  return chat.press('confirm', { on: confirm });
}
