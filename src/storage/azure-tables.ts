import { createHash } from 'node:crypto';

import type { TableEntity } from '@azure/data-tables';
import { RestError, TableClient } from '@azure/data-tables';
import { ManagedIdentityCredential } from '@azure/identity';
import { z } from 'zod';

import type { AuditEntry, Collection } from './record-store';
import { auditEntryId, storedName, trailKeyOf } from './record-store';
import { recordText } from './record-text';

/** Which account the tables stand in, and how the bot shows that it may use them. */
export type AzureTablesAccess =
  | {
      readonly kind: 'connection-string';
      readonly connectionString: string;
      /** Whether the account may be reached without TLS: an emulator on this machine only. */
      readonly mayBeInsecure: boolean;
    }
  | {
      readonly kind: 'managed-identity';
      /** Such as `https://myaccount.table.core.windows.net`. */
      readonly endpoint: string;
      /** Of a user-assigned identity; without it, the machine's own. */
      readonly clientId?: string;
    };

const TABLES = { records: 'palrecords', trail: 'palaudittrail' } as const;
/** The first request may have to wait for the identity's token, too. */
const CREATION_MS = 5_000;
const ALREADY_THERE = 409;

/** The two tables; made where there are none yet, before either is used. */
export interface AzureTables {
  records(): Promise<TableClient>;
  trail(): Promise<TableClient>;
}

/** Opens the tables of an account. Nothing is sent before they are used. Throws for a connection string that is none. */
export function openAzureTables(access: AzureTablesAccess): AzureTables {
  const open = clientsOf(access);
  const once = (name: string): (() => Promise<TableClient>) => {
    const client = open(name);
    let made: Promise<TableClient> | undefined;
    return () => {
      made ??= create(client).catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    };
  };
  return { records: once(TABLES.records), trail: once(TABLES.trail) };
}

function clientsOf(access: AzureTablesAccess): (name: string) => TableClient {
  // Our own tries have each their time (table-calls.ts).
  const options = { retryOptions: { maxRetries: 0 } };
  if (access.kind === 'connection-string') {
    const { connectionString, mayBeInsecure } = access;
    return (name) =>
      TableClient.fromConnectionString(connectionString, name, {
        ...options,
        allowInsecureConnection: mayBeInsecure,
      });
  }
  const { endpoint, clientId } = access;
  const credential = new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
  return (name) => new TableClient(endpoint, name, credential, options);
}

async function create(client: TableClient): Promise<TableClient> {
  try {
    await client.createTable({ abortSignal: AbortSignal.timeout(CREATION_MS) });
  } catch (error) {
    // Azurite, and the service for some callers, say that it is there already; the SDK takes the usual case for good.
    if (statusOf(error) !== ALREADY_THERE) throw error;
  }
  return client;
}

/** One try of one request. Two and the pause between them stay below the two seconds that a chat can wait. */
const TRY_MS = 700;
/** A page of a listing holds up to a thousand records: nobody waits for it in a chat. */
const PAGE_TRY_MS = 5_000;
const TRIES = 2;
const PAUSE_MS = 60;
const PAGE = 1_000;

/** What the calls need besides the service. */
export interface CallParts {
  readonly wait: (ms: number) => Promise<void>;
  /** From 0 up to 1: spreads the second tries. */
  readonly random: () => number;
}

/** Statuses that say that the service is not well, not that the request is wrong. */
const isWorthAnotherTry = (status: number | undefined): boolean =>
  status === undefined || status === 408 || status === 429 || status >= 500;

/** Sends a request, and once more when nothing good came; each try has its time. */
export async function withRetries<T>(
  parts: CallParts,
  request: (abortSignal: AbortSignal) => Promise<T>,
  tryMs = TRY_MS,
): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await request(AbortSignal.timeout(tryMs));
    } catch (error) {
      if (count >= TRIES || !isWorthAnotherTry(statusOf(error))) throw error;
      await parts.wait(PAUSE_MS * (1 + parts.random()));
    }
  }
}

/** The HTTP status of a refusal; undefined when no answer came. */
function statusOf(error: unknown): number | undefined {
  return error instanceof RestError ? error.statusCode : undefined;
}

/** What a request gives, or undefined where the service answers with one of these statuses. */
export async function ignoringStatus<T>(
  statuses: readonly number[],
  request: Promise<T>,
): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && statuses.includes(status)) return undefined;
    throw error;
  }
}

