import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { TENANT_IDS } from '../../local/cloud/world/sample-world';
import { colleague } from '../../local/cloud/world/crowd';
import { activityFrom, messageOf, pressOf } from '../load/activities';
import type { Channel } from '../load/activities';
import type { BotClient } from '../load/bot-client';
import type { Stage } from '../stage';
import type { CloudTime } from './cloud-time';
import { knownWriter } from './signed-in';

/** What ARM takes for an answer. */
export const ARM_DELAY_MS = 50;
const MOST_FAULTS = 1_000_000;

/** The turns of a conversation that links a PartnerID. */
export const LINK_TURNS = ['message', 'form', 'confirm'] as const;
export type LinkTurn = (typeof LINK_TURNS)[number];

/** One turn of it. */
export interface TimedTurn {
  readonly turn: LinkTurn;
  readonly totalMs: number;
  /** Of this, while the cloud had a request of ours; only right when nothing else goes on. */
  readonly cloudMs: number;
}

const operationId = /"operationId":"([^"]+)"/;
const answer = z.object({ statusCode: z.literal(200), value: z.unknown() });

/** Makes ARM answer as slowly as it does over a network. */
export function slowArm({ cloud }: Stage): void {
  cloud.world.setFault({ operation: 'arm', kind: 'delay', ms: ARM_DELAY_MS, count: MOST_FAULTS });
}

/** People who link, each in their own conversation. */
export class LinkTalks {
  /** The last message that the bot wrote into each conversation. */
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly parts: {
      readonly stage: Stage;
      readonly channel: Channel;
      readonly client: BotClient;
      readonly cloudTime: CloudTime;
    },
  ) {
    parts.stage.connector.onMessage = (conversationId, activityId) => {
      this.shown.set(conversationId, activityId);
    };
  }

  /**
   * One whole conversation: message → form → confirm → done. Undefined when a press was answered with "working on it"
   * first, as it is after 3.5 s; rejects when a turn is not answered at all.
   */
  async talk(number: number): Promise<TimedTurn[] | undefined> {
    const { cloud } = this.parts.stage;
    const person = colleague(number);
    cloud.world.clearLink(TENANT_IDS.contoso, person.guestIds[TENANT_IDS.contoso] ?? '');
    const said = await this.take(number, 'message', () => messageOf('link my PartnerID in Contoso Retail'));
    const form = await this.take(number, 'form', (shown) =>
      pressOf('submit-partner-id', { partnerId: '1234567' }, shown),
    );
    const [, id = ''] = operationId.exec(form.body) ?? [];
    const confirmed = await this.take(number, 'confirm', (shown) =>
      pressOf('confirm', { operationId: id }, shown),
    );
    if (!confirmed.body.includes('✓ Linked')) return undefined;
    return [said.timed, form.timed, confirmed.timed];
  }

  private async take(
    number: number,
    turn: LinkTurn,
    what: (shown: string) => object,
  ): Promise<{ timed: TimedTurn; body: string }> {
    const { channel, client, cloudTime } = this.parts;
    const from = knownWriter(number);
    const activity = activityFrom(channel, from, what(this.shown.get(from.conversationId) ?? ''));
    cloudTime.take();
    const startedAt = performance.now();
    const { status, body } = await client.post(activity);
    const totalMs = performance.now() - startedAt;
    const isRight = status === 200 && (turn === 'message' || answer.safeParse(JSON.parse(body)).success);
    if (!isRight) throw new Error(`The turn "${turn}" was answered with ${status} ${body.slice(0, 600)}`);
    return { timed: { turn, totalMs, cloudMs: cloudTime.take().ms }, body };
  }
}
