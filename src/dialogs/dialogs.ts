import type { View } from '../cards/view';
import type { Directory } from '../model/directory';
import type { OperationId, TenantId } from '../model/identifiers';
import { languageOf } from '../model/language';
import type { Problem } from '../model/problem';
import { answerHeard } from './answer-heard';
import { resumeDialog } from './change';
import type { Heard } from './heard';
import { hearPress, OLD_CARD } from './hear-press';
import type { DialogParts } from './dialog-parts';
import type { Press } from './hear-press';
import { hearText } from './hear-text';
import { isAboutSomethingElse, resumedIn } from './interrupted';
import { inPlace } from './in-place';
import { KeyedQueue } from './keyed-queue';
import { atHome } from './locate';
import { problemView, signInStep } from './obstacle';
import { readText } from './read-text';
import { nextState } from './next-state';
import { onlyOwn } from './only-own';
import { pressedCard } from './pressed-card';
import type { PressedOn, PressReplies } from './pressed-card';
import { inPlaceOf, said, told } from './replies';
import { loadState, saveState } from './held-state';
import type { HeldState } from './held-state';
import type { ConversationState, DialogState, SigningIn } from './state';
import type { Step, Talk } from './talk';
import { summed } from './delivered';
import type { Delivered, Message, Reply, Turn } from './turn';
import { isAwaited, isForgotten, openSignInOf, signedInLately } from './waiting-sign-in';
import { needsNoState, troubleOf, troubleView } from './without-state';

/** What a search for explanations gives. */
interface Searched {
  readonly found: readonly { title: string; text: string; view: View }[];
  /** What to say when nothing was found. */
  readonly nothingFound: string;
}

/** The conversations: what people say and press goes in, what the bot says comes out. */
export class Dialogs {
  private readonly queue = new KeyedQueue();

  constructor(private readonly parts: DialogParts) {}

  /** Answers a message. */
  onText(turn: Turn, { text, mentionsOthers }: Message): Promise<Reply[]> {
    return this.inTurn(turn, async (held) => {
      const { understand, placeWords } = this.parts;
      const isChoosing = held.state.dialog.kind === 'choosing-directory';
      const directories = (mayAsk: boolean): Promise<readonly Directory[]> =>
        this.knownDirectories(turn, mayAsk);
      const reader = { understand, placeWords, isChoosing, directories };
      const read = await readText(reader, text, isAsking(held.state));
      const heard = hearText(held.state, read, turn.person, placeWords);
      return this.respondWithNews(turn, held, mentionsOthers ? onlyOwn(heard, turn.correlationId) : heard);
    });
  }

  /** Answers a press; what the client says about the pressed message is a hint. */
  async onPress(turn: Turn, press: Press, on: PressedOn): Promise<PressReplies> {
    let card = on.activityId;
    const replies = await this.inTurn(turn, async (held) => {
      const pressed = pressedCard(held.state, press, on);
      ({ card } = pressed);
      const heard = pressed.isOutdated ? OLD_CARD : hearPress(held.state, press);
      return this.respondWithNews(turn, held, heard, card);
    });
    return { replies, card };
  }

  /** Greets, once, when the bot is installed: a person by name, a group in a few words. */
  onInstalled({ isPersonal, person }: Turn): Reply[] {
    const view: View = isPersonal
      ? { name: 'welcome', data: { displayName: person.displayName } }
      : { name: 'introduction', data: { url: this.parts.personalChatUrl } };
    return [{ kind: 'say', view }];
  }

  /** Answers somebody who calls the bot and says nothing else: a person gets help, a group a few words. */
  onCalled(turn: Turn): Reply[] {
    return turn.isPersonal ? [{ kind: 'say', view: { name: 'help', data: {} } }] : this.onInstalled(turn);
  }

  /** Answers a picture, a file or a card without a word. What is open stays open. */
  onWordless(): Reply[] {
    return [{ kind: 'say', view: { name: 'wordless', data: {} } }];
  }

  /** What can be dropped into a chat with a customer: the concerns that fit the words, all of them for none. */
  onSearch(turn: Turn, words: string): Searched {
    const { knowledge } = this.parts.speaking[languageOf(turn.locale)];
    const found = knowledge.search(words).map(({ concern, title, text, sources }) => ({
      title: concern,
      text: title,
      view: { name: 'customer-card', data: { title, text, sources } } as const,
    }));
    return { found, nothingFound: knowledge.nothingFound };
  }

