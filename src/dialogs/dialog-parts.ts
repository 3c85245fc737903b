import type { Files } from '../files/files';
import type { Uploads } from '../files/upload';
import type { CompanyPartnerId } from '../model/person';
import type { Clock } from '../model/clock';
import type { Knowledge } from '../knowledge/load-knowledge';
import type { Label } from '../model/label';
import type { Language } from '../model/language';
import type { Person } from '../model/person';
import type { AccessCheck } from '../pal/access';
import type { Pal } from '../pal/pal';
import type { RecordStore } from '../storage/record-store';
import type { Understanding } from '../understanding/understand';
import type { Explainer } from './explain';
import type { LimitWords } from './limits';
import type { PlaceWords } from './place-words';
import type { SignInService } from './context';

/** What the dialogs are built from. */
export interface DialogParts {
  readonly pal: Pal;
  readonly access: AccessCheck;
  readonly signInService: SignInService;
  readonly speaking: Readonly<Record<Language, Speaking>>;
  readonly store: RecordStore;
  /** The words around the names of directories. */
  readonly placeWords: PlaceWords;
  /** The words that tell what the bot can't do. */
  readonly limitWords: LimitWords;
  /**
   * `isAnswer`: the bot has just asked something, so that only what stands in the text itself counts. `locale`: the language
   * of the chat, for messages that don't show their own.
   */
  readonly understand: (text: string, isAnswer: boolean, locale?: string) => Promise<Understanding>;
  readonly files: Files;
  readonly uploads: Uploads;
  readonly clock: Clock;
  /** Told when a person was forgotten, so that what is loaded of them in memory goes too. */
  readonly onForgotten: (person: Person) => void;
  /** Whether Teams can be asked to sign people in silently. */
  readonly hasSilentSignIn: boolean;
  /** How long a silent sign-in may stay without an answer. */
  readonly patienceMs: number;
  /** Leads from a group to the chat with the bot alone; empty when the bot has no address there. */
  readonly personalChatUrl: string;
  /** The company's own PartnerIDs; empty where nobody has set them. */
  readonly company: readonly CompanyPartnerId[];
  /** The bot's page for a customer's administrator. */
  readonly customersUrl: string;
}

/** What the dialogs say in one language besides cards. */
export interface Speaking {
  readonly knowledge: Knowledge;
  readonly explainer: Explainer;
  /** What a command is called on a button, by its label. */
  readonly buttons: ReadonlyMap<Label, string>;
}
