import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { readJsonFile } from '../../lib/json';
import type { PictureTexts } from '../../cards/answer-fields';
import { loadPictureTexts } from '../../cards/answer-fields';
import type { ProblemTexts } from '../../cards/problem-fields';
import { loadProblemTexts } from '../../cards/problem-fields';
import type { Language } from '../../model/language';
import { LANGUAGES } from '../../model/language';
import type { PictureName } from '../../model/picture';
import { PICTURE_LOOKS, PICTURE_NAMES, pictureFile } from '../../model/picture';

/** The pages for people and administrators, by the last part of their address; `home` is the address itself. */
export const PAGE_NAMES = ['home', 'privacy', 'terms', 'support', 'customers'] as const;

/** One of PAGE_NAMES. */
export type PageName = (typeof PAGE_NAMES)[number];

/** What an item of a list begins with that is true only while audit entries outlast "forget me", or only while not. */
export const FOR_KEPT_TRAIL = '{if audit entries are kept}';
export const FOR_DELETED_TRAIL = '{if audit entries are deleted}';

const line = z.string().min(1);
const sectionSchema = z
  .object({
    heading: line,
    text: z.array(line).optional(),
    picture: z.enum(PICTURE_NAMES).optional(),
    list: z.array(line).optional(),
    table: z.object({ columns: z.array(line).min(2), rows: z.array(z.array(line)).min(1) }).optional(),
  })
  .strict();
const pageSchema = z
  .object({ title: line, intro: z.array(line).min(1), sections: z.array(sectionSchema).min(1) })
  .strict();

/**
 * What is on a page. `{operator}`, `{contact}`, `{clientId}` and `{publicUrl}` in a text are replaced by who runs the bot,
 * the application ID under which a customer finds it in Entra, and the bot’s own address; `{trailDays}` by how long audit
 * entries outlast "forget me", where they do.
 */
export type PageContent = Readonly<z.infer<typeof pageSchema>>;

/** Every page in every language, and what their drawings say to those who don't see them. */
export type PageContents = Readonly<
  Record<Language, Readonly<Record<PageName, PageContent>> & { readonly pictures: PictureTexts }>
>;

/** Reads `content/<language>/pages/*.json`; throws, naming the place at fault, when one is not right. */
export function loadPages(contentFolder: string): PageContents {
  const pagesIn = (language: Language) =>
    Object.fromEntries<unknown>([
      ...PAGE_NAMES.map((name) => [name, readPage(contentFolder, language, name)] as const),
      ['pictures', loadPictureTexts(contentFolder, language)],
    ]);
  return Object.fromEntries(LANGUAGES.map((language) => [language, pagesIn(language)])) as PageContents;
}

function readPage(contentFolder: string, language: Language, name: PageName): PageContent {
  return readJsonFile(pageSchema, contentFolder, language, 'pages', `${name}.json`);
}

const page = z.object({ title: z.string().min(1), text: z.string().min(1) }).strict();
const textsSchema = z
  .object({
    /** What stands before the reference. */
    reference: z.string().min(1),
    /** Whose account was expected; `{account}` is their name. */
    expected: z.string().includes('{account}'),
    'signed-in': page,
    failed: page,
    unknown: page,
    unavailable: page,
  })
  .strict();

/** What the pages of the sign-in say, in every language, and why a sign-in may fail. */
export type SignInTexts = Readonly<
  Record<Language, Readonly<z.infer<typeof textsSchema>> & { readonly problems: ProblemTexts }>
>;

/** Reads `content/<language>/sign-in-pages.json`; throws when one is not right. */
export function loadSignInTexts(contentFolder: string): SignInTexts {
  const texts = (language: Language) => ({
    ...readJsonFile(textsSchema, contentFolder, language, 'sign-in-pages.json'),
    problems: loadProblemTexts(contentFolder, language),
  });
  return Object.fromEntries(LANGUAGES.map((language) => [language, texts(language)])) as SignInTexts;
}

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