  /**
   * Goes on with what waited for the sign-in. `signedInto`: the person came back from the page of that directory;
   * without it, Teams did it silently, and nothing is said when nothing waited for that.
   */
  onSignedIn(turn: Turn, signedInto?: TenantId): Promise<Reply[]> {
    return this.inTurn(turn, async (held) => {
      const { dialog, openCard } = held.state;
      this.parts.pal.forget(turn.person);
      // What waited for it can't be known, and nobody is left without a word.
      if (isCutOff(held)) return troubled(turn, held.trouble);
      const signedIn: View = { name: 'signed-in', data: { account: turn.person.displayName } };
      const isSilent = signedInto === undefined;
      const after = (state: ConversationState): ConversationState =>
        isSilent ? state : this.signedIn(state, signedInto);
      if (!isAwaited(dialog, signedInto)) {
        if (isSilent) return [];
        await this.save(turn, held, after);
        return [{ kind: 'say', view: signedIn }];
      }
      const resting = (state: ConversationState): ConversationState => atRest(after(state));
      if (dialog.request.kind === 'sign-in') {
        await this.save(turn, held, resting);
        return [inPlaceOf(openCard, signedIn)];
      }
      const { tenantId, reason } = dialog;
      const heard = { kind: 'do', request: dialog.request } as const;
      const talk = { ...this.talk(turn, held.state), justSignedIn: { tenantId, reason, isSilent } };
      const step = await answerHeard(talk, resting(held.state), heard);
      const isKept = await this.save(turn, held, (state) => nextState(resting(state), step, heard));
      if (!isKept && step.dialog.kind !== 'idle') return troubled(turn, 'away');
      if (openCard === undefined) return said(step);
      // Of a silent sign-in there is no card yet: what was pressed says that it is under way, and shows the result.
      if (dialog.isSilent) return inPlace(openCard, said(step));
      return [inPlaceOf(openCard, signedIn), ...said(step)];
    });
  }

  /**
   * The silent sign-in came to nothing, or nobody answers it: the same with a button to press, once. Says nothing when
   * the conversation has gone on since, or waits for another sign-in than `attemptId`.
   */
  onSilenceBroken(turn: Turn, attemptId?: OperationId): Promise<Reply[]> {
    return this.inTurn(turn, async (held) => {
      const { dialog, openCard } = held.state;
      if (dialog.kind !== 'signing-in' || !dialog.isSilent) return [];
      if (attemptId !== undefined && attemptId !== dialog.attemptId) return [];
      const isStill = (state: ConversationState): boolean =>
        state.dialog.kind === 'signing-in' && state.dialog.attemptId === dialog.attemptId;
      const step = await this.withButton(turn, held.state, dialog);
      await this.save(turn, held, (state) => (isStill(state) ? { ...state, dialog: step.dialog } : state));
      return openCard === undefined ? said(step) : inPlace(openCard, said(step));
    });
  }

  /** Says why a sign-in did not work; what waits for it goes on waiting, for the next try. */
  onSignInFailed(turn: Turn, tenantId: TenantId, problem: Problem): Promise<Reply[]> {
    return this.inTurn(turn, async (held) => {
      const { dialog, openCard } = held.state;
      const talk = this.talk(turn, held.state);
      const isWaiting = dialog.kind === 'signing-in' && dialog.tenantId === tenantId;
      const request = isWaiting ? dialog.request : ({ kind: 'sign-in' } as const);
      const view = problemView(talk, problem, {
        ...atHome(talk, request),
        tenantId,
        directoryName: await this.directoryName(talk, tenantId),
      });
      const failed = isWaiting ? { dialog: { ...dialog, isSilent: false, hasFailed: true } } : {};
      await this.save(turn, held, (state) => ({ ...state, tryAgain: request, ...failed }));
      return [isWaiting ? { ...inPlaceOf(openCard, view), isOpen: true } : { kind: 'say', view }];
    });
  }

  /** Says what came of an operation that a process was interrupted in, or asks for the sign-in to find that out. */
  onInterrupted(turn: Turn, operationId: OperationId): Promise<Reply[]> {
    return this.inTurn(turn, async (held) => {
      const { state } = held;
      const isBusy = isAboutSomethingElse(state.dialog, operationId);
      const step = await resumeDialog(this.talk(turn, state), operationId, isBusy);
      if (isBusy) return told(step);
      const heard = { kind: 'do', request: { kind: 'execute', operationId } } as const;
      await this.save(turn, held, (current) =>
        nextState({ ...current, dialog: { kind: 'idle' } }, step, heard),
      );
      return resumedIn(state, step, said(step));
    });
  }

