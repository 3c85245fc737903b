import { asTenantId } from '../model/identifiers';
import { isFaqLabel } from '../model/label';
import type { Person } from '../model/person';
import { readPartnerId } from '../understanding/text/partner-id';
import type { PartnerIdReading } from '../understanding/text/partner-id';
import type { Understanding } from '../understanding/understand';
import type { Known } from './explain';
import { hearPartnerId } from './hear-press';
import { LINK } from './heard';
import type { Heard } from './heard';
import type { LinkRequest, Request } from './request';
import type { ConversationState } from './state';

/** What a message means here: inside a dialog its own answers are read first, then everything else. */
export function hearText(state: ConversationState, said: Understanding, text: string, person: Person): Heard {
  return answerInDialog(state, said, text) ?? fromAnywhere(state, said, text, person);
}

function answerInDialog(state: ConversationState, said: Understanding, text: string): Heard | undefined {
  const { dialog } = state;
  switch (dialog.kind) {
    case 'asking-partner-id':
      return isPartnerIdAnswer(said, text)
        ? hearPartnerId(dialog.request, text, idIn(said, text))
        : undefined;
    case 'checking-partner-id':
      if (said.label === 'confirm') {
        return { kind: 'do', request: { ...dialog.request, isLengthAccepted: true } };
      }
      if (said.label === 'decline') return askAgain(dialog.request);
      return said.label === 'provide-partner-id'
        ? hearPartnerId(dialog.request, text, idIn(said, text))
        : undefined;
    case 'choosing-directory':
      return isFreeText(said) && isDirectoryRequest(dialog.request)
        ? { kind: 'do', request: { ...dialog.request, ...whereSaid(said, text) } }
        : undefined;
    case 'offering-home':
      return said.label === 'confirm' ? { kind: 'do', request: dialog.request } : undefined;
    case 'confirming':
      // Nothing that changes a link runs on text alone: the card comes again, and its button decides.
      return said.label === 'confirm' ? { kind: 'show-again', operationId: dialog.operationId } : undefined;
    case 'forgetting':
      return said.label === 'confirm' ? { kind: 'forget' } : undefined;
    case 'signing-in':
    case 'idle':
      return undefined;
  }
}

function fromAnywhere(state: ConversationState, said: Understanding, text: string, person: Person): Heard {
  if (said.band === 'offer') return { kind: 'offer', labels: said.top3.map(({ label }) => label) };
  if (isFaqLabel(said.label))
    return { kind: 'explain', how: 'ask', topic: said.label, known: knownFrom(said) };
  switch (said.label) {
    case 'link-partner-id':
    case 'change-partner-id':
    case 'provide-partner-id':
      return heardLink(said, text);
    case 'unlink-partner-id':
      return { kind: 'do', request: { kind: 'unlink', ...whereNamed(said) } };
    case 'show-link':
      return { kind: 'do', request: { kind: 'show', ...whereNamed(said) } };
    // What the bot does not do yet is explained, as far as it goes.
    case 'show-all-links':
    case 'link-everywhere':
      return { kind: 'explain', how: 'ask', topic: 'pal-per-tenant', known: knownFrom(said) };
    case 'export-proof':
      return { kind: 'explain', how: 'ask', topic: 'command-to-show', known: knownFrom(said) };
    case 'check-access':
      return { kind: 'explain', how: 'ask', topic: 'azure-role-needed', known: knownFrom(said) };
    case 'which-tenant':
      return { kind: 'do', request: { kind: 'which-directory' } };
    case 'switch-tenant':
      return { kind: 'do', request: { kind: 'switch-directory', ...whereNamed(said) } };
    case 'undo':
      return state.lastDone === undefined
        ? { kind: 'do', request: { kind: 'show' } }
        : { kind: 'do', request: { kind: 'undo', operationId: state.lastDone, isPressed: false } };
    case 'sign-in':
      return { kind: 'do', request: waitingForSignIn(state) ?? { kind: 'sign-in' }, wantsCard: true };
    case 'sign-out':
      return { kind: 'sign-out' };
    case 'forget-me':
      return { kind: 'forget' };
    case 'my-history':
      return { kind: 'history' };
    case 'cancel':
    case 'decline':
      return { kind: 'cancel' };
    case 'help':
    case 'switch-language':
      return { kind: 'say', view: { name: 'help', data: {} } };
    case 'greeting':
      return { kind: 'say', view: { name: 'greeting', data: { displayName: person.displayName } } };
    case 'thanks':
      return { kind: 'say', view: { name: 'thanks', data: {} } };
    case 'confirm':
    case 'out-of-scope':
      return { kind: 'say', view: { name: 'unknown', data: {} } };
  }
}

/** What a new sign-in should go on with. Not a pressed undo: no text confirms it. */
function waitingForSignIn({ dialog }: ConversationState): Request | undefined {
  return dialog.kind === 'signing-in' && dialog.request.kind !== 'undo' ? dialog.request : undefined;
}

function heardLink(said: Understanding, text: string): Heard {
  const request: LinkRequest = { ...LINK, ...whereNamed(said) };
  return said.partnerId.kind === 'none'
    ? { kind: 'do', request }
    : hearPartnerId(request, text, said.partnerId);
}

/** What a question names goes into the commands of its answer. */
function knownFrom(said: Understanding): Known {
  return {
    ...(said.tenant === undefined ? {} : { tenant: said.tenant }),
    ...(said.partnerId.kind === 'found' ? { partnerId: said.partnerId.partnerId } : {}),
  };
}

/** In answer to "which PartnerID?" the whole text should be the number; a sentence around it is fine too. */
function idIn(said: Understanding, text: string): PartnerIdReading {
  return said.partnerId.kind === 'found' ? said.partnerId : readPartnerId(text);
}

function askAgain(request: LinkRequest): Heard {
  const { partnerId: _, ...rest } = request;
  return { kind: 'do', request: { ...rest, isLengthAccepted: false } };
}

/** In answer to "which PartnerID?": what has digits, or is nothing else, was meant as one. */
function isPartnerIdAnswer(said: Understanding, text: string): boolean {
  if (said.label === 'provide-partner-id' || said.band === 'decline') return true;
  return said.band === 'offer' && /\d/.test(text.normalize('NFKC'));
}

/** In answer to "in which directory?": not a request or a question of its own. */
function isFreeText(said: Understanding): boolean {
  return said.label === 'switch-tenant' || said.band === 'decline';
}

function isDirectoryRequest(
  request: Request,
): request is Extract<Request, { kind: 'link' | 'unlink' | 'show' | 'switch-directory' }> {
  return ['link', 'unlink', 'show', 'switch-directory'].includes(request.kind);
}

function whereNamed(said: Understanding): Partial<Pick<LinkRequest, 'tenantId' | 'named'>> {
  const named = said.tenant ?? said.directoryWords;
  if (named === undefined) return {};
  const tenantId = asTenantId(named);
  return tenantId === undefined ? { named } : { tenantId };
}

/** In answer to "in which directory?" the whole message may be the name. */
function whereSaid(said: Understanding, text: string): Partial<Pick<LinkRequest, 'tenantId' | 'named'>> {
  const named = whereNamed(said);
  return Object.keys(named).length > 0 ? named : { named: text.slice(0, 200) };
}
