import type { Answer, BotClient } from '../load/bot-client';
import { activityFrom, messageOf, writer } from '../load/activities';
import type { Channel, Writer } from '../load/activities';
import type { TakeTurn } from '../load/closed-loop';

/**
 * So many people write in turn: few enough that most come back within a run, so many that nobody writes more often
 * than a person would.
 */
const WRITERS = 4_096;

/** One kind of turn that a bot is measured with. */
export interface Scenario {
  readonly key: 'echo' | 'greeting' | 'question' | 'show';
  readonly label: string;
  /** Stands in every right reply. */
  readonly expected: string;
  /** What is said, in turn. */
  readonly texts: readonly string[];
  /** Who says it, by a running number. */
  readonly writerOf: (number: number) => Writer;
  /** Measured at this many at once only; absent: at all of the plan. */
  readonly onlyAt?: number;
}

/** The scenarios in which everybody may write. */
export function openScenarios(
  questions: readonly string[],
): Record<'echo' | 'greeting' | 'question', Scenario> {
  const writerOf = (number: number): Writer => writer(number % WRITERS);
  return {
    echo: { key: 'echo', label: 'echo', expected: 'You said', texts: questions, writerOf },
    greeting: {
      key: 'greeting',
      label: 'a greeting',
      expected: 'Hello!',
      texts: ['hello', 'hi', 'good morning'],
      writerOf,
    },
    question: {
      key: 'question',
      label: 'a question',
      expected: 'Here is what I know about that',
      texts: questions,
      writerOf,
    },
  };
}

/** The turns of a scenario: everybody says the next thing. Numbers go on over all loads of a bot. */
export function turnsOf(scenario: Scenario, channel: Channel, client: BotClient): TakeTurn {
  let number = 0;
  return async () => {
    number += 1;
    const text = scenario.texts[number % scenario.texts.length] ?? '';
    const answer: Answer = await client.post(
      activityFrom(channel, scenario.writerOf(number), messageOf(text)),
    );
    return answer.status === 200;
  };
}