  /**
   * Takes in what became of the replies: which message shows the card of the open dialog, which outcome the person was
   * told, and which they still have to be. Gives what has to be put right.
   */
  async delivered(turn: Turn, delivered: readonly Delivered[]): Promise<Reply[]> {
    const { told: toldOf, untold, open } = summed(delivered);
    for (const operationId of toldOf) await this.parts.pal.told(operationId);
    if (untold === undefined && open === undefined) return [];
    return this.inTurn(turn, async (held) => {
      const noted = (state: ConversationState): ConversationState => ({
        ...state,
        ...(untold === undefined ? {} : { untold }),
        ...(open === undefined || state.dialog.kind === 'idle' ? {} : { openCard: open.shownAt }),
      });
      await this.save(turn, held, noted);
      // While the card was on its way, its sign-in went through another client.
      const isOver = open?.reply.view.name === 'sign-in' && held.state.dialog.kind !== 'signing-in';
      const view: View = { name: 'signed-in', data: { account: turn.person.displayName } };
      return open !== undefined && isOver ? [{ kind: 'rewrite', activityId: open.shownAt, view }] : [];
    });
  }

  /** The answer, and behind it what could not be delivered before. */
  private async respondWithNews(turn: Turn, held: HeldState, heard: Heard, card?: string): Promise<Reply[]> {
    const { untold } = held.state;
    if (untold === undefined) return this.respond(turn, held, heard, card);
    const news = (await this.parts.pal.isUntold(untold))
      ? told(await resumeDialog(this.talk(turn, held.state), untold, true))
      : [];
    const replies = await this.respond(turn, held, heard, card);
    await this.save(turn, held, ({ untold: _, ...rest }) => rest);
    // A press on its card has the outcome for an answer.
    return replies.some(({ tells }) => tells === untold) ? replies : [...replies, ...news];
  }

  /** Without what is remembered only those are answered that need none of it. */
  private respond(turn: Turn, held: HeldState, heard: Heard, card?: string): Promise<Reply[]> {
    return isCutOff(held) && !needsNoState(heard)
      ? Promise.resolve(troubled(turn, held.trouble))
      : this.answer(turn, held, heard, card);
  }

  /** `card`: the message whose card was pressed, if one was. */
  private async answer(turn: Turn, held: HeldState, heard: Heard, card?: string): Promise<Reply[]> {
    const { state } = held;
    const talk = this.talkAbout(turn, state, heard);
    const step = await answerHeard(talk, state, heard);
    if (step.forgets === true) return this.forgotten(turn, step);
    const next = nextState(state, step, heard);
    const { dialog, openCard } = state;
    if (next.dialog === dialog && isForgotten(dialog, talk.now, this.parts.patienceMs)) {
      const late = await this.withButton(turn, state, dialog);
      await this.save(turn, held, (current) => ({ ...nextState(current, step, heard), dialog: late.dialog }));
      return [...told(step), ...(openCard === undefined ? said(late) : inPlace(openCard, said(late)))];
    }
    const isKept = await this.save(turn, held, (current) => nextState(current, step, heard));
    // What begins here could not go on: nothing was changed yet. What is over has been said truly, kept or not.
    if (!isKept && step.dialog.kind !== 'idle') return troubled(turn, held.trouble ?? 'away');

    if (openCard !== undefined && openCard === next.openCard) return told(step);
    if (openCard === card || next.dialog === dialog || saysWhySignInFailed(dialog)) return said(step);
    return [...said(step), ...(await this.closing(turn, state, heard, step))];
  }

  /**
   * Says on the card of a dialog that is over that it is. "Nothing was changed by this card" is said of no operation
   * that was begun, by whichever instance.
   */
  private async closing(turn: Turn, state: ConversationState, heard: Heard, step: Step): Promise<Reply[]> {
    const { dialog, openCard } = state;
    const isBegun = dialog.kind === 'confirming' && (await this.parts.pal.wasBegun(turn, dialog.operationId));
    if (openCard === undefined || isBegun) return [];
    const isCancelled = heard.kind === 'cancel' && step.views.some(({ name }) => name === 'cancelled');
    const view: View = { name: isCancelled ? 'cancelled' : 'superseded', data: {} };
    return [{ kind: 'rewrite', activityId: openCard, view }];
  }

  /** Nothing of this turn is stored: neither where the conversation stands nor which card is open. */
  private forgotten(turn: Turn, step: Step): Reply[] {
    this.parts.onForgotten(turn.person);
    return said(step);
  }

  private talkAbout(turn: Turn, state: ConversationState, heard: Heard): Talk {
    const openSignIn = openSignInOf(state, heard, this.parts.clock.now());
    return {
      ...this.talk(turn, state),
      ...(openSignIn === undefined ? {} : { openSignIn }),
    };
  }

