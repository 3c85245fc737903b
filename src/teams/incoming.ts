import type { Press } from '../dialogs/command-of-press';
import type { FileConsent } from '../dialogs/take-along';
import type { Message, Turn } from '../dialogs/turn';
import type { ServiceUrl } from '../model/service-url';

/** The one channel that this bot is on, as activities and endorsements name it. */
export const CHANNEL = 'msteams';

/** Somebody who takes part in a conversation, as the channel names them. */
export interface ChannelAccount {
  readonly id: string;
  readonly name?: string | undefined;
  readonly aadObjectId?: string | undefined;
}

/** Where something can be said. The records keep it in this form. */
export interface Place {
  readonly channelId: 'msteams';
  /** Checked: where the answer, and with it the bot's token, may go. */
  readonly serviceUrl: ServiceUrl;
  readonly conversation: {
    readonly id: string;
    readonly name?: string | undefined;
    readonly tenantId?: string | undefined;
    readonly conversationType?: string | undefined;
    readonly isGroup?: boolean | undefined;
  };
  readonly user: ChannelAccount;
  readonly bot: ChannelAccount;
  readonly locale?: string | undefined;
}

/** Whether nobody else reads along. What is not said, or speaks against it, counts as a group. */
export function isPersonal({ id, conversationType, isGroup }: Place['conversation']): boolean {
  if (isGroup === true) return false;
  const type = conversationType?.toLowerCase() ?? '';
  return type === '' ? !id.startsWith('19:') : type === 'personal';
}

/** What every activity that is for the bot comes with. */
export interface Arrival {
  readonly place: Place;
  /** What the channel calls the activity; the same id is the same activity, delivered again. */
  readonly activityId: string | undefined;
  /** Set for an invoke: its answer goes into the HTTP response, in the form that belongs to this name. */
  readonly invokeName: string | undefined;
}

/** What a person whom the bot can serve asks for. */
export type Asked = Arrival & { readonly turn: Turn } & (
    | { readonly kind: 'text'; readonly message: Message }
    | {
        readonly kind: 'press';
        readonly press: Press;
        /** The message that was pressed, as the client says. */
        readonly pressedOn: string | undefined;
        /** The card was made for another person of the group. */
        readonly isSomebodyElses: boolean;
        /** The person's token for the bot, when the client sent it along. */
        readonly token?: string;
      }
    /** A picture, a file or a card without a word. */
    | { readonly kind: 'wordless' }
    /** The bot was mentioned, and nothing else. */
    | { readonly kind: 'called' }
    | { readonly kind: 'installed' }
    /** Teams' silent sign-in brings the person's token for the bot, perhaps several times for one card. */
    | { readonly kind: 'sso-token'; readonly exchangeId: string; readonly token: string }
    /** Teams' silent sign-in came to nothing. */
    | { readonly kind: 'sso-failure'; readonly reason: string }
    /** Teams' card for a file was pressed. */
    | {
        readonly kind: 'file-consent';
        readonly consent: Omit<FileConsent, 'activityId'>;
        readonly pressedOn: string | undefined;
      }
    /** The sign-in page has closed; the page itself has told the conversation. */
    | { readonly kind: 'sign-in-closed' }
    /** Somebody searches with the message extension, from any chat. */
    | { readonly kind: 'search'; readonly words: string; readonly token?: string }
    /** A verb that is not ours, a press without the fields it needs, or an invoke that the bot has no use for. */
    | { readonly kind: 'unknown-invoke' }
  );

/** An activity as the door has read it: everything inside can rely on it. */
export type Incoming =
  | Asked
  /** Somebody without a work account that the bot could act for: a guest, somebody of another company, another bot. */
  | (Arrival & { readonly kind: 'stranger'; readonly isBot: boolean });
