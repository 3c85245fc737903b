import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { Language } from '../model/language';
import { PICTURE_NAMES, pictureFile } from '../model/picture';
import type { PictureName } from '../model/picture';
import type { Fields } from './link-data';

const line = z.string().min(1);
const picture = z.object({ alt: line, labels: z.record(line) }).strict();
const picturesSchema = z
  .object({ link: picture, lighthouse: picture, guest: picture } satisfies Record<PictureName, unknown>)
  .strict();

/** What each drawing says in one language: to those who don't see it (`alt`), and in the drawing (`labels`, by place). */
export type PictureTexts = Readonly<z.infer<typeof picturesSchema>>;

/** Reads `content/<language>/pictures.json`; throws when it is not right. */
export function loadPictureTexts(contentFolder: string, language: Language): PictureTexts {
  return picturesSchema.parse(
    JSON.parse(readFileSync(join(contentFolder, language, 'pictures.json'), 'utf8')),
  );
}

/** The address of the file of a drawing. */
export type PictureAddress = (file: string) => string;

/** What an image on a card needs, by drawing; empty for cards without drawings. */
export type Pictures = ReadonlyMap<string, { readonly url: string; readonly alt: string }>;

/** The drawings in a language, at their addresses. Cards can't tell light from dark: they get the light ones. */
export function loadPictures(contentFolder: string, language: Language, address?: PictureAddress): Pictures {
  if (address === undefined) return new Map();
  const texts = loadPictureTexts(contentFolder, language);
  return new Map(
    PICTURE_NAMES.map((name) => [
      name,
      { url: address(pictureFile(name, language, 'light')), alt: texts[name].alt },
    ]),
  );
}

/** The drawing of that name, or none: whatever else stands in a view draws nothing. */
export function pictureFields(name: string | undefined, pictures: Pictures): Fields[] {
  const picture = pictures.get(name ?? '');
  return picture === undefined ? [] : [picture];
}
