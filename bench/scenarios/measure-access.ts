import { randomUUID } from 'node:crypto';
import { SAMPLE_PEOPLE } from '../../local/cloud/world/sample-world';
import { OURS } from '../bots/bots';
import { activityFrom } from '../load/activities';
import { createBotClient } from '../load/bot-client';
import type { Stage } from '../stage';
import { slowArm } from './link-conversation';
import type { BesideIdeal } from './talk';
import { Talk, besideIdeal, listen } from './talk';

const QUESTION = 'does my access count in Contoso Retail';
/** So often it is asked before it is measured: other turns are measured warm as well. */
const BEFORE = 3;

/** How long "does my access count?" takes, in a directory with five subscriptions. */
export async function measureAccess(stage: Stage): Promise<BesideIdeal> {
  const [robin] = SAMPLE_PEOPLE;
  if (robin === undefined) throw new Error('The sample world has nobody.');
  const bot = await OURS.start(stage);
  const client = createBotClient(bot.port, stage.channelToken);
  const { name, objectId, tenantId } = robin;
  const from = { name, objectId, tenantId, conversationId: 'a:robin' };
  const talk = new Talk(stage, client, from);
  const stopListening = listen(stage, [talk]);
  const token = await stage.cloud.world.issueSsoToken(robin);
  const value = { id: randomUUID(), connectionName: '', token };
  const channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  await client.post(activityFrom(channel, from, { type: 'invoke', name: 'signin/tokenExchange', value }));
  slowArm(stage);
  const ask = (): Promise<unknown> => talk.say(QUESTION, /of 5 subscriptions count/);
  for (let time = 0; time < BEFORE; time += 1) await ask();
  const figures = await besideIdeal(stage, bot, '/subscriptions', async () => {
    await ask();
  });
  stopListening();
  stage.cloud.world.clearFaults();
  client.close();
  await bot.stop();
  return figures;
}
