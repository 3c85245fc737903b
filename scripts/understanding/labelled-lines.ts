import { z } from 'zod';

const textSchema = z.object({ text: z.string() });

const labelledSchema = z.object({
  text: z.string(),
  label: z.string(),
  style: z.string().optional(),
  partnerId: z.string().nullable().optional(),
  tenant: z.string().nullable().optional(),
});

/** A message of an evaluation set, with what it should be understood as. */
export type LabelledLine = z.infer<typeof labelledSchema>;

const filledLines = (content: string): string[] =>
  content.split(/\r?\n/).filter((line) => line.trim() !== '');

/** The texts of a file of JSON lines; other fields are ignored. Throws when a line has none. */
export function readTexts(content: string): string[] {
  return filledLines(content).map((line) => textSchema.parse(JSON.parse(line)).text);
}

/** The lines of an evaluation set. Throws when one is not right. */
export function readLabelled(content: string): LabelledLine[] {
  return filledLines(content).map((line) => labelledSchema.parse(JSON.parse(line)));
}
