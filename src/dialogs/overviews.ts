import { BoundedMap } from '../lib/bounded-map';
import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { DirectoryReading } from '../pal/overview';

/** A filter or a page of it shows what was read until then; after that all is read anew. */
const FRESH_FOR_MS = 5 * 60 * 1000;
const MOST_PEOPLE = 500;

/** The directories of one person while they are read, and afterwards. */
export interface Reading {
  readonly directories: readonly Directory[];
  readonly read: Map<TenantId, DirectoryReading>;
  readonly startedAt: number;
  readonly done: Promise<void>;
}

/** What was read of each person's directories lately; in memory, of this instance only. */
export class Overviews {
  private readonly readings = new BoundedMap<string, Reading>(MOST_PEOPLE);

  /** The reading that is fresh enough; undefined when everything has to be read. */
  latest(person: Person, now: Date): Reading | undefined {
    const reading = this.readings.get(personKey(person));
    const age = reading === undefined ? Infinity : now.getTime() - reading.startedAt;
    return age >= 0 && age < FRESH_FOR_MS ? reading : undefined;
  }

  /** Begins to read all directories. A reading that fails as a whole is not remembered: the next question reads anew. */
  begin(
    person: Person,
    now: Date,
    directories: readonly Directory[],
    readings: AsyncIterable<DirectoryReading>,
  ): Reading {
    const read = new Map<TenantId, DirectoryReading>();
    const all = async (): Promise<void> => {
      for await (const one of readings) read.set(one.directory.tenantId, one);
    };
    const reading = { directories, read, startedAt: now.getTime(), done: all() };
    const key = personKey(person);
    this.readings.set(key, reading);
    reading.done.catch(() => {
      if (this.readings.get(key) === reading) this.readings.delete(key);
    });
    return reading;
  }

  /** Drops what is held of the person. */
  forget(person: Person): void {
    this.readings.delete(personKey(person));
  }
}
