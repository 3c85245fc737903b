import { safeLink } from '../../../src/cards/card-text';
import { personalChatUrl } from '../../../src/teams/messages';

test('leads to the chat with the bot, by an address that a card may link to', () => {
  const url = personalChatUrl('11111111-1111-4111-8111-111111111111');
  expect(url).toBe('https://teams.microsoft.com/l/chat/0/0?users=28:11111111-1111-4111-8111-111111111111');
  expect(safeLink(url)).toBe(url);
});

test('a bot without an app id has no address', () => {
  expect(personalChatUrl('')).toBe('');
});
