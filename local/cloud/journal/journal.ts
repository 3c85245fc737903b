import type { Clock } from '../../../src/model/clock';

/** One request to the local Entra or ARM. */
export interface JournalEntry {
  /** ISO 8601, UTC: when it arrived. */
  readonly at: string;
  readonly method: string;
  /** Without the query, which may hold codes. */
  readonly path: string;
  readonly tenant: string | null;
  /** The object id of the account, in that tenant; null where nobody is known. */
  readonly user: string | null;
  /** 0 until an answer begins, and for ever if none does. */
  readonly status: number;
  /** Of a request to ARM: the id in the answer, and the correlation id that came with the request. */
  readonly requestId?: string;
  readonly correlationId?: string;
  /** Of a request for tokens: OAuth's name for its kind. */
  readonly grant?: string;
  /** Of a request for tokens: everything it asks for. */
  readonly scope?: string;
}

/** What the journal reads of a request. */
export interface Asked {
  readonly method: string;
  readonly path: string;
}

/** What the journal reads of a response. */
export interface Answered {
  readonly headersSent: boolean;
  readonly statusCode: number;
}

/** What a handler adds to an entry. */
export type Noted = Partial<
  Record<'tenant' | 'user' | 'requestId' | 'correlationId' | 'grant' | 'scope', string>
>;

/** The list of requests, oldest first, with a bound on its length. */
export interface Journal {
  /** Writes the request down; its status follows the response. */
  begin(req: Asked, res: Answered): void;
  /** Adds who and where, once a handler knows. */
  note(req: Asked, what: Noted): void;
  entries(): JournalEntry[];
  clear(): void;
}

interface OpenEntry {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  tenant: string | null;
  user: string | null;
  requestId?: string;
  correlationId?: string;
  grant?: string;
  scope?: string;
  readonly status: () => number;
}

const MAX_ENTRIES = 5_000;

/** An empty journal. */
export function createJournal(clock: Clock): Journal {
  let entries: OpenEntry[] = [];
  const byRequest = new WeakMap<Asked, OpenEntry>();
  return {
    begin: (req, res) => {
      const entry: OpenEntry = {
        at: clock.now().toISOString(),
        method: req.method,
        path: req.path,
        tenant: null,
        user: null,
        // Read when asked, so that a reader who just got the answer finds its status here.
        status: () => (res.headersSent ? res.statusCode : 0),
      };
      byRequest.set(req, entry);
      entries.push(entry);
      if (entries.length > MAX_ENTRIES) entries = entries.slice(-MAX_ENTRIES);
    },
    note: (req, what) => {
      const entry = byRequest.get(req);
      if (entry) Object.assign(entry, what);
    },
    entries: () => entries.map((entry) => ({ ...entry, status: entry.status() })),
    clear: () => {
      entries = [];
    },
  };
}
