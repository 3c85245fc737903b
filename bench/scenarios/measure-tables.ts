import { callsInSequence } from '../channel/lean-tables';
import { OURS_IN_AZURE } from '../bots/bots';
import { activityFrom, messageOf, writer } from '../load/activities';
import { createBotClient } from '../load/bot-client';
import { medianOf } from '../load/percentiles';
import type { Stage } from '../stage';
import type { Say } from './questions';

/** What a question costs at the table service, one at a time. */
export interface TableFigures {
  /** Calls one after the other before the answer is at the connector, and all of them until the turn is over. */
  readonly inSequence: number;
  readonly calls: number;
}

const WARM_UP = 20;
const QUESTIONS = 60;
/** People who have written before, as nearly everybody has who writes. */
const FEW = 8;

/** Asks one question after the other, with the records in a table service that takes 5 ms a call. */
export async function measureTables(stage: Stage, questions: Say): Promise<TableFigures> {
  const bot = await OURS_IN_AZURE.start(stage);
  const client = createBotClient(bot.port, stage.channelToken);
  const channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  const [inSequence, calls]: [number[], number[]] = [[], []];
  for (let number = 0; number < WARM_UP + QUESTIONS; number += 1) {
    stage.tables.take();
    let before: number | undefined;
    stage.connector.onMessage = () => (before = stage.tables.peek());
    const person = number % FEW;
    const text = questions(person, Math.floor(number / FEW));
    await client.post(activityFrom(channel, writer(person), messageOf(text)));
    const all = stage.tables.take();
    if (number < WARM_UP) continue;
    inSequence.push(callsInSequence(all.slice(0, before)));
    calls.push(all.length);
  }
  stage.connector.onMessage = undefined;
  client.close();
  await bot.stop();
  return { inSequence: medianOf(inSequence), calls: medianOf(calls) };
}
