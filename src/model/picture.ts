import type { Language } from './language';

/** The drawings that explain PAL: `content/pictures/<name>.svg`, with their words in `content/<language>/pictures.json`. */
export const PICTURE_NAMES = ['link', 'lighthouse', 'guest'] as const;

/** One of PICTURE_NAMES. */
export type PictureName = (typeof PICTURE_NAMES)[number];

/** For light and for dark surroundings. Cards can't ask which they are in: they show the light one, which has its own ground. */
export const PICTURE_LOOKS = ['light', 'dark'] as const;

/** One of PICTURE_LOOKS. */
export type PictureLook = (typeof PICTURE_LOOKS)[number];

/** The name of its PNG in `content/pictures/`, and the last part of its address under `/pictures/`. */
export function pictureFile(name: PictureName, language: Language, look: PictureLook): string {
  return `${name}-${language}-${look}.png`;
}
