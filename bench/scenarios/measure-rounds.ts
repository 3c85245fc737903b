import { OURS, OURS_IN_AZURE, peersOn } from '../bots/bots';
import type { MeasuredBot } from '../bots/bots';
import type { PinnedProcess } from '../bots/pinned-process';
import { createBotClient } from '../load/bot-client';
import type { BotClient } from '../load/bot-client';
import { closedLoop } from '../load/closed-loop';
import type { TakeTurn } from '../load/closed-loop';
import { measureLoad } from '../load/measure-load';
import type { Figures } from '../load/measure-load';
import type { Plan } from '../plan';
import { loadResult } from '../report/results';
import type { LoadResult } from '../report/results';
import type { Stage } from '../stage';
import { oneSubjectAfterTheOther } from './questions';
import type { Say } from './questions';
import { openScenarios, turnsOf } from './scenario';
import type { OpenScenarios, Scenario } from './scenario';
import { knownWriter, signInColleagues } from './signed-in';

/** What shows something else than speed is measured at this many at once only. */
const MANY = 32;

/** Called before each measurement, to tell what goes on. */
export type Tell = (what: string) => void;

/** Every bot under every load, in alternating rounds; each round with a fresh process of each bot. */
export async function measureRounds(
  stage: Stage,
  plan: Plan,
  questions: Say,
  tell: Tell,
): Promise<LoadResult[]> {
  const rounds = new Map<
    string,
    { bot: string; scenario: string; concurrency: number; figures: Figures[] }
  >();
  for (let round = 0; round < plan.rounds; round += 1) {
    const bots = [...peersOn(process.versions.node), OURS, OURS_IN_AZURE];
    // Nobody is always measured after the same other one.
    const order = [...bots.slice(round), ...bots.slice(0, round)];
    for (const bot of order) {
      tell(`round ${round + 1} of ${plan.rounds}: ${bot.label}`);
      for (const one of await measureBot(stage, plan, bot, questions)) {
        const key = `${bot.key} ${one.scenario} ${one.concurrency}`;
        const known = rounds.get(key) ?? { bot: bot.key, ...one, figures: [] };
        known.figures.push(one.figures);
        rounds.set(key, known);
      }
    }
  }
  return [...rounds.values()].map(({ bot, scenario, concurrency, figures }) =>
    loadResult(bot, scenario, concurrency, figures),
  );
}

interface Measured {
  readonly scenario: string;
  readonly concurrency: number;
  readonly figures: Figures;
}

async function measureBot(stage: Stage, plan: Plan, bot: MeasuredBot, questions: Say): Promise<Measured[]> {
  const running = await bot.start(stage);
  const client = createBotClient(running.port, stage.channelToken);
  const measured = [];
  for (const scenario of scenariosOf(bot, openScenarios(questions))) {
    measured.push(...(await underLoads(stage, plan, scenario, running, client)));
  }
  if (bot === OURS) {
    const show = await showScenario(stage, plan, client);
    measured.push(...(await underLoads(stage, plan, show, running, client)));
  }
  client.close();
  await running.stop();
  return measured;
}

/** The question first: the memory after it is what is compared to the echo bots'. */
function scenariosOf(bot: MeasuredBot, open: OpenScenarios): Scenario[] {
  if (bot === OURS) return [open.question, open.firstQuestion, open.greeting];
  return bot === OURS_IN_AZURE ? [{ ...open.question, onlyAt: MANY }] : [open.echo];
}

async function underLoads(
  stage: Stage,
  plan: Plan,
  scenario: Scenario,
  bot: PinnedProcess,
  client: BotClient,
): Promise<Measured[]> {
  const channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  const takeTurn = turnsOf(scenario, channel, client);
  const measured: Measured[] = [];
  const concurrencies = plan.concurrencies.filter(
    (one) => scenario.onlyAt === undefined || one === scenario.onlyAt,
  );
  for (const [place, concurrency] of concurrencies.entries()) {
    const { connector } = stage;
    const { measuredMs, warmUpMs } = plan;
    const isFirst = place === 0 && (scenario.key === 'echo' || scenario.key === 'question');
    if (isFirst) await warmUp(plan, takeTurn);
    const { expected } = scenario;
    const figures = await measureLoad({
      bot,
      connector,
      concurrency,
      warmUpMs,
      measuredMs,
      expected,
      takeTurn,
    });
    measured.push({ scenario: scenario.key, concurrency, figures });
  }
  return measured;
}

/** What runs often is compiled, and everybody has written once: a person is new to a bot only one time. */
async function warmUp(plan: Plan, takeTurn: TakeTurn): Promise<void> {
  const load = { concurrency: MANY, durationMs: plan.firstWarmUpMs, takeTurn };
  let turns = 0;
  while (turns < plan.firstWarmUpTurns) turns += (await closedLoop(load)).turns;
}

/** People who are signed in, and ask for their link; ARM is asked each time. */
async function showScenario(stage: Stage, plan: Plan, client: BotClient): Promise<Scenario> {
  const channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  await signInColleagues(stage, channel, client, plan.colleagues);
  return {
    key: 'show',
    label: 'show my link',
    expected: ['Not linked yet'],
    people: plan.colleagues,
    say: oneSubjectAfterTheOther([
      ['show my link in Contoso Retail'],
      ['show my link in Fabrikam Consulting'],
    ]),
    writerOf: knownWriter,
    onlyAt: MANY,
  };
}
