import type { ServiceUrl } from '../../model/service-url';

/** Who takes part in a conversation, as the channel names them. */
interface ChannelAccount {
  readonly id: string;
  readonly name?: string | undefined;
  readonly aadObjectId?: string | undefined;
}

/**
 * An activity that the gate has let in: signed by the channel for this bot, of a kind that the bot answers, with these
 * fields and no others. What `value` holds is for `incoming.ts` to read.
 */
export interface ChannelActivity {
  readonly type: 'message' | 'invoke' | 'installationUpdate';
  readonly channelId: 'msteams';
  /** Checked: where the answer, and with it the bot's token, may go. */
  readonly serviceUrl: ServiceUrl;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly action?: string | undefined;
  readonly from: ChannelAccount;
  readonly recipient: ChannelAccount;
  readonly conversation: {
    readonly id: string;
    readonly name?: string | undefined;
    readonly tenantId?: string | undefined;
    readonly conversationType?: string | undefined;
    readonly isGroup?: boolean | undefined;
  };
  readonly channelData?: { readonly tenant?: { readonly id: string } | undefined } | undefined;
  readonly locale?: string | undefined;
  readonly text?: string | undefined;
  readonly textFormat?: string | undefined;
  readonly replyToId?: string | undefined;
  /** Mentions only. */
  readonly entities?: readonly ChannelMention[] | undefined;
  /** Kinds only: nothing is fetched. */
  readonly attachments?: readonly { readonly contentType: string }[] | undefined;
  readonly value?: unknown;
}

/** Somebody who is named in a text. */
interface ChannelMention {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string };
}
