import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Label } from '../model/label';
import { LABELS } from '../model/label';

/** What each label stands for, in a line that a model reads. */
export type LabelMeanings = Readonly<Record<Label, string>>;

const meaning = z.string().regex(/^[^\n]{10,160}$/);
const shape = z
  .object(Object.fromEntries(LABELS.map((label) => [label, meaning])) as Record<Label, typeof meaning>)
  .strict();

/** Reads `content/<locale>/label-meanings.json`; throws, naming the label, when one is missing or there is none such. */
export function loadLabelMeanings(contentFolder: string, locale = 'en'): LabelMeanings {
  const file = join(contentFolder, locale, 'label-meanings.json');
  return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
}
