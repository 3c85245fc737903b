import type { OperationId } from '../model/identifiers';
import type { Label } from '../model/label';
import { LINK } from './heard';
import type { Heard } from './heard';
import { isDirectoryRequest } from './request';

/** What pressing one of "what do you mean?" asks for: a command is done, anything else is explained. */
const COMMANDS: Readonly<Partial<Record<Label, Heard>>> = {
  'link-partner-id': { kind: 'do', request: LINK },
  'change-partner-id': { kind: 'do', request: LINK },
  'provide-partner-id': { kind: 'do', request: LINK },
  'show-link': { kind: 'do', request: { kind: 'show' } },
  'unlink-partner-id': { kind: 'do', request: { kind: 'unlink' } },
  'show-all-links': { kind: 'explain', how: 'ask', topic: 'pal-per-tenant' },
  'link-everywhere': { kind: 'explain', how: 'ask', topic: 'pal-per-tenant' },
  'export-proof': { kind: 'explain', how: 'ask', topic: 'command-to-show' },
  'check-access': { kind: 'explain', how: 'ask', topic: 'azure-role-needed' },
  'which-tenant': { kind: 'do', request: { kind: 'which-directory' } },
  'switch-tenant': { kind: 'do', request: { kind: 'switch-directory' } },
  'sign-in': { kind: 'do', request: { kind: 'sign-in' } },
  'sign-out': { kind: 'sign-out' },
  'forget-me': { kind: 'forget' },
  'my-history': { kind: 'history' },
  undo: { kind: 'do', request: { kind: 'show' } },
  cancel: { kind: 'cancel' },
  help: { kind: 'say', view: { name: 'help', data: {} } },
};

/**
 * What a topic on a button means. `lastDone`: what "undo" is about. `offeredPlace`: what the message named to which it was
 * offered.
 */
export function hearTopic(
  topic: string,
  { lastDone, offeredPlace }: { lastDone?: OperationId | undefined; offeredPlace?: string | undefined },
): Heard {
  if (topic === 'undo' && lastDone !== undefined && offeredPlace === undefined) {
    return { kind: 'do', request: { kind: 'undo', operationId: lastDone, isPressed: false } };
  }
  const command = commandOf(topic);
  if (command?.kind !== 'do' || offeredPlace === undefined) {
    return command ?? { kind: 'explain', how: 'ask', topic };
  }
  const { request } = command;
  return isDirectoryRequest(request) ? { kind: 'do', request: { ...request, named: offeredPlace } } : command;
}

/** The command that a label stands for; undefined for questions and for what is no command. */
function commandOf(topic: string): Heard | undefined {
  return new Map<string, Heard>(Object.entries(COMMANDS)).get(topic);
}
