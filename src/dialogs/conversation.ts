import { monotonicClock } from '../model/clock';
import type { Directory } from '../model/directory';
import { BoundedMap } from '../lib/bounded-map';
import type { CorrelationId, TenantId } from '../model/identifiers';
import { languageOf } from '../model/language';
import { companyOf } from '../model/person';
import type { Command } from './command';
import type { DialogContext, DialogParts, DialogResult } from './context';
import { Overviews } from '../pal/overview';
import { SameAgain } from './replies';
import type { Request } from './request';
import { signedInLately } from './sign-in';
import type { ConversationState, LoadedState } from './state';
import { KeyedQueue, loadState, saveState, troubleOf, troubleView } from './state';
import type { Reply, Turn } from './turn';
import { ShownButtons } from './typed-title';

/** Turns whose answers are on their way at one time, and more. */
const MOST_STORED = 1_000;

/** One turn of a conversation: who speaks, and what is remembered. */
export interface Loaded {
  readonly turn: Turn;
  readonly loaded: LoadedState;
}

/** The conversations: one turn after the other in each, with what is remembered of it. */
export class Conversations {
  private readonly queue = new KeyedQueue();
  readonly overviews = new Overviews();
  readonly sameAgain = new SameAgain();
  readonly shown: ShownButtons;
  /** What each turn stored last, so that it need not be read again to note where its card is. */
  private readonly stored = new BoundedMap<CorrelationId, LoadedState>(MOST_STORED);

  constructor(readonly parts: DialogParts) {
    this.shown = new ShownButtons(parts.buttonsOn);
  }

  /**
   * Waits for the conversation's earlier turns, loads its state and does the work. `mayBeOld`: what this turn stored will
   * do, since the work only adds to what it stores on condition that nobody changed it.
   */
  inTurn(turn: Turn, work: (at: Loaded) => Promise<Reply[]>, mayBeOld = false): Promise<Reply[]> {
    return this.queue.run(turn.conversationKey, async () => {
      const loaded =
        (mayBeOld ? this.stored.get(turn.correlationId) : undefined) ??
        (await loadState(this.parts.store, turn.conversationKey, this.parts.clock.now()));
      try {
        const replies = await work({ turn, loaded });
        return loaded.trouble === 'set-aside' ? [...replies, ...troubled(turn, loaded.trouble)] : replies;
      } catch (error) {
        const trouble = troubleOf(error);
        if (trouble === undefined) throw error;
        return troubled(turn, trouble);
      }
    });
  }

  /** Stores what `change` makes of the state; false when it could not be kept. */
  async save(at: Loaded, change: (state: ConversationState) => ConversationState): Promise<boolean> {
    const { conversationKey, correlationId } = at.turn;
    const { store, clock } = this.parts;
    const stored = await saveState(store, conversationKey, at.loaded, change, clock.now());
    if (stored !== undefined) this.stored.set(correlationId, stored);
    return stored !== undefined;
  }

  /** What a dialog has at hand in this turn. */
  context({ turn, loaded: { state } }: Loaded): DialogContext {
    const { parts } = this;
    const now = parts.clock.now();
    const { knowledge, buttons, explainer } = parts.speaking[languageOf(turn.locale)];
    return {
      caller: turn,
      pal: parts.pal,
      access: parts.access,
      signInService: parts.signInService,
      isPersonal: turn.isPersonal,
      maySignInSilently: parts.hasSilentSignIn && turn.isPersonal,
      personalChatUrl: parts.personalChatUrl,
      customersUrl: parts.customersUrl,
      company: companyOf(parts.company, turn.person),
      now,
      begunAt: monotonicClock(),
      knowledge,
      explainer,
      placeWords: parts.placeWords,
      limitWords: parts.limitWords,
      overviews: this.overviews,
      files: parts.files,
      uploads: parts.uploads,
      language: languageOf(turn.locale),
      titleOf: (label) => knowledge.entry(label)?.question ?? buttons.get(label),
      workingTenantId: state.workingTenantId,
      signedInLately: signedInLately(state, now),
      lastPartnerId: state.lastPartnerId,
      knownPartnerId: state.knownPartnerId,
      lastChangedIn: state.lastChangedIn,
      seenDirectories: state.seenDirectories,
      isCustomer: state.audience === 'customer',
    };
  }

