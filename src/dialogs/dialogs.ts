import type { View } from '../cards/view';
import type { Clock } from '../model/clock';
import type { Knowledge } from '../knowledge/load-knowledge';
import type { Placeholders } from '../knowledge/placeholders';
import type { TenantId } from '../model/identifiers';
import type { Label } from '../model/label';
import { languageOf } from '../model/language';
import type { Language } from '../model/language';
import type { Problem } from '../model/problem';
import type { Pal } from '../pal/pal';
import type { RecordStore } from '../storage/record-store';
import type { Understanding } from '../understanding/understand';
import { answerHeard } from './answer-heard';
import type { Heard } from './heard';
import { hearPress } from './hear-press';
import type { Press } from './hear-press';
import { hearText } from './hear-text';
import { KeyedQueue } from './keyed-queue';
import { atHome } from './locate';
import { problemView, signInStep } from './obstacle';
import { nextState } from './next-state';
import { loadState, saveState } from './state';
import type { ConversationState, HeldState } from './state';
import type { SignInDesk, Step, Talk } from './talk';
import type { Reply, Turn } from './turn';

/** What the dialogs are built from. */
export interface DialogParts {
  readonly pal: Pal;
  readonly desk: SignInDesk;
  readonly speaking: Readonly<Record<Language, Speaking>>;
  readonly store: RecordStore;
  readonly understand: (text: string) => Understanding;
  readonly clock: Clock;
}

