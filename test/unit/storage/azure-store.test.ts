import type { TableClient } from '@azure/data-tables';
import { RestError } from '@azure/data-tables';
import { AzureStore } from '../../../src/storage/azure-store';

interface Entity {
  readonly partitionKey: string;
  readonly rowKey: string;
}
interface Stored extends Entity {
  readonly etag: string;
}

const NOW = new Date('2026-03-01T09:00:00Z');
const refusal = (statusCode: number): RestError => new RestError('no', { statusCode });

/** A table in memory that keeps the rules of the service. `losesAnswers`: so many writes are done and not answered. */
class Table {
  readonly entities = new Map<string, Stored>();
  losesAnswers = 0;
  /** Done between a listing and what is made of it. */
  afterListing = (): void => undefined;
  private version = 0;

  createEntity(entity: Entity): Promise<{ etag: string }> {
    if (this.entities.has(keyOf(entity))) return Promise.reject(refusal(409));
    return this.write(entity);
  }

  updateEntity(entity: Entity, _: string, { etag }: { etag: string }): Promise<{ etag: string }> {
    const there = this.entities.get(keyOf(entity));
    if (there === undefined) return Promise.reject(refusal(404));
    return there.etag === etag ? this.write(entity) : Promise.reject(refusal(412));
  }

  getEntity(partitionKey: string, rowKey: string): Promise<Stored> {
    const there = this.entities.get(keyOf({ partitionKey, rowKey }));
    return there === undefined ? Promise.reject(refusal(404)) : Promise.resolve(there);
  }

  deleteEntity(partitionKey: string, rowKey: string, { etag }: { etag: string }): Promise<void> {
    const key = keyOf({ partitionKey, rowKey });
    const there = this.entities.get(key);
    if (there === undefined) return Promise.reject(refusal(404));
    if (etag !== '*' && etag !== there.etag) return Promise.reject(refusal(412));
    this.entities.delete(key);
    return Promise.resolve();
  }

  listEntities() {
    const all = [...this.entities.values()];
    const next = () => {
      this.afterListing();
      return Promise.resolve({ done: false, value: Object.assign(all, { continuationToken: undefined }) });
    };
    return { byPage: () => ({ next }) };
  }

  private write(entity: Entity): Promise<{ etag: string }> {
    this.version += 1;
    const etag = `W/"${this.version}"`;
    this.entities.set(keyOf(entity), { ...entity, etag });
    if (this.losesAnswers === 0) return Promise.resolve({ etag });
    this.losesAnswers -= 1;
    return Promise.reject(new Error('The connection was reset.'));
  }
}

const keyOf = ({ partitionKey, rowKey }: Entity): string => `${partitionKey}|${rowKey}`;

function storeOf(table: Table, now = NOW): AzureStore {
  const client = table as unknown as TableClient;
  const trail = new Table() as unknown as TableClient;
  return new AzureStore({
    tables: { records: () => Promise.resolve(client), trail: () => Promise.resolve(trail) },
    clock: { now: () => now },
    wait: () => Promise.resolve(),
    random: () => 0,
  });
}

test('a write whose answer is lost, new or over another one, counts as done, and goes on from there', async () => {
  const table = new Table();
  const store = storeOf(table);
  table.losesAnswers = 1;
  const first = await store.put('operations', 'a', 1, { absent: true });
  if (first.kind !== 'stored') throw new Error('The first write was taken for a conflict.');
  table.losesAnswers = 1;
  const second = await store.put('operations', 'a', 2, { etag: first.etag });
  if (second.kind !== 'stored') throw new Error('The second write was taken for a conflict.');
  expect((await store.put('operations', 'a', 3, { etag: second.etag })).kind).toBe('stored');
  expect((await store.get('operations', 'a'))?.value).toBe(3);
});

test('somebody else’s write is not taken for one’s own, whichever answer is lost', async () => {
  const table = new Table();
  const [mine, theirs] = [storeOf(table), storeOf(table)];
  await theirs.put('operations', 'a', 'theirs', { absent: true });
  expect((await mine.put('operations', 'a', 'mine', { absent: true })).kind).toBe('conflict');
  const seen = await mine.get('operations', 'a');
  await theirs.put('operations', 'a', 'newer', { etag: seen?.etag ?? '' });
  expect((await mine.put('operations', 'a', 'mine', { etag: seen?.etag ?? '' })).kind).toBe('conflict');
  expect((await mine.get('operations', 'a'))?.value).toBe('newer');
});

test('what is written anew while a sweep goes through stays', async () => {
  const table = new Table();
  const store = storeOf(table);
  const soon = new Date(NOW.getTime() + 1_000);
  await store.put('operations', 'a', 'old', { absent: true }, soon);
  const later = storeOf(table, new Date(NOW.getTime() + 2_000));
  const anew = [...table.entities.values()].map((entity) => ({ ...entity, etag: 'W/"another"' }));
  table.afterListing = () => {
    for (const entity of anew) table.entities.set(keyOf(entity), entity);
  };
  await later.sweep(new Date(0));
  expect(table.entities.size).toBe(1);
});

test('a record that has expired is none, and a new one takes its place', async () => {
  const table = new Table();
  const until = new Date(NOW.getTime() + 1_000);
  await storeOf(table).put('operations', 'a', 'old', { absent: true }, until);
  const later = storeOf(table, until);
  expect(await later.get('operations', 'a')).toBeUndefined();
  expect((await later.put('operations', 'a', 'new', { absent: true })).kind).toBe('stored');
  expect((await later.get('operations', 'a'))?.value).toBe('new');
});
