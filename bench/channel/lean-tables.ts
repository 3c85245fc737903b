import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { openListener } from '../../local/cloud/http/listener';

/** From the arrival of a request to its answer, by the clock of `performance.now()`. */
export interface Call {
  readonly from: number;
  readonly to: number;
}

/** A table service that keeps everything in memory and takes the same time for each call. */
export interface LeanTables {
  readonly connectionString: string;
  /** The calls since this was last asked. */
  take(): Call[];
  /** How many those are by now. */
  peek(): number;
  stop(): Promise<void>;
}

interface Entity {
  readonly etag: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const ACCOUNT = 'bench';
const PLACE = /^\/bench\/(\w+)\(PartitionKey='(.*)',RowKey='(.*)'\)$/;
const LISTED = /^\/bench\/(\w+)\(\)$/;
const INTO = /^\/bench\/(\w+)$/;
const PARTITION = /PartitionKey eq '((?:[^']|'')*)'/;

/**
 * As much of the Table service as the bot's records ask for, so that the time of a call is the network's and not an
 * emulator's. `callMs`: how long each call takes.
 */
export async function startLeanTables(callMs: number): Promise<LeanTables> {
  const listener = await openListener({ host: '127.0.0.1', port: 0, purpose: 'tables' });
  const rows = new Rows();
  const calls: Call[] = [];

  listener.serve((request, response) => {
    const from = performance.now();
    void bodyOf(request).then((text) => {
      setTimeout(() => {
        reply(response, rows.answer(request, text));
        calls.push({ from, to: performance.now() });
      }, callMs);
    });
  });

  return {
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${Buffer.from(ACCOUNT).toString('base64')};` +
      `TableEndpoint=http://127.0.0.1:${listener.port}/${ACCOUNT};`,
    take: () => calls.splice(0),
    peek: () => calls.length,
    stop: () => listener.close(),
  };
}

/** What a call is answered with. */
interface Answer {
  readonly status: number;
  readonly entity?: Entity;
  readonly list?: readonly Entity[];
}

/** The tables, by name, partition and row. */
class Rows {
  private readonly tables = new Map<string, Map<string, Entity>>();
  private writes = 0;

  answer(request: IncomingMessage, text: string): Answer {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://tables');
    const path = decodeURIComponent(pathname);
    const [, table] = LISTED.exec(path) ?? [];
    if (table !== undefined) return this.listed(table, searchParams.get('$filter') ?? '');
    const [, into] = INTO.exec(path) ?? [];
    if (into === 'Tables') return { status: 204 };
    const body = text === '' ? {} : (JSON.parse(text) as Entity['body']);
    if (into !== undefined) return this.inserted(into, body);
    const [, name = '', partition = '', row = ''] = PLACE.exec(path) ?? [];
    return this.at(this.table(name), `${partition}\n${row}`, request, body);
  }

  private listed(table: string, filter: string): Answer {
    const [, partition] = PARTITION.exec(filter) ?? [];
    const list = [...this.table(table).values()].filter(({ body }) => body['PartitionKey'] === partition);
    return { status: 200, list };
  }

  private inserted(table: string, body: Entity['body']): Answer {
    const key = `${String(body['PartitionKey'])}\n${String(body['RowKey'])}`;
    if (this.table(table).has(key)) return { status: 409 };
    return { status: 204, entity: this.put(this.table(table), key, body) };
  }

  private at(
    table: Map<string, Entity>,
    key: string,
    { method, headers }: IncomingMessage,
    body: Entity['body'],
  ): Answer {
    const there = table.get(key);
    if (there === undefined) return { status: 404 };
    if (method === 'GET') return { status: 200, entity: there };
    if (!['*', there.etag].includes(headers['if-match'] ?? '*')) return { status: 412 };
    if (method !== 'DELETE') return { status: 204, entity: this.put(table, key, body) };
    table.delete(key);
    return { status: 204 };
  }

  private put(table: Map<string, Entity>, key: string, body: Entity['body']): Entity {
    this.writes += 1;
    const entity = { etag: `W/"datetime'${this.writes}'"`, body };
    table.set(key, entity);
    return entity;
  }

  private table(name: string): Map<string, Entity> {
    const table = this.tables.get(name) ?? new Map<string, Entity>();
    this.tables.set(name, table);
    return table;
  }
}

/** How many calls stood one after the other: of those that overlap, one counts. */
export function callsInSequence(calls: readonly Call[]): number {
  let count = 0;
  let over = -Infinity;
  for (const { from, to } of [...calls].sort((one, other) => one.to - other.to)) {
    if (from < over) continue;
    count += 1;
    over = to;
  }
  return count;
}

function reply(response: ServerResponse, { status, entity, list }: Answer): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json;odata=minimalmetadata');
  if (entity !== undefined) response.setHeader('etag', entity.etag);
  const shown = ({ etag, body }: Entity): object => ({ 'odata.etag': etag, ...body });
  if (list !== undefined) response.end(JSON.stringify({ value: list.map(shown) }));
  else if (status === 200 && entity !== undefined) response.end(JSON.stringify(shown(entity)));
  else if (status >= 400) response.end(JSON.stringify({ 'odata.error': { code: String(status) } }));
  else response.end();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