/** What the dialogs say in one language besides cards. */
export interface Speaking {
  readonly knowledge: Knowledge;
  readonly placeholders: Placeholders;
  /** What a command is called on a button, by its label. */
  readonly buttons: ReadonlyMap<Label, string>;
}

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
  onText(turn: Turn, text: string): Promise<Reply[]> {
    return this.inTurn(turn, async (held) => {
      const heard = hearText(held.state, this.parts.understand(text), text, turn.person);
      return this.answer(turn, held, heard);
    });
  }

  /** Answers a press on the card of the message `activityId`. */
  onPress(turn: Turn, press: Press, activityId: string | undefined): Promise<Reply[]> {
    return this.inTurn(turn, async (held) =>
      this.answer(turn, held, hearPress(held.state, press), activityId),
    );
  }

  /** Greets, once, when the bot is installed. */
  onInstalled(turn: Turn): Reply[] {
    return [{ kind: 'say', view: { name: 'welcome', data: { displayName: turn.person.displayName } } }];
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

  /** Goes on with what waited for the sign-in: to that directory, or to any if none is named. */
  onSignedIn(turn: Turn, signedInto?: TenantId): Promise<Reply[]> {
    return this.inTurn(turn, async (held) => {
      const { dialog, openCard } = held.state;
      this.parts.pal.forget(turn.person);
      const signedIn: View = { name: 'signed-in', data: { account: turn.person.displayName } };
      const tenantId = dialog.kind === 'signing-in' ? dialog.tenantId : undefined;
      // Nothing waits, or it waits for the sign-in to another directory.
      if (dialog.kind !== 'signing-in' || tenantId === undefined || (signedInto ?? tenantId) !== tenantId) {
        return [{ kind: 'say', view: signedIn }];
      }
      const told: Reply = inPlaceOf(openCard, signedIn);
      const { openCard: _, ...rest } = held.state;
      const resting: ConversationState = { ...rest, dialog: { kind: 'idle' } };
      if (dialog.request.kind === 'sign-in') {
        await this.save(turn, held, resting);
        return [told];
      }
      const heard = { kind: 'do', request: dialog.request } as const;
      const talk = { ...this.talk(turn, held.state), justSignedIn: { tenantId, reason: dialog.reason } };
      const step = await answerHeard(talk, resting, heard);
      await this.save(turn, held, nextState(resting, step, heard));
      return [...(openCard === undefined ? [] : [told]), ...said(step)];
    });
  }

  /**
   * The silent sign-in of the card `activityId` came to nothing, or nobody answers: the same with a button to press.
   * Says nothing when the conversation has gone on since, or when `activityId` is not its card any more.
   */
  onSilenceBroken(turn: Turn, activityId?: string): Promise<Reply[]> {
    return this.inTurn(turn, async (held) => {
      const { dialog, openCard } = held.state;
      if (dialog.kind !== 'signing-in') return [];
      if (activityId !== undefined && activityId !== openCard) return [];
      const talk = this.talk(turn, held.state);
      const { tenantId, request, reason } = dialog;
      const directoryName = await this.directoryName(talk, tenantId);
      const step = signInStep(talk, { reason }, { ...atHome(talk, request), tenantId, directoryName });
      return said(step).map((reply) => ({ ...reply, isInteractive: true }));
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
      await this.save(turn, held, { ...held.state, tryAgain: request });
      return [isWaiting ? { ...inPlaceOf(openCard, view), isOpen: true } : { kind: 'say', view }];
    });
  }

  /** Remembers which message shows the card of the open dialog. */
  async onShown(turn: Turn, activityId: string): Promise<void> {
    await this.inTurn(turn, async (held) => {
      if (held.state.dialog.kind !== 'idle' && held.state.openCard !== activityId) {
        await this.save(turn, held, { ...held.state, openCard: activityId });
      }
      return [];
    });
  }

  private async answer(turn: Turn, held: HeldState, heard: Heard, pressed?: string): Promise<Reply[]> {
    const { state } = held;
    const talk = this.talk(turn, state);
    const step = await answerHeard(talk, state, heard);
    const next = nextState(state, step, heard);
    await this.save(turn, held, next);

    const { openCard } = state;
    const isReplaced = openCard !== undefined && openCard !== pressed && next.dialog !== state.dialog;
    if (!isReplaced) return said(step);
    const view: View =
      heard.kind === 'cancel' ? { name: 'cancelled', data: {} } : { name: 'superseded', data: {} };
    return [...said(step), { kind: 'rewrite', activityId: openCard, view }];
  }

  private talk(turn: Turn, state: ConversationState): Talk {
    const { knowledge, buttons, placeholders } = this.parts.speaking[languageOf(turn.locale)];
    return {
      asker: turn,
      pal: this.parts.pal,
      desk: this.parts.desk,
      knowledge,
      placeholders,
      titleOf: (label) => knowledge.entry(label)?.question ?? buttons.get(label),
      ...(state.workingTenantId === undefined ? {} : { workingTenantId: state.workingTenantId }),
      ...(state.lastPartnerId === undefined ? {} : { lastPartnerId: state.lastPartnerId }),
    };
  }

  /** The name of a directory if it is known without asking anybody; else empty. */
  private async directoryName(talk: Talk, tenantId: TenantId): Promise<string> {
    if (!this.parts.desk.isSignedIn(talk.asker.person)) return '';
    const listed = await this.parts.pal.directories(talk.asker);
    if (listed.kind !== 'ok') return '';
    return listed.value.find((one) => one.tenantId === tenantId)?.name ?? '';
  }

  private inTurn(turn: Turn, work: (held: HeldState) => Promise<Reply[]>): Promise<Reply[]> {
    return this.queue.run(turn.conversationKey, async () =>
      work(await loadState(this.parts.store, turn.conversationKey)),
    );
  }

  private async save(turn: Turn, held: HeldState, state: ConversationState): Promise<void> {
    const { store, clock } = this.parts;
    const isSaved = await saveState(store, turn.conversationKey, { ...held, state }, clock.now());
    if (isSaved) return;
    // Another instance answered this person at the same moment; what was said last counts.
    const newer = await loadState(store, turn.conversationKey);
    await saveState(store, turn.conversationKey, { ...newer, state }, clock.now());
  }
}

/** What a step says; the card of the dialog that it opens comes last. */
function said(step: Step): Reply[] {
  const last = step.dialog.kind === 'idle' ? undefined : step.views.at(-1);
  return step.views.map((view) => ({ kind: 'say', view, ...(view === last ? { isOpen: true } : {}) }));
}

function inPlaceOf(activityId: string | undefined, view: View): Reply {
  return activityId === undefined ? { kind: 'say', view } : { kind: 'rewrite', activityId, view };
}
