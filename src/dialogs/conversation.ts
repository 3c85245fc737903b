import { companyOf } from '../model/person';
import { languageOf } from '../model/language';
import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import type { DialogContext } from './context';
import type { DialogParts } from './dialog-parts';
import { Overviews } from './overviews';
import { SameAgain } from './same-again';
import { signedInLately } from './sign-in';
import type { ConversationState } from './state';
import { KeyedQueue, loadState, saveState, troubleOf, troubleView } from './state-store';
import type { LoadedState } from './state-store';
import type { Reply, Turn } from './turn';

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

  constructor(readonly parts: DialogParts) {}

  /** Waits for the conversation's earlier turns, loads its state and does the work. */
  inTurn(turn: Turn, work: (at: Loaded) => Promise<Reply[]>): Promise<Reply[]> {
    return this.queue.run(turn.conversationKey, async () => {
      const loaded = await loadState(this.parts.store, turn.conversationKey, this.parts.clock.now());
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
  save({ turn, loaded }: Loaded, change: (state: ConversationState) => ConversationState): Promise<boolean> {
    return saveState(this.parts.store, turn.conversationKey, loaded, change, this.parts.clock.now());
  }

  /** What a dialog has at hand in this turn. */
  context({ turn, loaded: { state } }: Loaded): DialogContext {
    const { parts } = this;
    const now = parts.clock.now();
    const { knowledge, buttons, explainer } = parts.speaking[languageOf(turn.locale)];
    return {
      asker: turn,
      pal: parts.pal,
      access: parts.access,
      signInService: parts.signInService,
      isPersonal: turn.isPersonal,
      maySignInSilently: parts.hasSilentSignIn && turn.isPersonal,
      personalChatUrl: parts.personalChatUrl,
      customersUrl: parts.customersUrl,
      company: companyOf(parts.company, turn.person),
      now,
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
      hasChanged: state.lastDone !== undefined,
      seenDirectories: state.seenDirectories,
      isCustomer: state.audience === 'customer',
    };
  }

  /** The person's directories that are remembered; where nothing is and it `mayAsk`, those that ARM lists. */
  async knownDirectories(turn: Turn, mayAsk: boolean): Promise<readonly Directory[]> {
    const { pal, signInService } = this.parts;
    const remembered = pal.rememberedDirectories(turn.person);
    if (remembered.length > 0 || !mayAsk || !(await signInService.isSignedIn(turn.person))) return remembered;
    const listed = await pal.directories(turn);
    return listed.kind === 'ok' ? listed.value : [];
  }

  /** The name of a directory if it is known without a sign-in; else empty. */
  async directoryName(turn: Turn, tenantId: TenantId): Promise<string> {
    const known = await this.knownDirectories(turn, true);
    return known.find((one) => one.tenantId === tenantId)?.name ?? '';
  }
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
