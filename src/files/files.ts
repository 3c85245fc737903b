import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';

import type { Clock } from '../model/clock';
import { asFileId, branded, newFileId } from '../model/identifiers';
import type { CorrelationId, FileId } from '../model/identifiers';
import { LANGUAGES } from '../model/language';
import type { Language } from '../model/language';
import type { Person } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import type { FileDocument, FileFormat, MadeFile } from './document';
import { FILE_FORMATS, documentSchema, writeFile } from './document';

/** So long a document can be taken along as a file; after that it would no longer say what is there now. */
const FRESH_MS = 10 * 60 * 1000;
/** An offer lasts ten minutes from when it was made: the document is there until the last one is over. */
const OFFER_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Less than a record may have; the compressed text of some thousand directories. */
const PART_LENGTH = 300_000;
/** A hundredth of the time that the best takes, in which nobody else is answered, for a tenth more of text. */
const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** A document of five thousand directories has some megabytes. */
const MOST_BYTES = 32 * 1024 * 1024;

const whose = z.object({ tenantId: z.string(), objectId: z.string() });
const documentRecord = z.object({
  schema: z.literal(1),
  person: whose,
  keptAt: z.string(),
  parts: z.number().int().min(1).max(50),
  part: z.string(),
});
const partRecord = z.object({ schema: z.literal(1), person: whose, part: z.string() });
const offerRecord = z.object({
  schema: z.literal(1),
  person: whose,
  documentId: branded<FileId>(asFileId),
  format: z.enum(FILE_FORMATS),
  language: z.enum(LANGUAGES),
  status: z.enum(['offered', 'taken']),
});
const digestRecord = z.object({
  schema: z.literal(1),
  person: whose,
  account: z.string(),
  name: z.string(),
  madeAt: z.string(),
});

/** A file that was offered, and is handed out once to the person who asked. */
export interface FileOffer {
  readonly offerId: FileId;
  readonly file: MadeFile;
}

/** What is known of a file that the bot made. */
export interface KnownFile {
  /** Who asked for it. */
  readonly account: string;
  readonly isOwn: boolean;
  readonly name: string;
  readonly madeAt: string;
}

/** What comes of taking an offer. `taken`: somebody was faster, or it was pressed before. */
export type TakenFile =
  | { readonly kind: 'file'; readonly file: MadeFile; readonly offer: z.infer<typeof offerRecord> }
  | { readonly kind: 'taken' | 'gone' };

interface FilesParts {
  readonly store: RecordStore;
  readonly clock: Clock;
  /** How many days a line of the audit trail is kept, and with it what is known of a file. */
  readonly trailDays: number;
}

/**
 * What people take along as files: documents for some minutes, offers that are taken once on whichever instance, and for
 * as long as the audit trail the digests of the files that were made. A file itself is never kept: it is written anew
 * from its document, and comes out the same.
 */
export class Files {
  constructor(private readonly parts: FilesParts) {}

  /** Keeps a document for its files. */
  async keep(person: Person, document: FileDocument): Promise<FileId> {
    const { store } = this.parts;
    const id = newFileId();
    const text = brotliCompressSync(JSON.stringify(document), QUICKLY).toString('base64');
    const parts = text.match(new RegExp(`.{1,${PART_LENGTH}}`, 'g')) ?? [''];
    const until = this.after(FRESH_MS + OFFER_MS);
    const same = { schema: 1, person: idsOf(person) };
    for (const [index, part] of parts.entries()) {
      const first = index === 0 ? { keptAt: this.now().toISOString(), parts: parts.length } : {};
      await store.put('files', partKey(id, index), { ...same, ...first, part }, { absent: true }, until);
    }
    return id;
  }

  /** The person's document while it is fresh; undefined when it is old, gone, or somebody else's. */
  async document(person: Person, id: FileId): Promise<FileDocument | undefined> {
    const found = await this.read(person, id);
    const age = found === undefined ? Infinity : this.now().getTime() - Date.parse(found.keptAt);
    return age < FRESH_MS ? found?.document : undefined;
  }