/** All entities that the filter lets through, page by page. */
export async function* entities(
  parts: CallParts,
  client: TableClient,
  filter?: string,
): AsyncIterable<unknown> {
  const queryOptions = filter === undefined ? {} : { filter };
  for (let continuationToken: string | undefined; ;) {
    const next = await withRetries(
      parts,
      (abortSignal) => {
        const from = continuationToken === undefined ? {} : { continuationToken };
        return client
          .listEntities({ queryOptions, abortSignal })
          .byPage({ maxPageSize: PAGE, ...from })
          .next();
      },
      PAGE_TRY_MS,
    );
    if (next.done === true) return;
    yield* next.value;
    ({ continuationToken } = next.value);
    if (continuationToken === undefined) return;
  }
}

/** A property of an entity takes 64 KiB of UTF-16: a longer text goes over several. */
const PART_LENGTH = 30_000;
const PART = /^part([0-9]{1,2})$/;

/** What every entity of a record has besides the parts of its value. */
const recordEntity = z
  .object({ etag: z.string(), key: z.string(), write: z.string(), expires: z.string().optional() })
  .passthrough();
const trailEntity = z.object({ partitionKey: z.string(), rowKey: z.string() }).passthrough();

/** An entity of a record, read. */
export interface ReadEntity {
  readonly key: string;
  readonly text: string;
  readonly etag: string;
  /** Which write it comes from, so that one whose answer was lost is known again. */
  readonly write: string;
  readonly expiresAt?: Date;
}

/** Where an entity stands in its table. */
export interface Place {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/**
 * Where a record stands. Keys of entities must be short and without `/\#?` and control characters, so that it is a
 * hash; its first character spreads a collection over 64 partitions.
 */
export function placeOf(collection: Collection, key: string): Place {
  const rowKey = createHash('sha256').update(JSON.stringify(key)).digest('base64url');
  return { partitionKey: `${storedName(collection)}.${rowKey.charAt(0)}`, rowKey };
}

/** The filter for all records of a collection. */
export function filterOf(collection: Collection): string {
  // The slash is the character after the dot.
  const stored = storedName(collection);
  return `PartitionKey ge '${stored}.' and PartitionKey lt '${stored}/'`;
}

/** A record as an entity. The key is kept as JSON, in which every character can stand. */
export function entityOf(
  collection: Collection,
  record: { readonly key: string; readonly text: string; readonly write: string; readonly expiresAt?: Date },
): TableEntity {
  const { key, text, write, expiresAt } = record;
  return {
    ...placeOf(collection, key),
    ...partsOf(text),
    key: recordText(key),
    write,
    ...(expiresAt === undefined ? {} : { expires: expiresAt.toISOString() }),
  };
}

/** An entity of a record, read; undefined when it is none of ours. */
export function readEntity(entity: unknown): ReadEntity | undefined {
  const parsed = recordEntity.safeParse(entity).data;
  if (parsed === undefined) return undefined;
  const { etag, key, write, expires } = parsed;
  const same = { key: z.string().parse(JSON.parse(key)), text: textOf(parsed), etag, write };
  return expires === undefined ? same : { ...same, expiresAt: new Date(expires) };
}

/** A line of the audit trail as an entity: a person's lines stand together, each under what it is known by. */
export function trailEntityOf(entry: AuditEntry): TableEntity {
  return {
    partitionKey: trailKeyOf(entry),
    rowKey: auditEntryId(entry),
    ...partsOf(recordText(entry)),
    at: entry.at,
  };
}

/** The text and the place of a line of the audit trail. */
export function readTrailEntity(entity: unknown): Place & { readonly text: string } {
  const parsed = trailEntity.parse(entity);
  return { partitionKey: parsed.partitionKey, rowKey: parsed.rowKey, text: textOf(parsed) };
}

function partsOf(text: string): Record<string, string> {
  const parts: Record<string, string> = {};
  for (let number = 0; number * PART_LENGTH < text.length; number += 1) {
    parts[`part${number}`] = text.slice(number * PART_LENGTH, (number + 1) * PART_LENGTH);
  }
  return parts;
}

function textOf(entity: Readonly<Record<string, unknown>>): string {
  return Object.entries(entity)
    .flatMap(([name, part]) => {
      const number = PART.exec(name)?.[1];
      return number === undefined || typeof part !== 'string' ? [] : [{ number: Number(number), part }];
    })
    .sort((one, other) => one.number - other.number)
    .map(({ part }) => part)
    .join('');
}
