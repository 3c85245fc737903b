import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { View } from '../../src/cards/view';
import type { Language } from '../../src/model/language';

const ENDING = '.sample.json';
const sampleFile = z
  .array(z.object({ title: z.string().min(1), data: z.record(z.unknown()) }).strict())
  .min(1);

/** One example of what a card shows. */
export interface Sample {
  /** What is special about it, such as `mistake: empty`. */
  readonly title: string;
  readonly view: View;
}

/**
 * Reads the samples beside the templates, by view. What a view shows of the reviewed knowledge is in its language:
 * such views have samples of their own in `cards/<language>/`.
 */
export function loadSamples(cardsFolder: string, language: Language = 'en'): Map<string, Sample[]> {
  const names = readdirSync(cardsFolder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
  return new Map(
    names.map((name) => {
      const own = join(cardsFolder, language, `${name}${ENDING}`);
      return [name, samplesOf(existsSync(own) ? own : join(cardsFolder, `${name}${ENDING}`), name)];
    }),
  );
}

function samplesOf(path: string, name: string): Sample[] {
  const entries = sampleFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  // The tests render every sample: data that does not fit its view shows there.
  return entries.map(({ title, data }) => ({ title, view: { name, data } as unknown as View }));
}
