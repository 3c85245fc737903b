import { randomUUID } from 'node:crypto';
import { odata } from '@azure/data-tables';
import type { TableClient } from '@azure/data-tables';
import type { Clock } from '../model/clock';
import type {
  AuditEntry,
  Collection,
  Expectation,
  ListedRecord,
  Put,
  PutResult,
  RecordStore,
  StoredRecord,
  TrailOwner,
} from './record-store';
import { trailKey } from './record-store';
import { forEach } from '../lib/async';
import { auditEntryOf, recordText, recordValue } from './record-text';
import type { AzureTables, CallParts, ReadEntity } from './azure-tables';
import {
  entities,
  entityOf,
  filterOf,
  placeOf,
  readEntity,
  readTrailEntity,
  trailEntityOf,
  withRetries,
  ignoringStatus,
} from './azure-tables';

const NOT_FOUND = 404;
const CONFLICT = 409;
const PRECONDITION_FAILED = 412;

/** What the store is built from. */
export interface AzureStoreParts extends CallParts {
  readonly tables: AzureTables;
  readonly clock: Clock;
}

/** The store of many instances: two tables of an Azure Storage account, written with the service's own ETags. */
export class AzureStore implements RecordStore {
  constructor(private readonly parts: AzureStoreParts) {}

  async get(collection: Collection, key: string): Promise<StoredRecord | undefined> {
    const entity = await this.read(await this.records(), collection, key);
    if (entity === undefined || this.isOver(entity)) return undefined;
    return { value: recordValue(entity.text), etag: etagOf(entity) };
  }

  async put(
    collection: Collection,
    key: string,
    value: unknown,
    expected: Expectation,
    expiresAt?: Date,
  ): Promise<PutResult> {
    const text = recordText(value);
    const write = randomUUID();
    const until = expiresAt === undefined ? {} : { expiresAt };
    const entity = entityOf(collection, { key, text, write, ...until });
    const records = await this.records();
    const create = (): Promise<string | undefined> =>
      this.written([CONFLICT], (abortSignal) => records.createEntity(entity, { abortSignal }));
    const replace = (etag: string): Promise<string | undefined> =>
      this.written([NOT_FOUND, PRECONDITION_FAILED], (abortSignal) =>
        records.updateEntity(entity, 'Replace', { etag, abortSignal }),
      );

    const seen = 'absent' in expected ? undefined : readEtag(expected.etag);
    if (seen !== undefined && (seen.etag === '' || this.isOver(seen))) return { kind: 'conflict' };
    const etag = await (seen === undefined ? create() : replace(seen.etag));
    if (etag !== undefined) return { kind: 'stored', etag: etagOf({ etag, ...until }) };

    const there = await this.read(records, collection, key);
    // Our own write, whose answer was lost before the second try.
    if (there?.write === write) return { kind: 'stored', etag: etagOf(there) };
    if (seen !== undefined || there === undefined || !this.isOver(there)) return { kind: 'conflict' };
    // What stands there has expired: the new record may take its place.
    const taken = await replace(there.etag);
    return taken === undefined
      ? { kind: 'conflict' }
      : { kind: 'stored', etag: etagOf({ etag: taken, ...until }) };
  }

  async putWithLine(put: Put, line: AuditEntry): Promise<PutResult> {
    // The tables are two, and there is no transaction over both.
    const { collection, key, value, expected, expiresAt } = put;
    const result = await this.put(collection, key, value, expected, expiresAt);
    if (result.kind === 'stored') await this.append(line);
    return result;
  }

  async delete(collection: Collection, key: string, expected?: { readonly etag: string }): Promise<void> {
    const { partitionKey, rowKey } = placeOf(collection, key);
    const etag = expected === undefined ? undefined : readEtag(expected.etag).etag;
    await this.remove(await this.records(), partitionKey, rowKey, etag);
  }

  async *list(collection: Collection): AsyncIterable<ListedRecord> {
    for await (const found of entities(this.parts, await this.records(), filterOf(collection))) {
      const entity = readEntity(found);
      if (entity === undefined || this.isOver(entity)) continue;
      const record = { key: entity.key, value: recordValue(entity.text), etag: etagOf(entity) };
      yield entity.expiresAt === undefined ? record : { ...record, expiresAt: entity.expiresAt };
    }
  }

