import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { Language } from '../model/language';
import type { FileDocument } from './document';

/** In what form a document is taken along. */
export const FILE_FORMATS = ['csv', 'json'] as const;
/** One of FILE_FORMATS. */
export type FileFormat = (typeof FILE_FORMATS)[number];

/** A file. The same document in the same form is the same file, byte for byte. */
export interface MadeFile {
  readonly name: string;
  readonly format: FileFormat;
  /** To be sent as UTF-8. */
  readonly text: string;
  readonly sizeInBytes: number;
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
}

/** Writes a document as a file. `language`: which sign Excel expects between the columns there. */
export function writeFile(document: FileDocument, format: FileFormat, language: Language): MadeFile {
  const text = format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : csvOf(document, language);
  const bytes = Buffer.from(text, 'utf8');
  return {
    name: `${NAMES[document.schema]}-${document.madeAt.slice(0, 19).replace(/[:T]/g, '-')}.${format}`,
    format,
    text,
    sizeInBytes: bytes.length,
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
}

const NAMES: Readonly<Record<FileDocument['schema'], string>> = {
  'pal-assistant/links': 'PAL-links',
  'pal-assistant/history': 'PAL-history',
};

/** Excel splits at this sign where it speaks the language; every cell is quoted, so that other programs see it too. */
const DELIMITERS: Readonly<Record<Language, string>> = { en: ',', de: ';' };

/** UTF-8 with a byte order mark: without it Excel takes the file for the code page of the machine. RFC 4180 otherwise. */
function csvOf({ rows, askedBy }: FileDocument, language: Language): string {
  const asked = askedBy.userPrincipalName ?? askedBy.displayName;
  const lines = rows.map((row) => ({ ...row, askedBy: asked, askedByObjectId: askedBy.objectId }));
  const cells = lines.map((line) =>
    Object.fromEntries(Object.entries(line).map(([name, value]) => [name, safeCell(value)])),
  );
  return stringify(cells, {
    header: true,
    bom: true,
    quoted: true,
    record_delimiter: 'windows',
    delimiter: DELIMITERS[language],
    escape_formulas: true,
  });
}

/** Control, format and other characters that look like nothing: in front of a formula they would hide it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;
/**
 * A sign that begins a formula, full-width and small forms too, where a cell begins: at the very beginning, and behind
 * each sign at which a program that was told another one between the columns would begin a new cell.
 */
const FORMULA = /(^|[,;|"])(?=\s*["']*\s*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe66\ufe62\ufe63\ufe6b])/gu;

/** A value as a cell that no spreadsheet takes for a formula (OWASP, CSV injection): an apostrophe stands before it. */
export function safeCell(value: string | number | null): string {
  if (value === null) return '';
  const visible = `${value}`.replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim();
  return visible.replace(FORMULA, "$1'");
}
