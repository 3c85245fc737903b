// The package as a whole would load its AI parts too: the start would take twice as long (docs/BENCH.md).
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter';
import { ActivityTypes, TurnContext } from 'botbuilder';
import type { Activity, ConversationReference, ResourceResponse } from 'botbuilder';
import type { Connector } from './channel/connector';
import type { Place } from './incoming';
import type { ChannelMessage } from './messages';

/** A conversation to speak in. What the channel does not take rejects with ChannelError. */
export interface Conversation {
  /** Says something and gives the id of the message, where the channel reports it. */
  say(message: ChannelMessage): Promise<string | undefined>;
  /** Puts something in the place of what a message of the bot says. */
  rewrite(activityId: string, message: ChannelMessage): Promise<void>;
  /** Says something that is not worth a second try. */
  sayOnce(message: ChannelMessage): Promise<void>;
  /** Shows for some seconds that the bot is writing. */
  showTyping(): Promise<void>;
}

/** The SDK believes anybody when it has no app id; with this one, nobody. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The one place where the SDK is met: it gives what is said its conversation, and the connector sends it. All other doors
 * of the SDK, at which a token would be read a second time and by other rules, are shut.
 */
class ChannelAdapter extends TeamsAdapter {
  constructor(
    private readonly connector: Connector,
    private readonly isOnce: boolean,
  ) {
    super({ MicrosoftAppId: NOBODY, MicrosoftAppPassword: NOBODY });
  }

  /** Shut: requests come in by the server. */
  override process(): Promise<void> {
    return Promise.reject(new Error('requests come in by the server'));
  }

  override async sendActivities(
    _context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const { id: _mine, ...body } of activities) {
      const path = activitiesPath(body, body.replyToId);
      const call = { method: 'POST', serviceUrl: body.serviceUrl ?? '', path, body } as const;
      // The SDK's name for an id that is not known.
      sent.push({ id: (await this.connector.call(call, { isOnce: this.isOnce })) ?? '' });
    }
    return sent;
  }

  override async updateActivity(_context: TurnContext, body: Partial<Activity>): Promise<ResourceResponse> {
    const path = activitiesPath(body, body.id);
    await this.connector.call({ method: 'PUT', serviceUrl: body.serviceUrl ?? '', path, body });
    return { id: body.id ?? '' };
  }

  /** Shut: the bot deletes nothing. */
  override deleteActivity(): Promise<void> {
    return Promise.reject(new Error('the bot deletes no message'));
  }
}

/** Conversations of the channel, by where they are; `replyTo`: the message that is answered. */
export function conversationsOf(connector: Connector): (place: Place, replyTo?: string) => Conversation {
  const patient = new ChannelAdapter(connector, false);
  const once = new ChannelAdapter(connector, true);
  return (place, replyTo) => {
    // A turn makes a conversation for what it may say, and most say one thing: a context is made when it is used.
    const contextFor = (adapter: ChannelAdapter): TurnContext => {
      const reference = { ...place, activityId: replyTo } as Partial<ConversationReference>;
      const event = { type: ActivityTypes.Event };
      return new TurnContext(adapter, TurnContext.applyConversationReference(event, reference, true));
    };
    return {
      say: async (message) => {
        const id = (await contextFor(patient).sendActivity(message as Partial<Activity>))?.id ?? '';
        return id === '' ? undefined : id;
      },
      rewrite: async (activityId, message) => {
        await contextFor(patient).updateActivity({ ...message, id: activityId } as Partial<Activity>);
      },
      sayOnce: async (message) => {
        await contextFor(once).sendActivity(message as Partial<Activity>);
      },
      showTyping: async () => {
        await contextFor(once).sendActivity({ type: ActivityTypes.Typing });
      },
    };
  };
}

function activitiesPath({ conversation }: Partial<Activity>, activityId: string | undefined): string {
  const path = `/v3/conversations/${inAddress(conversation?.id ?? '')}/activities`;
  return activityId === undefined ? path : `${path}/${inAddress(activityId)}`;
}

/** Half of a surrogate pair has no form in an address. */
function inAddress(id: string): string {
  return encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\ufffd'));
}
