import type { Heard } from './heard';
import type { Request } from './request';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** What changes a link, needs a sign-in or names customers: not in front of others; nor is what a person decided before. */
const PERSONAL: readonly Request['kind'][] = [
  'link',
  'unlink',
  'execute',
  'undo',
  'sign-in',
  'which-directory',
];

/** Whether this is done in the chat with the bot alone; in a group the bot shows and explains. */
export function isForPersonalChat(heard: Heard): boolean {
  if (heard.kind === 'do') return PERSONAL.includes(heard.request.kind);
  return ['mistake', 'show-again', 'choose-again', 'history', 'forget', 'forget-now'].includes(heard.kind);
}

/** Says that it goes on in the chat with the bot alone, and how to get there. */
export function goPersonal({ personalChatUrl }: Talk): Step {
  return answer({ name: 'go-personal', data: { url: personalChatUrl } });
}