  /**
   * The person's directories that are remembered; where nothing is and it `mayAsk`, those that ARM lists. None while the
   * records can't tell who is signed in: a message is then read without names, and answered all the same.
   */
  async knownDirectories(turn: Turn, mayAsk: boolean): Promise<readonly Directory[]> {
    const { pal, signInService } = this.parts;
    const remembered = pal.rememberedDirectories(turn.person);
    if (remembered.length === 0 && !mayAsk) return remembered;
    const isSignedIn = await signInService.isSignedIn(turn.person, turn.correlationId).catch(unlessAway);
    if (isSignedIn === undefined) return [];
    if (!isSignedIn) {
      // Perhaps they have signed out at another instance: what was read for them is nobody's any more.
      pal.dropDirectories(turn.person);
      return [];
    }
    if (remembered.length > 0) return remembered;
    const listed = await pal.directories(turn);
    return listed.kind === 'ok' ? listed.value : [];
  }

  /** The name of a directory if it is known without a sign-in; else empty. */
  async directoryName(turn: Turn, tenantId: TenantId): Promise<string> {
    const known = await this.knownDirectories(turn, true);
    return known.find((one) => one.tenantId === tenantId)?.name ?? '';
  }
}

function unlessAway(error: unknown): undefined {
  if (troubleOf(error) !== 'away') throw error;
}

/** Whether what is remembered of the conversation can be neither read nor written. */
export function isCutOff(
  loaded: LoadedState,
): loaded is LoadedState & { readonly trouble: 'away' | 'newer' } {
  return loaded.trouble === 'away' || loaded.trouble === 'newer';
}

/** Says what is the matter with what is remembered. */
export function troubled(turn: Turn, trouble: NonNullable<LoadedState['trouble']>): Reply[] {
  return [{ kind: 'say', view: troubleView(trouble, turn.correlationId) }];
}

type Undoable = Pick<ConversationState, 'lastDone' | 'lastBatch'>;

/**
 * The state after a turn. What is answered in passing keeps the open dialog and its card; anything else ends it, or takes
 * its place.
 */
export function next(state: ConversationState, result: DialogResult, command: Command): ConversationState {
  const isKept = result.dialog === 'keep';
  const {
    openCard,
    hasAnsweredBelow,
    lastSignIn,
    offeredPlace: _,
    language: __,
    audience,
    askedAsCustomer: ___,
    lastPartnerId,
    lastDone,
    lastBatch,
    batchCard,
    shownLast,
    ...rest
  } = state;
  const isBelow = isKept && openCard !== undefined && (hasAnsweredBelow === true || result.views.length > 0);
  return {
    ...rest,
    ...defined({
      ...languageAfter(state, command),
      audience: audienceAfter(audience, command),
      askedAsCustomer: command.kind === 'ask-if-partner' ? command.request : undefined,
      openCard: isKept ? openCard : undefined,
      hasAnsweredBelow: isBelow ? true : undefined,
      batchCard: batchCardAfter(batchCard, result, command),
      lastSignIn: command.kind === 'sign-out' ? undefined : lastSignIn,
      tryAgain: result.tryAgain ?? (command.kind === 'do' ? command.request : undefined),
      workingTenantId: result.workingTenantId,
      seenDirectories: result.seenDirectories,
      ...undoableAfter({ lastDone, lastBatch }, result),
      lastChangedIn: result.lastChangedIn,
      knownPartnerId: result.knownPartnerId,
      lastAction: command.kind === 'do' ? actionOf(command.request) : undefined,
      shownLast: shownAfter(shownLast, command),
      offeredPlace: command.kind === 'offer' ? command.place : undefined,
      lastPartnerId: lastPartnerIdAfter(lastPartnerId, result, command),
    }),
    dialog: result.dialog === 'keep' ? state.dialog : result.dialog,
  };
}

