import type { View } from '../cards/view';
import type { BatchId, OperationId, TenantId } from '../model/identifiers';
import { languageOf } from '../model/language';
import type { Problem } from '../model/problem';
import { answerCommand, goOnFromCard } from './answer';
import { onlyOwn, ruleOf } from './command';
import type { Command } from './command';
import { commandOfPress, OLD_CARD } from './command-of-press';
import type { Press } from './command-of-press';
import { commandOfText } from './command-of-text';
import type { Loaded } from './conversation';
import { Conversations } from './conversation';
import { summed } from './replies';
import type { DialogParts } from './context';
import type { PressReplies, PressedOn } from './pressed-card';
import { isStep, pressedCard, requestOfPress, withRequest } from './pressed-card';
import type { SignInWish } from './problem';
import { readText } from './read-text';
import { commandOfTitle } from './typed-title';
import { goOnWithBatch, goOnSignedIn, goOnWithButton, sayWhyNotSignedIn, reportInterrupted } from './resume';
import { readGoesOn } from './sign-in';
import type { ConversationState } from './state';
import type { FileConsent } from './take-along';
import { answerFileConsent } from './take-along';
import type { Delivered, Message, Reply, Turn } from './turn';

/** What a search for explanations gives. */
interface Searched {
  readonly found: readonly { title: string; text: string; view: View }[];
  /** What to say when nothing was found. */
  readonly nothingFound: string;
}

/** The conversations: what people say and press goes in, what the bot says comes out. */
export class Dialogs {
  private readonly conversations: Conversations;

  constructor(private readonly parts: DialogParts) {
    this.conversations = new Conversations(parts);
  }

  /** Answers a message. */
  onText(turn: Turn, { text, mentionsOthers }: Message): Promise<Reply[]> {
    const { conversations } = this;
    return conversations.inTurn(turn, async (at) => {
      const { placeWords } = this.parts;
      const { state } = at.loaded;
      const locale = state.language ?? languageOf(turn.locale);
      const understand = (words: string, isAnswer: boolean) => this.parts.understand(words, isAnswer, locale);
      const isChoosing = state.dialog.kind === 'choosing-directory';
      const isConfirming = ['confirming', 'confirming-batch', 'choosing-many'].includes(state.dialog.kind);
      const directories = (mayAsk: boolean) => conversations.knownDirectories(turn, mayAsk);
      const reader = { understand, placeWords, isChoosing, isConfirming, directories };
      const button = conversations.shown.titled(turn, state, text);
      const command =
        (button && (await commandOfTitle(state, button, () => understand(text, false)))) ??
        commandOfText(
          state,
          await readText(reader, text, isAsking(state)),
          turn.person,
          placeWords,
          languageOf(turn.locale),
        );
      const allowed = mentionsOthers ? onlyOwn(command, turn.correlationId) : command;
      const replies = await inLanguageOf(at, allowed, (spoken) =>
        answerCommand(conversations, spoken, allowed),
      );
      return conversations.sameAgain.shorter(turn, withRequest(replies, text), false);
    });
  }

  /** Answers a press; what the client says about the pressed message is a hint. */
  async onPress(turn: Turn, press: Press, on: PressedOn): Promise<PressReplies> {
    let card = on.activityId;
    let isInPlace = isStep(press.verb);
    const replies = await this.conversations.inTurn(turn, async (at) => {
      const { state } = at.loaded;
      const pressed = pressedCard(state, press, on);
      ({ card } = pressed);
      const command = pressed.isOutdated ? OLD_CARD : commandOfPress(state, press);
      // What is answered in passing leaves the open card to be gone on with.
      isInPlace ||= card !== undefined && card === state.openCard && !ruleOf(command).keepsDialog;
      const answers = await inLanguageOf(at, command, (spoken) =>
        answerCommand(this.conversations, spoken, command, { card }),
      );
      const { buttons } = this.parts.speaking[languageOf(turn.locale)];
      const carried = withRequest(answers, requestOfPress(press, buttons));
      // What leads out of a group takes no card from the others there.
      if (carried.some(({ view }) => view.name === 'go-personal')) isInPlace = false;
      return this.conversations.sameAgain.shorter(turn, carried, isInPlace);
    });
    return { replies, card, isInPlace };
  }

  /** Greets, once, when the bot is installed: a person by name, a group in a few words. */
  onInstalled({ isPersonal, person }: Turn): Reply[] {
    const view: View = isPersonal
      ? { name: 'welcome', data: { displayName: person.displayName } }
      : { name: 'introduction', data: { url: this.parts.personalChatUrl, isAsked: false } };
    return [{ kind: 'say', view }];
  }

  /** Answers somebody who calls the bot and says nothing else: a person gets help, a group a few words. */
  onCalled(turn: Turn): Reply[] {
    const help: Reply = { kind: 'say', view: { name: 'help', data: {} } };
    const replies = turn.isPersonal ? [help] : this.onInstalled(turn);
    return this.conversations.sameAgain.shorter(turn, replies, false);
  }

