import { join } from 'node:path';
import { packageRoot } from '../../../src/config/package';
import { asOperationId, asPartnerId, asTenantId } from '../../../src/model/identifiers';
import type { Label } from '../../../src/model/label';
import type { ConversationState, DialogState, SigningIn } from '../../../src/dialogs/state';
import { commandOfText } from '../../../src/dialogs/command-of-text';
import { loadPlaceWords, placeIn } from '../../../src/dialogs/place-words';
import type { ReadText } from '../../../src/dialogs/read-text';
import type { Command } from '../../../src/dialogs/command';
import type { Understanding } from '../../../src/understanding/understand';
import { understood } from '../../support/understood';

export const TENANT = asTenantId('11111111-1111-4111-8111-111111111111')!;
export const OPERATION = asOperationId('AAAAAAAAAAAAAAAAAAAAAA')!;
export const PARTNER = asPartnerId('1234567')!;
export const LINK = { kind: 'link', isLengthAccepted: false } as const;

export const PERSON = { tenantId: TENANT, objectId: TENANT as never, displayName: 'Robin' };

/** A conversation in which this dialog is open. */
export function inDialog(dialog: DialogState, more: Partial<ConversationState> = {}): ConversationState {
  return { schema: 1, dialog, ...more };
}

/** A conversation in which a request waits for a sign-in. */
export function signingIn(request: SigningIn['request']): ConversationState {
  return inDialog({
    kind: 'signing-in',
    request,
    tenantId: TENANT,
    reason: 'first',
    attemptId: OPERATION,
    askedAt: '2026-01-01T00:00:00.000Z',
    phase: 'card',
  });
}

/** The words around names, as they ship. */
export const PLACE_WORDS = loadPlaceWords(join(packageRoot(__dirname), 'content'));

/** A message as the conversation reads it while no directories are known. */
export function readAs(said: Understanding, text: string): ReadText {
  const place = placeIn(text, PLACE_WORDS) ?? said.tenant ?? said.directoryWords;
  return { text, said, directories: [], ...(place === undefined ? {} : { place }) };
}

/** What is command when somebody writes `text`, understood as `label`, while `state` stands. */
export function command(
  state: ConversationState,
  label: Label,
  text = '',
  more: Partial<Understanding> = {},
): Command {
  return commandOfText(state, readAs(understood(label, more), text), PERSON, PLACE_WORDS);
}
