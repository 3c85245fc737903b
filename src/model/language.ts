/** The languages that the bot speaks; the first one is for everybody else. */
export const LANGUAGES = ['en', 'de'] as const;

/** One of LANGUAGES. */
export type Language = (typeof LANGUAGES)[number];

/** The language for a locale as the chat sends it (`de-CH`; some clients write `de_DE`); English when it is not spoken. */
export function languageOf(locale: string | undefined): Language {
  const wanted = locale?.split(/[-_]/, 1)[0]?.toLowerCase();
  return LANGUAGES.find((language) => language === wanted) ?? 'en';
}