  /** Answers a picture, a file or a card without a word. What is open stays open. */
  onWordless(turn: Turn): Reply[] {
    const wordless: Reply = { kind: 'say', view: { name: 'wordless', data: {} } };
    return this.conversations.sameAgain.shorter(turn, [wordless], false);
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

  /** Hands out a file that the person has accepted, or another way to it; asks nothing of the conversation. */
  onFileConsent(turn: Turn, consent: FileConsent): Promise<Reply[]> {
    return answerFileConsent(this.parts, turn, consent);
  }

  /**
   * Goes on with what waited for the sign-in. `signedInto`: the person came back from the page of that directory;
   * without it, Teams did it silently, and nothing is said when nothing waited for that. `goesOn`: see sign-in.ts.
   */
  onSignedIn(turn: Turn, signedInto?: TenantId, goesOn?: string): Promise<Reply[]> {
    const wish = goesOn === undefined ? undefined : readGoesOn(goesOn);
    return this.goOn(turn, (at) =>
      wish === undefined || signedInto === undefined
        ? goOnSignedIn(this.conversations, at, signedInto)
        : goOnFromCard(this.conversations, at, { tenantId: signedInto, ...wish }),
    );
  }

  /**
   * The silent sign-in came to nothing, or nobody answers it: the same with a button to press, once. Says nothing when
   * the conversation has gone on since, or waits for another sign-in than `attemptId`.
   */
  onSilenceBroken(turn: Turn, attemptId?: OperationId): Promise<Reply[]> {
    return this.goOn(turn, (at) => goOnWithButton(this.conversations, at, attemptId));
  }

  /** Says why a sign-in did not work; what waits for it goes on waiting, for the next try, which wants the same. */
  onSignInFailed(turn: Turn, tenantId: TenantId, problem: Problem, wish: SignInWish): Promise<Reply[]> {
    return this.goOn(turn, (at) => sayWhyNotSignedIn(this.conversations, at, tenantId, problem, wish));
  }

  /** Says what came of an operation that a process was interrupted in, or asks for the sign-in to find that out. */
  onInterrupted(turn: Turn, operationId: OperationId): Promise<Reply[]> {
    return this.goOn(turn, (at) => reportInterrupted(this.conversations, at, operationId));
  }

  /** Goes on with a batch that a process was interrupted in, and says what came of it. */
  onBatchInterrupted(turn: Turn, batchId: BatchId): Promise<Reply[]> {
    return this.goOn(turn, (at) => goOnWithBatch(this.conversations, at, batchId));
  }

  /** Goes on without a word of the person, in the language that they have written in. */
  private goOn(turn: Turn, work: (at: Loaded) => Promise<Reply[]>): Promise<Reply[]> {
    return this.conversations.inTurn(turn, (at) => inLanguageOf(at, {}, work));
  }

  /**
   * Takes in what became of the replies: which message shows the card of the open dialog, which outcome the person was
   * told, and which they still have to be. Gives what has to be put right.
   */
  async delivered(turn: Turn, delivered: readonly Delivered[]): Promise<Reply[]> {
    this.conversations.sameAgain.delivered(turn, delivered);
    this.conversations.shown.delivered(turn, delivered);
    const { acknowledged, undelivered, open, batch } = summed(delivered);
    for (const operationId of acknowledged) await this.parts.pal.acknowledge(operationId);
    if (undelivered === undefined && open === undefined && batch === undefined) return [];
    // While the card was on its way, its sign-in may have gone through another client: that is looked at.
    const isSignIn = open?.reply.view.name === 'sign-in';
    const note = async (at: Loaded): Promise<Reply[]> => {
      const noted = (state: ConversationState): ConversationState => ({
        ...state,
        ...(undelivered === undefined ? {} : { undelivered }),
        ...(open === undefined || state.dialog.kind === 'idle' ? {} : { openCard: open.shownAt }),
        // How far it is changes nothing of where its card stands.
        ...(batch === undefined || batch.card === state.batchCard?.card ? {} : { batchCard: batch }),
      });
      await this.conversations.save(at, noted);
      const isOver = isSignIn && at.loaded.state.dialog.kind !== 'signing-in';
      const view: View = {
        name: 'signed-in',
        data: { account: turn.person.displayName, goesOn: false },
      };
      return open !== undefined && isOver ? [{ kind: 'rewrite', activityId: open.shownAt, view }] : [];
    };
    return this.conversations.inTurn(turn, note, !isSignIn);
  }
}

/** Answers in the language that the person asked for, else in that of the message, else in that of the chat. */
async function inLanguageOf(
  at: Loaded,
  { language, wantedLanguage }: Pick<Command, 'language' | 'wantedLanguage'>,
  answer: (at: Loaded) => Promise<Reply[]>,
): Promise<Reply[]> {
  const { state } = at.loaded;
  const isUnsure = state.isLanguageWanted === true || language === undefined;
  const locale = wantedLanguage ?? (isUnsure ? state.language : language);
  if (locale === undefined || locale === languageOf(at.turn.locale)) return answer(at);
  const replies = await answer({ ...at, turn: { ...at.turn, locale } });
  return replies.map((reply) => ({ ...reply, locale }));
}

/** Whether the bot waits for a PartnerID, a directory, or a yes. */
function isAsking({ dialog }: ConversationState): boolean {
  return dialog.kind !== 'idle' && dialog.kind !== 'signing-in';
}
