import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FAQ_LABELS } from '../../src/model/label';
import { loadUnderstanding, weightsFileOf } from '../../src/understanding/load-understanding';

const line = z.object({ text: z.string(), label: z.string() });

/** Questions as people write them, from the set that nobody trained on, of those that the bot answers at once. */
export function loadQuestions(root: string): readonly string[] {
  const content = join(root, 'content');
  const understanding = loadUnderstanding(content, weightsFileOf(root));
  const labels = new Set<string>(FAQ_LABELS);
  return readFileSync(join(content, 'en', 'dev-set.jsonl'), 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => line.parse(JSON.parse(text)))
    .filter(({ label }) => labels.has(label))
    .map(({ text }) => text)
    .filter((text) => {
      const said = understanding.understand(text);
      return said.band === 'answer' && labels.has(said.label);
    });
}
