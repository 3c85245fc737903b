// The package as a whole would load its AI parts too: the start would take twice as long (docs/BENCH.md).
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter';
import { ActivityTypes, INVOKE_RESPONSE_KEY, TurnContext } from 'botbuilder';
import type { Activity, ConversationReference, InvokeResponse, ResourceResponse } from 'botbuilder';
import type { ChannelActivity } from './channel-activity';
import type { Connector } from './connector';

/** What an activity is answered with, besides the messages that were sent. */
export interface ChannelAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** The SDK believes anybody when it has no app id; with this one, nobody. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The SDK's adapter for what the gate let in. It takes activities that are verified already; all other doors of the SDK,
 * at which a token would be read a second time and by other rules, are shut. What is said goes out by the connector.
 */
export class ChannelAdapter extends TeamsAdapter {
  constructor(private readonly connector: Connector) {
    super({ MicrosoftAppId: NOBODY, MicrosoftAppPassword: NOBODY });
  }

  /** Runs a turn for an activity of the gate. */
  async answer(
    activity: ChannelActivity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<ChannelAnswer> {
    // The fields of ChannelActivity are fields of Activity; the SDK's type asks for more than it uses.
    const context = new TurnContext(this, { ...activity } as Partial<Activity>);
    await this.runMiddleware(context, logic);
    if (activity.type !== 'invoke') return { status: 200 };
    const answer: { value?: InvokeResponse } | undefined = context.turnState.get(INVOKE_RESPONSE_KEY);
    return answer?.value ?? { status: 501 };
  }

  /** Runs a turn in a conversation that is known from before. */
  async speakIn(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const activity = TurnContext.applyConversationReference(
      { type: ActivityTypes.Event, name: 'ContinueConversation' },
      reference,
      true,
    );
    await this.runMiddleware(new TurnContext(this, activity), logic);
  }

  /** Shut: requests come in by the gate. */
  override process(): Promise<void> {
    return Promise.reject(new Error('requests come in by the gate'));
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type === ActivityTypes.InvokeResponse) {
        context.turnState.set(INVOKE_RESPONSE_KEY, activity);
        sent.push({ id: '' });
        continue;
      }
      const { id: _mine, ...body } = activity;
      const path = activitiesPath(activity, activity.replyToId);
      const id = await this.connector.call({ method: 'POST', ...placeOf(activity), path, body });
      sent.push({ id: id ?? '' });
    }
    return sent;
  }

  override async updateActivity(
    _context: TurnContext,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse> {
    const path = activitiesPath(activity, activity.id);
    const id = await this.connector.call({ method: 'PUT', ...placeOf(activity), path, body: activity });
    return { id: id ?? activity.id ?? '' };
  }

  override async deleteActivity(
    _context: TurnContext,
    reference: Partial<ConversationReference>,
  ): Promise<void> {
    const path = activitiesPath(reference, reference.activityId);
    await this.connector.call({ method: 'DELETE', ...placeOf(reference), path });
  }
}

/** Where something goes: the SDK has put the conversation's reference into everything that leaves. */
type Placed = Partial<Pick<Activity, 'serviceUrl' | 'conversation'>>;

function placeOf({ serviceUrl }: Placed): { serviceUrl: string } {
  return { serviceUrl: serviceUrl ?? '' };
}

function activitiesPath({ conversation }: Placed, activityId: string | undefined): string {
  const path = `/v3/conversations/${encodeURIComponent(conversation?.id ?? '')}/activities`;
  return activityId === undefined ? path : `${path}/${encodeURIComponent(activityId)}`;
}
