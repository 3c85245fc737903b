import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { LANGUAGES } from '../../model/language';
import type { Language } from '../../model/language';

const page = z.object({ title: z.string().min(1), text: z.string().min(1) }).strict();
const textsSchema = z
  .object({
    /** What stands before the reference. */
    reference: z.string().min(1),
    'signed-in': page,
    failed: page,
    unknown: page,
    unavailable: page,
  })
  .strict();

/** What the pages of the sign-in say, in every language. */
export type SignInTexts = Readonly<Record<Language, Readonly<z.infer<typeof textsSchema>>>>;

/** Reads `content/<language>/sign-in-pages.json`; throws when one is not right. */
export function loadSignInTexts(contentFolder: string): SignInTexts {
  const texts = (language: Language) =>
    textsSchema.parse(JSON.parse(readFileSync(join(contentFolder, language, 'sign-in-pages.json'), 'utf8')));
  return Object.fromEntries(LANGUAGES.map((language) => [language, texts(language)])) as SignInTexts;
}
