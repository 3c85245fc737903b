import { createHash } from 'node:crypto';

import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

import type { Link } from '../model/directory';
import type { Language } from '../model/language';
import type { Person } from '../model/person';
import { PROBLEM_CODES } from '../model/problem';
import type { Decision } from '../pal/operations';
import type { DirectoryReading, DirectoryState } from '../pal/overview';

const text = z.string();
const maybe = z.string().nullable();

/**
 * One directory of a proof. Up to `partnerId` these are the fields, under their names, of the attestation script that
 * partners know (Azure Citadel); what ARM says beside that keeps ARM's names. Times are ISO 8601, UTC.
 */
const linkRow = z.object({
  tenantId: text,
  tenantDisplayName: text,
  tenantDefaultDomain: text,
  type: z.literal('user'),
  /** As the chat names the person; never looked up. */
  displayName: text,
  /** The account that the link belongs to, as the token for this directory tells it; null where there was no token. */
  userPrincipalName: maybe,
  appId: z.null(),
  objectId: maybe,
  /** The ARM resource of the link. */
  partnerAdminLink: maybe,
  partnerName: maybe,
  partnerId: maybe,
  state: maybe,
  version: z.number().int().nullable(),
  createdTime: maybe,
  updatedTime: maybe,
  /** What the reading came to; every other word than these two means that ARM did not say. */
  result: z.enum([
    'linked',
    'not-linked',
    'lighthouse',
    'needs-sign-in',
    'needs-second-factor',
    'needs-admin',
    'not-readable',
  ]),
  reason: z.enum(PROBLEM_CODES).nullable(),
  checkedAt: text,
  armRequestId: maybe,
});

/** One decision of a person, as the audit trail has it. */
const decisionRow = z.object({
  at: text,
  tenantId: text,
  tenantDisplayName: text,
  objectId: text,
  action: text,
  partnerIdBefore: maybe,
  partnerIdAfter: maybe,
  outcome: text,
  operationId: text,
  armRequestId: maybe,
});

const common = {
  schemaVersion: z.literal(1),
  madeAt: text,
  askedBy: z.object({ displayName: text, userPrincipalName: maybe, objectId: text, tenantId: text }),
};

/** What a file says: the JSON file is exactly this. A change of a field's meaning or name raises `schemaVersion`. */
export const documentSchema = z.discriminatedUnion('schema', [
  z.object({ schema: z.literal('pal-assistant/links'), ...common, rows: z.array(linkRow) }),
  z.object({ schema: z.literal('pal-assistant/history'), ...common, rows: z.array(decisionRow) }),
]);

/** See documentSchema. */
export type FileDocument = Readonly<z.infer<typeof documentSchema>>;
/** What ARM says of a person's links. */
export type LinksDocument = Extract<FileDocument, { schema: 'pal-assistant/links' }>;
/** One directory in it. */
export type LinkRow = LinksDocument['rows'][number];

/** A proof out of what was read; in the order of the names of the directories. */
export function linksDocument(
  person: Person,
  readings: readonly DirectoryReading[],
  madeAt: Date,
): LinksDocument {
  const rows = readings
    .map((reading) => linkRowOf(person, reading))
    .sort((one, other) => one.tenantDisplayName.localeCompare(other.tenantDisplayName, 'en'));
  const home = rows.find(({ tenantId }) => tenantId === person.tenantId)?.userPrincipalName ?? null;
  return { schema: 'pal-assistant/links', ...headOf(person, home, madeAt), rows };
}

/** What the person decided, newest first. */
export function historyDocument(
  person: Person,
  decisions: readonly Decision[],
  madeAt: Date,
): Extract<FileDocument, { schema: 'pal-assistant/history' }> {
  const rows = decisions.map((decision) => ({
    at: decision.at,
    tenantId: decision.tenantId,
    tenantDisplayName: decision.directoryName,
    objectId: decision.accountObjectId,
    action: decision.action,
    partnerIdBefore: decision.before,
    partnerIdAfter: decision.after,
    outcome: decision.outcome,
    operationId: decision.operationId,
    armRequestId: decision.armRequestId ?? null,
  }));
  return { schema: 'pal-assistant/history', ...headOf(person, null, madeAt), rows };
}

function headOf(
  { displayName, objectId, tenantId }: Person,
  userPrincipalName: string | null,
  madeAt: Date,
): Pick<LinksDocument, 'schemaVersion' | 'madeAt' | 'askedBy'> {
  const askedBy = { displayName, userPrincipalName, objectId, tenantId };
  return { schemaVersion: 1, madeAt: madeAt.toISOString(), askedBy };
}

function linkRowOf(
  { displayName }: Person,
  { directory, state, readAt, armRequestId }: DirectoryReading,
): LinkRow {
  const current = 'current' in state ? state.current : undefined;
  return {
    tenantId: directory.tenantId,
    tenantDisplayName: directory.name,
    tenantDefaultDomain: directory.defaultDomain,
    type: 'user',
    displayName,
    userPrincipalName: current?.account.username ?? null,
    appId: null,
    objectId: current?.account.objectId ?? null,
    ...(current?.state.kind === 'linked' ? linkFields(current.state.link) : NO_LINK),
    // ARM was read, and said so, where it has refused a link before.
    result: state.kind === 'needs-admin' && current !== undefined ? 'not-linked' : state.kind,
    reason: reasonOf(state),
    checkedAt: readAt,
    armRequestId: armRequestId ?? null,
  };
}

const NO_LINK = {
  partnerAdminLink: null,
  partnerName: null,
  partnerId: null,
  state: null,
  version: null,
  createdTime: null,
  updatedTime: null,
} as const;

function linkFields({ partnerId, partnerName, state, version, linkedSince, lastChanged }: Link) {
  return {
    partnerAdminLink: `/providers/microsoft.managementpartner/partners/${partnerId}`,
    partnerName,
    partnerId,
    state,
    version,
    createdTime: linkedSince,
    updatedTime: lastChanged,
  };
}

function reasonOf(state: DirectoryState): LinkRow['reason'] {
  return 'problem' in state ? state.problem.code : null;
}

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
