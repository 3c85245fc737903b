import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { shipped } from '../bots/bots';
import { pinned } from '../bots/pinned-process';

const figures = z.object({ cards: z.number(), p50: z.number(), p95: z.number(), p99: z.number() });

/** How long a card takes from its data to its JSON, over every sample of every card, in milliseconds. */
export type CardFigures = z.infer<typeof figures>;

/** Measures it in a process of its own, on the CPU of the bots and with their options. */
export function measureCards(root: string, rounds: number): CardFigures {
  const script = join(root, 'dist', 'bench', 'scenarios', 'expand-cards.js');
  const [command, ...args] = pinned([...shipped(root).options, script, String(rounds)]);
  const run = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  return figures.parse(JSON.parse(run.stdout));
}