  async append(entry: AuditEntry): Promise<void> {
    const trail = await this.trailTable();
    const entity = trailEntityOf(entry);
    await ignoringStatus(
      [CONFLICT],
      withRetries(this.parts, (abortSignal) => trail.createEntity(entity, { abortSignal })),
    );
  }

  async audit(person: TrailOwner, most?: number): Promise<AuditEntry[]> {
    const found: AuditEntry[] = [];
    // Within a person's lines the service knows no order by time.
    for await (const { text } of this.linesOf(person)) found.push(auditEntryOf(text));
    found.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
    return most === undefined ? found : found.slice(-most);
  }

  async *trail(): AsyncIterable<AuditEntry> {
    for await (const found of entities(this.parts, await this.trailTable())) {
      yield auditEntryOf(readTrailEntity(found).text);
    }
  }

  async forgetTrail(person: TrailOwner): Promise<void> {
    const trail = await this.trailTable();
    await forEach(this.linesOf(person), ({ partitionKey, rowKey }) =>
      this.remove(trail, partitionKey, rowKey),
    );
  }

  async sweep(trailSince: Date): Promise<number> {
    const [records, trail] = [await this.records(), await this.trailTable()];
    const expired = entities(this.parts, records, `expires le '${this.parts.clock.now().toISOString()}'`);
    const old = entities(this.parts, trail, `at lt '${trailSince.toISOString()}'`);
    const ofRecords = await forEach(expired, async (found) => {
      const { partitionKey, rowKey } = readTrailEntity(found);
      // One that was written anew meanwhile stays.
      await this.remove(records, partitionKey, rowKey, readEntity(found)?.etag);
    });
    const ofTrail = await forEach(old, async (found) => {
      const { partitionKey, rowKey } = readTrailEntity(found);
      await this.remove(trail, partitionKey, rowKey);
    });
    return ofRecords + ofTrail;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async *linesOf(person: TrailOwner): AsyncIterable<ReturnType<typeof readTrailEntity>> {
    const filter = odata`PartitionKey eq ${trailKey(person)}`;
    for await (const found of entities(this.parts, await this.trailTable(), filter)) {
      yield readTrailEntity(found);
    }
  }

  private records(): Promise<TableClient> {
    return this.parts.tables.records();
  }

  private trailTable(): Promise<TableClient> {
    return this.parts.tables.trail();
  }

  private async read(
    records: TableClient,
    collection: Collection,
    key: string,
  ): Promise<ReadEntity | undefined> {
    const { partitionKey, rowKey } = placeOf(collection, key);
    const found = await ignoringStatus(
      [NOT_FOUND],
      withRetries(this.parts, (abortSignal) => records.getEntity(partitionKey, rowKey, { abortSignal })),
    );
    return readEntity(found);
  }

  /** The version that a write made; undefined when the service found something `other` than was expected. */
  private async written(
    other: readonly number[],
    request: (abortSignal: AbortSignal) => Promise<{ etag?: string }>,
  ): Promise<string | undefined> {
    const answer = await ignoringStatus(other, withRetries(this.parts, request));
    return answer?.etag;
  }

  private async remove(table: TableClient, partition: string, row: string, etag = '*'): Promise<void> {
    await ignoringStatus(
      [NOT_FOUND, PRECONDITION_FAILED],
      withRetries(this.parts, (abortSignal) => table.deleteEntity(partition, row, { etag, abortSignal })),
    );
  }

  private isOver({ expiresAt }: Pick<ReadEntity, 'expiresAt'>): boolean {
    return expiresAt !== undefined && expiresAt.getTime() <= this.parts.clock.now().getTime();
  }
}

/** The version for our callers says until when the record is one, so that nobody changes one that has expired. */
function etagOf({ etag, expiresAt }: Pick<ReadEntity, 'etag' | 'expiresAt'>): string {
  return `${expiresAt?.getTime() ?? ''}|${etag}`;
}

function readEtag(text: string): Pick<ReadEntity, 'etag' | 'expiresAt'> {
  const [expires = '', ...rest] = text.split('|');
  const etag = rest.join('|');
  return expires === '' ? { etag } : { etag, expiresAt: new Date(Number(expires)) };
}
