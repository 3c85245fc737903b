import { createHash } from 'node:crypto';
import type { TableEntity } from '@azure/data-tables';
import { z } from 'zod';
import { auditEntryId, trailKeyOf } from './audit-entry';
import type { AuditEntry } from './audit-entry';
import { recordText } from './record-text';
import type { Collection } from './record-store';

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
  return { partitionKey: `${collection}.${rowKey.charAt(0)}`, rowKey };
}

/** The filter for all records of a collection. */
export function filterOf(collection: Collection): string {
  // The slash is the character after the dot.
  return `PartitionKey ge '${collection}.' and PartitionKey lt '${collection}/'`;
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
