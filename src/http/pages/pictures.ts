import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Request, Response, Server } from 'restify';

import { LANGUAGES } from '../../model/language';
import type { Language } from '../../model/language';
import { PICTURE_LOOKS, PICTURE_NAMES, pictureFile } from '../../model/picture';
import type { PictureName } from '../../model/picture';

/** A drawing changes with a new version only. Cards in old chats go on naming it, so its address stays the same. */
const CACHE = 'public, max-age=86400';

/** The drawings that the bot serves, by file name. */
export type PictureFiles = ReadonlyMap<string, Buffer>;

/** Reads `content/pictures/*.png`; throws when one is missing. */
export function loadPictureFiles(contentFolder: string): PictureFiles {
  const names = PICTURE_NAMES.flatMap((name) =>
    LANGUAGES.flatMap((language) => PICTURE_LOOKS.map((look) => pictureFile(name, language, look))),
  );
  return new Map(names.map((file) => [file, readFileSync(join(contentFolder, 'pictures', file))]));
}

/** `GET` and `HEAD /pictures/<file>`, one route for each file: nothing of an address ever becomes a path. */
export function addPictures(server: Server, files: PictureFiles): void {
  for (const [file, png] of files) {
    const send = (request: Request, response: Response, next: () => void): void => {
      response.setHeader('Content-Type', 'image/png');
      response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
      response.setHeader('Cache-Control', CACHE);
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.sendRaw(200, request.method === 'HEAD' ? '' : png);
      next();
    };
    server.get(`/pictures/${file}`, send);
    server.head(`/pictures/${file}`, send);
  }
}

/** The drawing for a page: the dark one where the reader's device is dark. `alt` comes escaped. */
export function pictureTag(name: PictureName, language: Language, alt: string): string {
  const address = (look: 'light' | 'dark'): string => `/pictures/${pictureFile(name, language, look)}`;
  return (
    `<picture><source srcset="${address('dark')}" media="(prefers-color-scheme: dark)">` +
    `<img src="${address('light')}" alt="${alt}" loading="lazy"></picture>`
  );
}
