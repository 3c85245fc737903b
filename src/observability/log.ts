import type { Writable } from 'node:stream';

import type { DestinationStream } from 'pino';
import { pino } from 'pino';

import type { Log, LogFields } from '../model/log';
import { LOG_FIELDS } from '../model/log';

/** What a log is made with. */
interface LogOptions {
  readonly level: string;
  /** The secrets of the settings: none of them ever stands in a line. */
  readonly secrets?: readonly string[];
  /** The reference of the turn that is being answered, for lines that do not name one. */
  readonly correlationId?: () => string | undefined;
  readonly destination: DestinationStream;
}

const FIELDS: ReadonlySet<string> = new Set(LOG_FIELDS);
const EVENT = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/**
 * A log of JSON lines: level, time, `event`, and those of the given fields that are listed in model/log.ts. The number
 * of others stands under `withheld`; a value that is not plain counts as one of them.
 */
export function createLog(options: LogOptions): Log {
  const { level, secrets = [], correlationId = () => undefined, destination } = options;
  const safe = createSafeLogText(secrets);
  const pinoOptions = {
    level,
    base: {},
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(pinoOptions, destination);
  const write = (method: 'info' | 'warn' | 'error') => (event: string, fields: LogFields) => {
    const reference = fields.correlationId ?? correlationId();
    const all = reference === undefined ? fields : { ...fields, correlationId: reference };
    logger[method]({ event: EVENT.test(event) ? event : 'log.odd-event', ...allowed(all, safe) });
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** The second net under the types: what comes from a spread or a cast is not seen by the compiler. */
function allowed(fields: Readonly<Record<string, unknown>>, safe: SafeLogText): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let withheld = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (!FIELDS.has(name)) withheld += 1;
    else if (typeof value === 'string') kept[name] = safe(value);
    else if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
    else withheld += 1;
  }
  return withheld === 0 ? kept : { ...kept, withheld };
}

/** Lines that wait for whoever reads the log; beyond this they are dropped, and how many is said when it goes on. */
const MOST_WAITING_BYTES = 1_000_000;

/** Where the lines of the log go. */
export interface LogOutput extends DestinationStream {
  /** Resolves when everything that waits has been taken; never, when nobody reads any more. */
  flushed(): Promise<void>;
}

/**
 * Writes lines to stdout or stderr without ever waiting for its reader: pino's own stream writes synchronously, and
 * with a reader that has stalled it holds up the process, at its end for good.
 */
export function createLogOutput(stream: Writable): LogOutput {
  let dropped = 0;
  // A reader that has gone away is no reason to end.
  stream.on('error', () => undefined);
  return {
    write: (line) => {
      if (stream.writableLength > MOST_WAITING_BYTES) {
        dropped += 1;
        return;
      }
      if (dropped > 0) {
        const at = new Date().toISOString();
        stream.write(`${JSON.stringify({ level: 'warn', at, event: 'log.dropped', count: dropped })}\n`);
        dropped = 0;
      }
      stream.write(line);
    },
    flushed: () =>
      new Promise((resolve) => {
        stream.write('', () => {
          resolve();
        });
      }),
  };
}

/** What is put in the place of a secret. */
const HIDDEN = '[redacted]';
/** Longer texts are cut: no value of ours is longer. */
const LONGEST_TEXT = 200;
/** Looking for secrets in more than this would cost time for nothing that is kept. */
const LONGEST_LOOKED_AT = 4_000;
/** A secret of the settings that is shorter than this could stand in any line by chance. */
const SHORTEST_SECRET = 6;

/** What looks like a secret, whoever made it. */
const SECRET_SHAPES: readonly RegExp[] = [
  // A JSON Web Token, or its beginning.
  /eyJ[\w-]+(?:\.[\w-]*)*/g,
  /-----BEGIN[\s\S]*?(?:-----END[^-]*-----|$)/g,
  /\b(?:Bearer|Basic)\s+\S+/gi,
  // What follows such a name in an address, a form, a connection string or JSON.
  /\b(?:access_token|refresh_token|id_token|client_secret|client_assertion|assertion|code|code_verifier|password|pwd|sig|AccountKey|SharedAccessKey|api-key|InstrumentationKey)["']?\s*[=:]\s*["']?[^\s"'&;,]+/gi,
  // Entra's client secrets.
  /[\w.~-]{3}\dQ~[\w.~-]{20,}/g,
  // Random bytes in base64, 30 of them or more; our ids and theirs are shorter, or have no digits.
  /(?=[\w+/.~-]*\d)(?=[\w+/.~-]*[A-Za-z])[\w+/.~-]{40,}={0,2}/g,
];
/** Control, format (bidi, zero-width), line and paragraph separators, lone surrogates: a line must stay one line. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Makes any text fit to stand in a log line: without secrets, printable, and short. */
export type SafeLogText = (text: string) => string;

/** SafeLogText that knows the secrets of the settings besides what looks like one. */
function createSafeLogText(secrets: readonly string[]): SafeLogText {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return (text) => {
    const start = text.slice(0, LONGEST_LOOKED_AT);
    const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), start);
    const clean = SECRET_SHAPES.reduce((rest, shape) => rest.replace(shape, HIDDEN), withoutKnown);
    return cut(clean).replace(UNPRINTABLE, escaped);
  };
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
