/** Run as a process of its own: expands every sample of every card, and writes the times as one line of JSON. */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadSamples } from '../../scripts/gallery/load-samples';
import { loadCardRenderer } from '../../src/cards/load-card-renderer';
import { packageRoot } from '../../src/config/package';
import { percentilesOf } from '../load/percentiles';

const WARM_UP_ROUNDS = 60;
const ROUNDS = Number(process.argv[2] ?? 300);

const root = packageRoot(__dirname);
const cardsFolder = join(root, 'cards');
const renderer = loadCardRenderer({ cardsFolder, contentFolder: join(root, 'content') });
const views = [...loadSamples(cardsFolder).values()].flat().map(({ view }) => view);
for (let round = 0; round < WARM_UP_ROUNDS; round += 1)
  for (const view of views) renderer.render({ ...view });
const times: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const view of views) {
    // A copy: a view that was drawn before is not drawn again.
    const fresh = { ...view };
    const before = performance.now();
    renderer.render(fresh);
    times.push(performance.now() - before);
  }
}
process.stdout.write(`${JSON.stringify({ cards: views.length, ...percentilesOf(times) })}\n`);