  private talk(turn: Turn, state: ConversationState): Talk {
    const now = this.parts.clock.now();
    const lately = signedInLately(state, now);
    const { knowledge, buttons, explainer } = this.parts.speaking[languageOf(turn.locale)];
    return {
      asker: turn,
      pal: this.parts.pal,
      desk: this.parts.desk,
      isPersonal: turn.isPersonal,
      maySignInSilently: this.parts.hasSilentSignIn && turn.isPersonal,
      personalChatUrl: this.parts.personalChatUrl,
      now,
      knowledge,
      explainer,
      placeWords: this.parts.placeWords,
      titleOf: (label) => knowledge.entry(label)?.question ?? buttons.get(label),
      ...(state.workingTenantId === undefined ? {} : { workingTenantId: state.workingTenantId }),
      ...(lately === undefined ? {} : { signedInLately: lately }),
      ...(state.lastPartnerId === undefined ? {} : { lastPartnerId: state.lastPartnerId }),
    };
  }

  /** The sign-in that was tried silently, now with a button to press. */
  private async withButton(turn: Turn, state: ConversationState, dialog: SigningIn): Promise<Step> {
    const { tenantId, request, reason } = dialog;
    const talk = { ...this.talk(turn, state), maySignInSilently: false };
    const directoryName = await this.directoryName(talk, tenantId);
    const step = await signInStep(talk, { reason }, { ...atHome(talk, request), tenantId, directoryName });
    return request.kind === 'execute' ? { ...step, tells: request.operationId } : step;
  }

  private signedIn(state: ConversationState, tenantId: TenantId): ConversationState {
    return { ...state, lastSignIn: { tenantId, at: this.parts.clock.now().toISOString() } };
  }

  /** The person's directories that are remembered; where nothing is and it `mayAsk`, those that ARM lists. */
  private async knownDirectories(turn: Turn, mayAsk: boolean): Promise<readonly Directory[]> {
    const remembered = this.parts.pal.rememberedDirectories(turn.person);
    if (remembered.length > 0 || !mayAsk || !(await this.parts.desk.isSignedIn(turn.person)))
      return remembered;
    const listed = await this.parts.pal.directories(turn);
    return listed.kind === 'ok' ? listed.value : [];
  }

  /** The name of a directory if it is known without asking anybody; else empty. */
  private async directoryName(talk: Talk, tenantId: TenantId): Promise<string> {
    if (!(await this.parts.desk.isSignedIn(talk.asker.person))) return '';
    const listed = await this.parts.pal.directories(talk.asker);
    if (listed.kind !== 'ok') return '';
    return listed.value.find((one) => one.tenantId === tenantId)?.name ?? '';
  }

  private inTurn(turn: Turn, work: (held: HeldState) => Promise<Reply[]>): Promise<Reply[]> {
    return this.queue.run(turn.conversationKey, async () => {
      const held = await loadState(this.parts.store, turn.conversationKey, this.parts.clock.now());
      try {
        const replies = await work(held);
        return held.trouble === 'set-aside' ? [...replies, ...troubled(turn, held.trouble)] : replies;
      } catch (error) {
        const trouble = troubleOf(error);
        if (trouble === undefined) throw error;
        return troubled(turn, trouble);
      }
    });
  }

  /** False when it could not be kept. */
  private save(
    turn: Turn,
    held: HeldState,
    change: (state: ConversationState) => ConversationState,
  ): Promise<boolean> {
    return saveState(this.parts.store, turn.conversationKey, held, change, this.parts.clock.now());
  }
}

/** Whether what is remembered of the conversation can be neither read nor written. */
function isCutOff(held: HeldState): held is HeldState & { readonly trouble: 'away' | 'newer' } {
  return held.trouble === 'away' || held.trouble === 'newer';
}

function troubled(turn: Turn, trouble: NonNullable<HeldState['trouble']>): Reply[] {
  return [{ kind: 'say', view: troubleView(trouble, turn.correlationId) }];
}

/** Nothing is open any more. */
function atRest({ openCard: _, ...rest }: ConversationState): ConversationState {
  return { ...rest, dialog: { kind: 'idle' } };
}

/** Whether the bot waits for a PartnerID, a directory, or a yes. */
function isAsking({ dialog }: ConversationState): boolean {
  return dialog.kind !== 'idle' && dialog.kind !== 'signing-in';
}

/** Such a card stays when others come: it may hold the address that the person has yet to pass on. */
function saysWhySignInFailed(dialog: DialogState): boolean {
  return dialog.kind === 'signing-in' && dialog.hasFailed;
}
