import { randomUUID } from 'node:crypto';
import { colleague } from '../../local/cloud/world/crowd';
import { activityFrom } from '../load/activities';
import type { Channel, Writer } from '../load/activities';
import type { BotClient } from '../load/bot-client';
import type { Stage } from '../stage';

/** A person whom the local cloud knows, in a conversation of their own. */
export function knownWriter(number: number): Writer {
  const { name, objectId, tenantId } = colleague(number);
  return { name, objectId, tenantId, conversationId: `a:known-${number}` };
}

/** Signs the first `count` colleagues in as Teams does it silently; rejects when the bot does not take a token. */
export async function signInColleagues(
  stage: Stage,
  channel: Channel,
  client: BotClient,
  count: number,
): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const token = await stage.cloud.world.issueSsoToken(colleague(number));
    const value = { id: randomUUID(), connectionName: '', token };
    const exchange = { type: 'invoke', name: 'signin/tokenExchange', value };
    const answer = await client.post(activityFrom(channel, knownWriter(number), exchange));
    if (answer.status !== 200)
      throw new Error(`The bot did not take a token: ${answer.status} ${answer.body}`);
  }
}
