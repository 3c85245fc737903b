import type { ProofData, ProofResult } from '../cards/file-view';
import type { View } from '../cards/view';
import type { FileDocument, LinkRow } from '../files/document';
import { historyDocument, linksDocument } from '../files/document';
import type { Directory } from '../model/directory';
import type { FileId } from '../model/identifiers';
import { partnerNameOf } from '../model/person';
import type { DirectoryReading } from '../pal/overview';
import { StorageAwayError } from '../storage/record-store';
import { blocked } from './sign-in';
import type { Command } from './command';
import type { DialogContext, DialogResult } from './context';
import { answer, inPassing } from './context';
import { atHome } from './locate';
import { readDirectories } from './named-directories';
import type { Expected } from './overview';
import { expectedBy, isExpected } from './overview';
import { problemView } from './problem';
import { firstPictureIn, soonOr } from './turn';
import type { Request } from './request';

type ProofRequest = Extract<Request, { kind: 'prove' }>;

/** As many directories stand on the card; all of them in its files. */
const MOST_ROWS = 10;

/** What ARM says now of the person's links, read for this; or what they decided, as the audit trail has it. */
export async function proveDialog(context: DialogContext, request: ProofRequest): Promise<DialogResult> {
  if (request.of === 'history') return historyProof(context);
  const { caller, pal, now } = context;
  const listed = await pal.directories(caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const { directories, unknown } = chosen(context, request, listed.value);
  if (directories.length === 0) {
    const problem = { code: 'directory-unknown', correlationId: caller.correlationId } as const;
    return answer(problemView(context, problem));
  }
  const expected = await expectedBy(context);
  const readings: DirectoryReading[] = [];
  const beside = { unknown, directoryId: request.tenantId ?? '', pageUrl: context.customersUrl };
  const document = (): FileDocument => linksDocument(caller.person, readings, now);
  const latest = (): View => ({
    name: 'proof',
    data: proofData(document(), { ...beside, pending: directories.length - readings.length }, expected),
  });
  const readAll = async (): Promise<View> => {
    for await (const reading of pal.readForOverview(caller, directories)) readings.push(reading);
    return keptProof(context, document(), beside, expected);
  };
  const done = readAll();
  const soon = await soonOr(done, firstPictureIn(context));
  return {
    views: [soon?.value ?? latest()],
    dialog: 'keep',
    ...(soon === undefined ? { follows: { done, latest } } : {}),
  };
}

async function historyProof(context: DialogContext): Promise<DialogResult> {
  const { caller, pal, now } = context;
  const decisions = await pal.history(caller.person);
  return inPassing(
    await keptProof(context, historyDocument(caller.person, decisions, now), {
      pageUrl: context.customersUrl,
    }),
  );
}

/** The proof once more as a card that stands by itself; anew when it is not fresh any more. */
export async function proofCardDialog(
  context: DialogContext,
  { documentId, otherwise }: Extract<Command, { kind: 'proof-card' }>,
): Promise<DialogResult> {
  const document = await context.files.document(context.caller.person, documentId);
  if (document === undefined) return proveAgain(context, otherwise);
  return inPassing({
    name: 'proof',
    data: proofData(document, { documentId, isToForward: true, pageUrl: context.customersUrl }),
  });
}

/** Reads anew what a card proved that is old by now. */
export function proveAgain(context: DialogContext, otherwise: Request): Promise<DialogResult> {
  return proveDialog(context, otherwise.kind === 'prove' ? otherwise : { kind: 'prove', of: 'links' });
}

/** Without records there is a card all the same, but no files. */
async function keptProof(
  context: DialogContext,
  document: FileDocument,
  beside: Beside,
  expected: Expected = ANY,
): Promise<View> {
  try {
    const documentId = await context.files.keep(context.caller.person, document);
    return { name: 'proof', data: proofData(document, { ...beside, documentId }, expected) };
  } catch (error) {
    if (!(error instanceof StorageAwayError)) throw error;
    return { name: 'proof', data: proofData(document, beside, expected) };
  }
}

/** The directories that the request names, by id or by words: a reading of too many does no harm. All without a name. */
function chosen(
  { placeWords }: DialogContext,
  { tenantId, named }: ProofRequest,
  all: readonly Directory[],
): { readonly directories: readonly Directory[]; readonly unknown: string } {
  if (tenantId !== undefined) {
    return { directories: all.filter((one) => one.tenantId === tenantId), unknown: '' };
  }
  const { found, fitting, unknown } = readDirectories(named ?? '', all, placeWords);
  const directories = [...found, ...fitting];
  const isAboutAll = directories.length + unknown.length === 0;
  return {
    directories: isAboutAll ? all : directories,
    unknown: unknown.map(({ name }) => name).join(', '),
  };
}

/** What a document does not say itself. */
type Beside = Pick<ProofData, 'pageUrl'> &
  Partial<Pick<ProofData, 'unknown' | 'directoryId' | 'pending' | 'isToForward'>> & {
    readonly documentId?: FileId;
  };

/** On a card to be forwarded no PartnerID is the wrong one: it says only what ARM says. */
const ANY: Expected = { partnerIds: [], isCompanys: false };

/** A document as its card shows it: what is proven first. A link to another PartnerID than those expected is marked. */
export function proofData(document: FileDocument, beside: Beside, expected: Expected = ANY): ProofData {
  const { askedBy, madeAt, rows, schema } = document;
  const links = document.schema === 'pal-assistant/links' ? document.rows : [];
  const inOrder = links
    .map((row) => ({ row, result: resultOf(row, expected) }))
    .sort((one, other) => PROVEN_FIRST.indexOf(one.result) - PROVEN_FIRST.indexOf(other.result));
  const count = (...results: ProofResult[]): number =>
    inOrder.filter(({ result }) => results.includes(result)).length;
  const pending = beside.pending ?? 0;
  // While it is read, only how far: what stands on the card shall not move while somebody reads it.
  const shown = pending > 0 ? [] : inOrder.slice(0, MOST_ROWS).map(({ row }) => row);
  return {
    of: schema === 'pal-assistant/links' ? 'links' : 'history',
    documentId: '',
    directoryId: '',
    isToForward: false,
    unknown: '',
    ...beside,
    pending,
    total: rows.length + pending,
    linked: count('linked'),
    other: count('other'),
    isCompanyKnown: expected.isCompanys,
    unreadable: count('needs-you', 'needs-admin', 'unreadable'),
    askedBy: askedBy.userPrincipalName ?? askedBy.displayName,
    madeAt,
    rows: shown.map((row) => shownRow(row, expected)),
    more: pending > 0 ? 0 : links.length - shown.length,
    copy: shown.map((row) => textOf(row, document)).join('\n\n'),
  };
}

const PROVEN_FIRST: readonly ProofResult[] = [
  'linked',
  'other',
  'not-linked',
  'refused',
  'lighthouse',
  'needs-you',
  'needs-admin',
  'unreadable',
];

const RESULTS: Readonly<Record<LinkRow['result'], ProofResult>> = {
  linked: 'linked',
  'not-linked': 'not-linked',
  lighthouse: 'lighthouse',
  'needs-sign-in': 'needs-you',
  'needs-second-factor': 'needs-you',
  'needs-admin': 'needs-admin',
  'not-readable': 'unreadable',
};

function resultOf({ result, partnerId, reason }: LinkRow, expected: Expected): ProofResult {
  if (result === 'not-linked' && reason !== null) return 'refused';
  return result === 'linked' && !isExpected(expected, partnerId) ? 'other' : RESULTS[result];
}

function shownRow(row: LinkRow, expected: Expected): ProofData['rows'][number] {
  return {
    directoryName: row.tenantDisplayName,
    directoryId: row.tenantId,
    domain: row.tenantDefaultDomain,
    account: row.userPrincipalName ?? '',
    objectId: row.objectId ?? '',
    partnerId: row.partnerId ?? '',
    partnerName: partnerNameOf(expected.company ?? [], row),
    linkedSince: row.createdTime ?? '',
    lastChanged: row.updatedTime ?? '',
    version: row.version ?? 0,
    state: row.state ?? '',
    result: resultOf(row, expected),
    checkedAt: row.checkedAt,
    armRequestId: row.armRequestId ?? '',
  };
}

/**
 * The fields of the file, one a line; the same in every language, as in the file. A name of the customer's may have lines
 * of its own: they would read as fields.
 */
function textOf(row: LinkRow, { askedBy }: FileDocument): string {
  const asked = { askedBy: askedBy.userPrincipalName ?? askedBy.displayName };
  return Object.entries({ ...row, ...asked })
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${`${value}`.replace(/\s+/gu, ' ')}`)
    .join('\n');
}