  /**
   * Makes a file of the person's document, notes its digest in the audit trail, and offers it for ten minutes. Undefined
   * when the document is not fresh any more. `again`: the file was offered already, and only the way to it is another one.
   */
  async offer(
    { person, correlationId }: { readonly person: Person; readonly correlationId: CorrelationId },
    wanted: { readonly documentId: FileId; readonly format: FileFormat; readonly language: Language },
    again = false,
  ): Promise<FileOffer | undefined> {
    const { documentId, format, language } = wanted;
    const document = again
      ? (await this.read(person, documentId))?.document
      : await this.document(person, documentId);
    if (document === undefined) return undefined;
    const file = writeFile(document, format, language);
    await this.noteDigest(person, correlationId, document, file);
    const offerId = newFileId();
    const record = { schema: 1, person: idsOf(person), documentId, format, language, status: 'offered' };
    await this.parts.store.put('files', offerKey(offerId), record, { absent: true }, this.after(OFFER_MS));
    return { offerId, file };
  }

  /** Takes an offer: of several who come with it, on whichever instance, one gets the file, and only the person it is for. */
  async take(person: Person, offerId: FileId): Promise<TakenFile> {
    const { store } = this.parts;
    const record = await store.get('files', offerKey(offerId));
    const offer = offerRecord.safeParse(record?.value).data;
    if (record === undefined || offer === undefined || !isSame(offer.person, person)) return { kind: 'gone' };
    if (offer.status === 'taken') return { kind: 'taken' };
    const { etag } = record;
    const until = this.after(OFFER_MS);
    const put = await store.put('files', offerKey(offerId), { ...offer, status: 'taken' }, { etag }, until);
    if (put.kind === 'conflict') return { kind: 'taken' };
    const found = await this.read(person, offer.documentId);
    if (found === undefined) return { kind: 'gone' };
    return { kind: 'file', file: writeFile(found.document, offer.format, offer.language), offer };
  }

  /** What is known of the file with this digest; only people of the company in which it was made are told. */
  async known(person: Person, digest: string): Promise<KnownFile | undefined> {
    const record = await this.parts.store.get('files', digestKey(digest));
    const read = digestRecord.safeParse(record?.value).data;
    if (read?.person.tenantId !== person.tenantId) return undefined;
    const { account, name, madeAt } = read;
    return { account, name, madeAt, isOwn: read.person.objectId === person.objectId };
  }

  private async read(person: Person, id: FileId) {
    const { store } = this.parts;
    const first = documentRecord.safeParse((await store.get('files', partKey(id, 0)))?.value).data;
    if (first === undefined || !isSame(first.person, person)) return undefined;
    let text = first.part;
    for (let index = 1; index < first.parts; index += 1) {
      const next = partRecord.safeParse((await store.get('files', partKey(id, index)))?.value).data;
      if (next === undefined) return undefined;
      text += next.part;
    }
    const json = brotliDecompressSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_BYTES });
    const document = documentSchema.parse(JSON.parse(json.toString('utf8')));
    return { document, keptAt: first.keptAt };
  }

  /** The line of the audit trail, and where it is found by the digest alone. Making the same file again changes nothing. */
  private async noteDigest(
    person: Person,
    correlationId: CorrelationId,
    { schema, askedBy }: FileDocument,
    { name, digest }: MadeFile,
  ): Promise<void> {
    const { store, trailDays } = this.parts;
    const madeAt = this.now().toISOString();
    await store.append({
      at: madeAt,
      operationId: `file.${digest}`,
      correlationId,
      personTenantId: person.tenantId,
      personObjectId: person.objectId,
      tenantId: person.tenantId,
      directoryName: '',
      accountObjectId: person.objectId,
      action: schema === 'pal-assistant/links' ? 'export-links' : 'export-history',
      before: null,
      after: null,
      status: 'made',
      fileDigest: digest,
      fileName: name,
    });
    const account = askedBy.userPrincipalName ?? askedBy.displayName;
    const value = { schema: 1, person: idsOf(person), account, name, madeAt };
    await store.put('files', digestKey(digest), value, { absent: true }, this.after(trailDays * DAY_MS));
  }

  private now(): Date {
    return this.parts.clock.now();
  }

  private after(ms: number): Date {
    return new Date(this.now().getTime() + ms);
  }
}

type Ids = Pick<Person, 'tenantId' | 'objectId'>;

function idsOf({ tenantId, objectId }: Ids): Ids {
  return { tenantId, objectId };
}

function isSame(one: z.infer<typeof whose>, other: Ids): boolean {
  return one.tenantId === other.tenantId && one.objectId === other.objectId;
}

function partKey(id: FileId, index: number): string {
  return `document.${id}.${index}`;
}

function offerKey(id: FileId): string {
  return `offer.${id}`;
}

function digestKey(digest: string): string {
  return `digest.${digest}`;
}
