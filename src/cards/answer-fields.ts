import { z } from 'zod';

import { readJsonFile } from '../lib/json';
import type { Language } from '../model/language';
import type { PictureName } from '../model/picture';
import { PICTURE_NAMES, pictureFile } from '../model/picture';
import { cleanText, safeLink, writeDay } from './card-text';
import type { Fields } from './link-data';
import type { AnswerTable, Source, Topic } from './answer-view';
import type { ViewData } from './view';

/** Longer than any question of ours. */
const TITLE_LENGTH = 160;
const PARAGRAPH_LENGTH = 1_200;
/** What fits into a third of a phone's width in a few lines. */
const CELL_LENGTH = 120;
/** A card has at most six buttons; two of them are the next step and the source. */
const MOST_BUTTONS = 4;
const MOST_CONCERNS = 6;
const COPY_LENGTH = 6_000;

/** Data of an answer, or of a guide. */
export function answerFields(data: ViewData<'answer'>, locale: string, pictures: Pictures): Fields {
  const long = paragraphsOf(data.long);
  const steps = paragraphsOf(data.steps).map((text, index) => ({ number: `${index + 1}.`, text }));
  const commands = listOf(data.commands).map(({ title, lines }) => ({
    title: cleanText(title),
    lines: paragraphsOf(lines),
  }));
  const guide = cleanText(data.guide);
  const sources = listOf(data.sources).map((source) => ({ ...sourceFields(source), kind: source.kind }));
  const documented = sources.filter(({ kind }) => kind !== 'practice');
  const practice = sources.filter(({ kind }) => kind === 'practice');
  const tables = listOf(data.tables).map(tableFields);
  const hasMore = long.length > 0 || steps.length > 0 || sources.length > 0;
  const isGuide = isTrue(data.isGuide);
  const hasCustomerText = isTrue(data.hasCustomerText);
  const folds = [hasMore && !isGuide, commands.length > 0 && !isGuide, guide !== '', hasCustomerText];
  const related = topicsOf(data.related).slice(0, MOST_BUTTONS - folds.filter(Boolean).length);
  return {
    topic: cleanText(data.topic),
    question: cleanText(data.question),
    short: cleanText(data.short, PARAGRAPH_LENGTH),
    picture: pictureFields(data.picture, pictures),
    long,
    steps,
    decision: tables.slice(0, 1),
    comparison: tables.slice(1),
    commands,
    warning: cleanText(data.warning, PARAGRAPH_LENGTH),
    guide,
    isGuide,
    hasCustomerText,
    hasMore,
    hasLong: long.length > 0,
    hasSteps: steps.length > 0,
    hasCommands: commands.length > 0,
    hasFold: folds.includes(true),
    related,
    hasRelated: related.length > 0,
    next: cleanText(listOf(data.next)[0]) || 'help',
    documented,
    hasDocumented: documented.length > 0,
    practice,
    hasPractice: practice.length > 0,
    reviewed: writeDay(data.reviewed, locale),
    sourceUrl: firstSource(data.sources),
  };
}

/** Data of "what do you mean?". */
export function didYouMeanFields(data: ViewData<'did-you-mean'>): Fields {
  return { choices: topicsOf(data.choices).slice(0, MOST_BUTTONS) };
}

/** Data of a text to forward. */
export function forCustomerFields(data: ViewData<'for-customer'>): Fields {
  return {
    title: cleanText(data.title),
    text: paragraphsOf(data.text),
    copy: linesOf(data.copy).join('\n'),
    pageUrl: safeLink(data.pageUrl),
    isCustomer: (data.reader as string | undefined) === 'customer',
  };
}

/** Data of the choice of a customer's concern. */
export function concernsFields(data: ViewData<'customer-concerns'>): Fields {
  return {
    concerns: topicsOf(data.concerns).slice(0, MOST_CONCERNS),
    isCustomer: (data.reader as string | undefined) === 'customer',
    isMissed: isTrue(data.isMissed),
  };
}

/** Data of the card that stands alone in a chat with a customer. */
export function customerCardFields(data: ViewData<'customer-card'>): Fields {
  return {
    title: cleanText(data.title),
    text: paragraphsOf(data.text),
    sourceUrl: firstSource(data.sources),
  };
}

/** A text of several lines, each of them cleaned; the line breaks stay. */
function linesOf(text: string | undefined): string[] {
  return (text ?? '')
    .slice(0, COPY_LENGTH)
    .split('\n')
    .map((line) => cleanText(line, PARAGRAPH_LENGTH));
}

function isTrue(value: boolean | undefined): boolean {
  return value ?? false;
}

function paragraphsOf(texts: readonly string[] | undefined): string[] {
  return listOf(texts).map((text) => cleanText(text, PARAGRAPH_LENGTH));
}

function topicsOf(topics: readonly Topic[] | undefined): Topic[] {
  return listOf(topics).map(({ topic, title }) => ({
    topic: cleanText(topic),
    title: cleanText(title, TITLE_LENGTH),
  }));
}

function tableFields({ title, columns, rows }: AnswerTable): Fields {
  return {
    title: cleanText(title),
    columns: cellsOf(columns),
    rows: listOf(rows).map((cells) => ({ cells: cellsOf(cells) })),
  };
}

function cellsOf(texts: readonly string[]): string[] {
  return texts.map((text) => cleanText(text, CELL_LENGTH));
}

function sourceFields({ title, url }: Source): Fields {
  return { title: cleanText(title, TITLE_LENGTH), url: safeLink(url) };
}

/** Where the button "Read it on Microsoft Learn" leads; '' when the first source is something else. */
function firstSource(sources: readonly Source[] | undefined): string {
  const url = safeLink(listOf(sources)[0]?.url);
  return url.startsWith('https://learn.microsoft.com/') ? url : '';
}

function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return list ?? [];
}

const line = z.string().min(1);
const picture = z.object({ alt: line, labels: z.record(line) }).strict();
const picturesSchema = z
  .object({ link: picture, lighthouse: picture, guest: picture } satisfies Record<PictureName, unknown>)
  .strict();

/** What each drawing says in one language: to those who don't see it (`alt`), and in the drawing (`labels`, by place). */
export type PictureTexts = Readonly<z.infer<typeof picturesSchema>>;

/** Reads `content/<language>/pictures.json`; throws when it is not right. */
export function loadPictureTexts(contentFolder: string, language: Language): PictureTexts {
  return readJsonFile(picturesSchema, contentFolder, language, 'pictures.json');
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
function pictureFields(name: string | undefined, pictures: Pictures): Fields[] {
  const picture = pictures.get(name ?? '');
  return picture === undefined ? [] : [picture];
}
