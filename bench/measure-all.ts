import { cpus, loadavg } from 'node:os';
import { OURS, peersOn } from './bots/bots';
import { canPin } from './bots/pinned-process';
import type { Plan } from './plan';
import type { Results } from './report/results';
import { measureAccess } from './scenarios/measure-access';
import { measureCards } from './scenarios/measure-cards';
import { measureDirectories } from './scenarios/measure-directories';
import { measureGrowth } from './scenarios/measure-growth';
import { measureLink } from './scenarios/measure-link';
import { measureRounds } from './scenarios/measure-rounds';
import type { Tell } from './scenarios/measure-rounds';
import { measureStarts } from './scenarios/measure-start';
import { measureTables } from './scenarios/measure-tables';
import { loadQuestions } from './scenarios/questions';
import type { Say } from './scenarios/questions';
import type { Stage } from './stage';

/** What can be measured by itself. */
export const PARTS = [
  'starts',
  'loads',
  'link',
  'directories',
  'access',
  'tables',
  'growth',
  'cards',
] as const;
export type Part = (typeof PARTS)[number];

/** What a run measures with, and how. */
interface Run {
  readonly stage: Stage;
  readonly plan: Plan;
  readonly questions: Say;
  readonly tell: Tell;
}

const MEASURE: { readonly [P in Part]: (run: Run) => Results[P] | Promise<Results[P]> } = {
  starts: ({ stage, plan }) => measureStarts(stage, [...peersOn(process.versions.node), OURS], plan.starts),
  loads: ({ stage, plan, questions, tell }) => measureRounds(stage, plan, questions, tell),
  link: async ({ stage, plan }) => {
    const bot = await OURS.start(stage);
    const figures = await measureLink(stage, bot, {
      measuredMs: plan.linkMs,
      concurrency: plan.linkConcurrency,
    });
    await bot.stop();
    return figures;
  },
  directories: ({ stage }) => measureDirectories(stage),
  access: ({ stage }) => measureAccess(stage),
  tables: ({ stage, questions }) => measureTables(stage, questions),
  growth: ({ stage, plan, questions }) => measureGrowth(stage, plan.conversations, questions),
  cards: ({ stage, plan }) => measureCards(stage.root, plan.cardRounds),
};

/** Measures everything, one thing after the other. */
export async function measureAll(stage: Stage, plan: Plan, tell: Tell): Promise<Results> {
  const loadBefore = loadNow();
  const parts = (await measureParts(stage, plan, tell, PARTS)) as Pick<Results, Part>;
  return {
    at: new Date().toISOString(),
    plan,
    machine: {
      node: process.versions.node,
      cpu: cpus()[0]?.model.trim() ?? 'an unknown CPU',
      cpus: cpus().length,
      isPinned: canPin,
      loadBefore,
      loadAfter: loadNow(),
    },
    ...parts,
  };
}

/** Measures these parts only: for a look while something is changed. */
export async function measureParts(
  stage: Stage,
  plan: Plan,
  tell: Tell,
  parts: readonly Part[],
): Promise<Partial<Results>> {
  const run = { stage, plan, questions: loadQuestions(stage.root), tell };
  const measured: [Part, unknown][] = [];
  for (const part of parts) {
    tell(part);
    measured.push([part, await MEASURE[part](run)]);
  }
  return Object.fromEntries(measured);
}

/** Processes that want a CPU, on average over the last minute. */
function loadNow(): number {
  return loadavg()[0] ?? 0;
}