/** Whether something stands below the card of a batch; what goes on with the batch counts as its own. */
function batchCardAfter(
  before: ConversationState['batchCard'],
  { views }: DialogResult,
  command: Command,
): ConversationState['batchCard'] {
  if (before === undefined || views.length === 0) return before;
  const { request } = command.kind === 'do' ? command : {};
  const isItsOwn = request?.kind === 'run-batch' && request.batchId === before.batchId;
  return isItsOwn ? before : { ...before, isBelow: true };
}

/** What "undo" is about: one change, or those of a batch, whichever came last. */
function undoableAfter(before: Undoable, { lastDone, lastBatch }: Undoable): Undoable {
  return lastDone === undefined && lastBatch === undefined ? before : { lastDone, lastBatch };
}

/** What was linked last, or given; after an undo what the person linked before it. */
function lastPartnerIdAfter(
  before: ConversationState['lastPartnerId'],
  result: DialogResult,
  command: Command,
): ConversationState['lastPartnerId'] {
  if (result.lastPartnerId === null) return undefined;
  return result.lastPartnerId ?? givenIn(command, result) ?? before;
}

/** What can be taken along of what was shown last: what is explained, or handed out as a file, changes nothing of it. */
function shownAfter(
  before: ConversationState['shownLast'],
  command: Command,
): ConversationState['shownLast'] {
  if (command.kind === 'history') return { of: 'history' };
  if (command.kind !== 'do') return before;
  const { request } = command;
  if (request.kind !== 'prove' && request.kind !== 'show') return undefined;
  const { tenantId, named } = request;
  const where = {
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(named === undefined ? {} : { named }),
  };
  return { of: request.kind === 'prove' ? request.of : 'links', ...where };
}

function actionOf({ kind }: Request): ConversationState['lastAction'] {
  return kind === 'link' || kind === 'unlink' || kind === 'show' || kind === 'check-access'
    ? kind
    : undefined;
}

/** Who says that they are the customer stays one until they say otherwise; who only asked like one, until they do something. */
function audienceAfter(
  before: ConversationState['audience'],
  command: Command,
): ConversationState['audience'] {
  if (command.kind === 'audience') return command.audience === 'customer' ? 'customer' : undefined;
  if (command.isPartners === true) return undefined;
  if (command.kind === 'explain' && command.isCustomers === true) return before ?? 'questions';
  return before === 'questions' && command.kind === 'do' ? undefined : before;
}

/** A language that was asked for stays until another one is; one that is only written in, until another one is. */
function languageAfter(
  { language: before, isLanguageWanted }: ConversationState,
  { wantedLanguage, language }: Command,
): Pick<ConversationState, 'language' | 'isLanguageWanted'> {
  if (wantedLanguage !== undefined) return { language: wantedLanguage, isLanguageWanted: true };
  if (isLanguageWanted === true || language === undefined) return { language: before };
  return { language };
}

/**
 * The PartnerID that the person has given: it is offered again, whatever comes between. Not while it is asked whether it
 * is right: what is offered again is not asked about once more.
 */
function givenIn(command: Command, { dialog }: DialogResult): ConversationState['lastPartnerId'] {
  if (dialog !== 'keep' && dialog.kind === 'checking-partner-id') return undefined;
  return command.kind === 'do' && command.request.kind === 'link' ? command.request.partnerId : undefined;
}

/** Without the fields that are undefined. */
function defined(fields: Partial<ConversationState>): Partial<ConversationState> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]: [string, unknown]) => value !== undefined),
  );
}
