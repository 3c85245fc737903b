/** Teams' address of the chat of one person with the bot; empty for a bot without an app id, as it runs locally. */
export function personalChatUrl(appId: string): string {
  return appId === '' ? '' : `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}`;
}
