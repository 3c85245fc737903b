import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FAQ_LABELS } from '../../src/model/label';
import { loadUnderstanding, weightsFileOf } from '../../src/understanding/load-understanding';
import type { Understanding } from '../../src/understanding/understand';

const line = z.object({ text: z.string(), label: z.string() });

/** What a person says, by their number and how often they have written before. */
export type Say = (person: number, round: number) => string;

/**
 * Questions as people write them, from the set that nobody trained on, of those that the bot answers at once. Nobody
 * asks about the same thing twice in a row: the second time they would get "that's right above" instead of the answer.
 */
export function loadQuestions(root: string): Say {
  const content = join(root, 'content');
  const understanding = loadUnderstanding(content, weightsFileOf(root));
  const labels = new Set<string>(FAQ_LABELS);
  const isAnswered = ({ label, band, subject, language = 'en' }: Understanding): boolean =>
    band === 'answer' && labels.has(label) && subject === 'self' && language === 'en';
  const subjects = new Map<string, string[]>();
  for (const written of readFileSync(join(content, 'en', 'dev-set.jsonl'), 'utf8').split('\n')) {
    if (written === '') continue;
    const { text, label } = line.parse(JSON.parse(written));
    if (!labels.has(label)) continue;
    const said = understanding.understand(text, 'en');
    if (!isAnswered(said)) continue;
    subjects.set(said.label, [...(subjects.get(said.label) ?? []), text]);
  }
  return oneSubjectAfterTheOther([...subjects.values()]);
}

/** Goes through the subjects, each person from another one on, and through the texts of a subject. */
export function oneSubjectAfterTheOther(subjects: readonly (readonly string[])[]): Say {
  return (person, round) => {
    const texts = subjects[(person + round) % subjects.length] ?? [];
    return texts[(Math.floor(person / subjects.length) + round) % texts.length] ?? '';
  };
}
