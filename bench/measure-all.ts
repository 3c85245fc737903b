import { cpus, loadavg } from 'node:os';
import { OURS, peersOn } from './bots/bots';
import { canPin } from './bots/pinned-process';
import type { Plan } from './plan';
import type { Results } from './report/results';
import { measureCards } from './scenarios/measure-cards';
import { measureDirectories } from './scenarios/measure-directories';
import { measureGrowth } from './scenarios/measure-growth';
import { measureLink } from './scenarios/measure-link';
import { measureRounds } from './scenarios/measure-rounds';
import type { Tell } from './scenarios/measure-rounds';
import { measureStarts } from './scenarios/measure-start';
import { measureTables } from './scenarios/measure-tables';
import { loadQuestions } from './scenarios/questions';
import type { Stage } from './stage';

/** Measures everything, one thing after the other. */
export async function measureAll(stage: Stage, plan: Plan, tell: Tell): Promise<Results> {
  const loadBefore = loadNow();
  const questions = loadQuestions(stage.root);
  tell('starting each bot');
  const starts = await measureStarts(stage, [...peersOn(process.versions.node), OURS], plan.starts);
  const loads = await measureRounds(stage, plan, questions, tell);
  tell('the link conversation');
  const bot = await OURS.start(stage);
  const link = await measureLink(stage, bot, { measuredMs: plan.linkMs, concurrency: plan.linkConcurrency });
  await bot.stop();
  tell('all directories');
  const directories = await measureDirectories(stage);
  tell('calls to Azure Tables');
  const tables = await measureTables(stage, questions);
  tell('memory and past conversations');
  const growth = await measureGrowth(stage, plan.conversations, questions);
  tell('expanding cards');
  const cards = measureCards(stage.root, plan.cardRounds);
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
    loads,
    starts,
    link,
    directories,
    cards,
    growth,
    tables,
  };
}

/** Processes that want a CPU, on average over the last minute. */
function loadNow(): number {
  return loadavg()[0] ?? 0;
}
