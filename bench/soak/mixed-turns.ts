import { TENANT_IDS } from '../../local/cloud/world/sample-world';
import { colleague } from '../../local/cloud/world/crowd';
import { activityFrom, messageOf, pressOf, writer } from '../load/activities';
import type { Channel, Writer } from '../load/activities';
import type { Answer, BotClient } from '../load/bot-client';
import { knownWriter, signInColleagues } from '../scenarios/signed-in';
import type { Say } from '../scenarios/questions';
import type { Stage } from '../stage';

/** More people than write within a minute, so that nobody writes more often than a person would. */
const WRITERS = 4_096;
/** People who link: each of them again after a minute and more. */
const LINKING = 100;
/** One turn in so many begins a whole conversation, message → form → confirm. */
const TURNS_A_TALK = 20;
const SMALL_TALK = ['hello', 'help', 'thanks', 'show my link', 'asdf qwer', 'cancel', 'which directory'];
/** Of ten messages, so many are questions. */
const QUESTIONS_OF_TEN = 7;
const OPERATION = /"operationId":"([^"]+)"/;
/** Stands in an answer when the bot did not know what to do with an error of its own. */
const UNFORESEEN = '"text":"Something unforeseen happened"';

/** What came of everything that was said so far. */
export interface TalkCount {
  turns: number;
  /** No answer, not the status that belongs to it, or an error that nobody foresaw. */
  failed: number;
  /** Messages, each of which must bring a reply. */
  messages: number;
  /** Link conversations that ended with the link in the pressed card, and that put it there later. */
  linked: number;
  linkedLater: number;
}

/** People who talk to the bot. */
export interface MixedTalk {
  readonly count: Readonly<TalkCount>;
  /** Takes the next turn, or the three of a link conversation. */
  next(): Promise<void>;
}

/** What people say over a day, mixed: questions, small talk, sign-in cards, whole link conversations. */
export async function mixedTalk(stage: Stage, client: BotClient, questions: Say): Promise<MixedTalk> {
  const channel: Channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  await signInColleagues(stage, channel, client, LINKING);
  const shown = new Map<string, string>();
  stage.connector.onMessage = (conversationId, activityId) => shown.set(conversationId, activityId);
  const count = { turns: 0, failed: 0, messages: 0, linked: 0, linkedLater: 0 };

  const take = async (from: Writer, activity: object): Promise<Answer> => {
    const answer = await client.post(activityFrom(channel, from, activity));
    count.turns += 1;
    if (answer.status !== 200 || answer.body.includes(UNFORESEEN)) count.failed += 1;
    return answer;
  };
  const say = (from: Writer, text: string): Promise<Answer> => {
    count.messages += 1;
    return take(from, messageOf(text));
  };
  const link = async (number: number): Promise<void> => {
    const from = knownWriter(number);
    const account = colleague(number).guestIds[TENANT_IDS.contoso] ?? '';
    stage.cloud.world.clearLink(TENANT_IDS.contoso, account);
    const press = (verb: string, data: object): Promise<Answer> =>
      take(from, pressOf(verb, data, shown.get(from.conversationId) ?? ''));
    await say(from, 'link my PartnerID in Contoso Retail');
    const form = await press('submit-partner-id', { partnerId: '1234567' });
    const [, operationId] = OPERATION.exec(form.body) ?? [];
    const done = operationId === undefined ? undefined : await press('confirm', { operationId });
    if (done?.body.includes('✓ Linked') === true) count.linked += 1;
    else count.linkedLater += 1;
  };

  let number = 0;
  return {
    count,
    next: async () => {
      number += 1;
      if (number % TURNS_A_TALK === 0) {
        await link((number / TURNS_A_TALK) % LINKING);
        return;
      }
      const person = number % WRITERS;
      const isQuestion = number % 10 < QUESTIONS_OF_TEN;
      const talk = SMALL_TALK[number % SMALL_TALK.length] ?? '';
      await say(writer(person), isQuestion ? questions(person, Math.floor(number / WRITERS)) : talk);
    },
  };
}
