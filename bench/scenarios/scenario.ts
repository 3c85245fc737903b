import type { Answer, BotClient } from '../load/bot-client';
import { activityFrom, messageOf, writer } from '../load/activities';
import type { Channel, Writer } from '../load/activities';
import type { TakeTurn } from '../load/closed-loop';
import { oneSubjectAfterTheOther } from './questions';
import type { Say } from './questions';

/**
 * So many people write in turn: few enough that most come back within a run, so many that nobody writes more often
 * than a person would.
 */
const WRITERS = 4_096;

/** One kind of turn that a bot is measured with. */
export interface Scenario {
  readonly key: 'echo' | 'greeting' | 'question' | 'first-question' | 'show';
  readonly label: string;
  /** One of these stands in every right reply. */
  readonly expected: readonly string[];
  /** So many people, who write in turn. */
  readonly people: number;
  readonly say: Say;
  /** Who says it, by the number of the person. */
  readonly writerOf: (person: number) => Writer;
  /** Measured at this many at once only; absent: at all of the plan. */
  readonly onlyAt?: number;
}

/** The scenarios in which everybody may write. */
export type OpenScenarios = Record<'echo' | 'greeting' | 'question' | 'firstQuestion', Scenario>;

/** More than can write in the time of a load, so that each of them does so for the first time. */
const NEWCOMERS = 100_000;

/** Makes them, with what people ask. */
export function openScenarios(questions: Say): OpenScenarios {
  const everybody = { people: WRITERS, writerOf: writer };
  const expected = ['Here is what I know about that'];
  return {
    echo: { key: 'echo', label: 'echo', expected: ['You said'], say: questions, ...everybody },
    greeting: {
      key: 'greeting',
      label: 'a greeting',
      expected: ['Hello!', 'You’re welcome'],
      say: oneSubjectAfterTheOther([
        ['hello', 'hi', 'good morning'],
        ['thanks', 'thank you', 'many thanks'],
      ]),
      ...everybody,
    },
    question: {
      key: 'question',
      label: 'a question',
      expected,
      say: questions,
      ...everybody,
    },
    firstQuestion: {
      key: 'first-question',
      label: 'the first question of a person',
      expected,
      say: questions,
      people: NEWCOMERS,
      writerOf: (person) => writer(WRITERS + person),
      onlyAt: 1,
    },
  };
}

/** The turns of a scenario: everybody says the next thing. Numbers go on over all loads of a bot. */
export function turnsOf(scenario: Scenario, channel: Channel, client: BotClient): TakeTurn {
  let number = 0;
  return async () => {
    number += 1;
    const person = number % scenario.people;
    const text = scenario.say(person, Math.floor(number / scenario.people));
    const answer: Answer = await client.post(
      activityFrom(channel, scenario.writerOf(person), messageOf(text)),
    );
    return answer.status === 200;
  };
}
