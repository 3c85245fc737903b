import type { Settings } from '../config/settings';
import type { Log } from '../model/log';
import { loadLabelMeanings } from '../understanding/label-meanings';
import { withSecondOpinion } from '../understanding/second-opinion';
import type { Understanding } from '../understanding/understand';

/** The local understanding, with the second opinion of the model if one is set; answers to the bot stay local. */
export async function understandWith(
  { model }: Settings,
  contentFolder: string,
  understand: (text: string) => Understanding,
  log: Log,
): Promise<(text: string, isAnswer: boolean) => Promise<Understanding>> {
  if (model === undefined) return (text) => Promise.resolve(understand(text));
  // Its client is loaded only where there is a model to ask.
  const { createLabelModel } = await import('../teams/label-model.js');
  const meanings = loadLabelMeanings(contentFolder);
  const unsure = withSecondOpinion(understand, createLabelModel({ ...model, meanings, log }));
  return (text, isAnswer) => (isAnswer ? Promise.resolve(understand(text)) : unsure(text));
}
