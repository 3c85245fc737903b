import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import type { Chat } from '../support/chat';
import { runningTestBot } from '../support/test-bot';
import { storedName } from '../../src/storage/record-store';
import type { ShownCard } from '../support/shown-card';
import { linkIn, signedIn } from '../support/talks';

const HOME = 'Fabrikam Consulting';
const VERBS = [
  'what is PAL?',
  'help',
  'show my link',
  'which directory',
  'link 1234568 in Woodgrove Bank',
  'unlink in Wide World Importers',
  'switch to Contoso Retail',
  'my history',
  'undo',
  'cancel',
  'forget me',
  'sign in',
  'sign out',
  'show my link',
];
const COLLECTIONS = [
  'conversations',
  'operations',
  'references',
  'exchanges',
  'activities',
  'outbox',
  'sign-outs',
] as const;

const testBot = runningTestBot();

/** Does something to the records behind the bot's back; what it gives ends that. */
type Trouble = (database: Database.Database) => () => void;

const damage =
  (value: string): Trouble =>
  (database) => {
    const write = database.prepare(
      'UPDATE records SET value = ?, etag = hex(randomblob(8)) WHERE collection = ?',
    );
    for (const collection of COLLECTIONS) write.run(value, storedName(collection));
    return () => {
      database.prepare('DELETE FROM records WHERE value = ?').run(value);
    };
  };

const TROUBLES: [string, Trouble][] = [
  [
    'stopped',
    (database) => {
      database.exec('ALTER TABLE records RENAME TO elsewhere');
      return () => database.exec('ALTER TABLE elsewhere RENAME TO records');
    },
  ],
  [
    'locked by a back-up',
    (database) => {
      database.exec('BEGIN IMMEDIATE');
      return () => database.exec('ROLLBACK');
    },
  ],
  [
    'on a disk that is full or read-only',
    (database) => {
      for (const [table, event] of [
        ['records', 'INSERT'],
        ['records', 'UPDATE'],
        ['records', 'DELETE'],
        ['trail', 'INSERT'],
      ] as const) {
        database.exec(
          `CREATE TRIGGER full_${table}_${event} BEFORE ${event} ON ${table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
        );
      }
      return () => {
        for (const name of ['records_INSERT', 'records_UPDATE', 'records_DELETE', 'trail_INSERT']) {
          database.exec(`DROP TRIGGER full_${name}`);
        }
      };
    },
  ],
  ['cut in every collection', damage('{"schema":1,"dialog":{"ki')],
  ['without a field in every collection', damage('{"schema":1}')],
  ['of a newer version in every collection', damage('{"schema":99,"dialog":{"kind":"dancing"}}')],
];

/** Robin, with a done card and a confirm card, once the records are back. */
async function prepared(): Promise<{ robin: Chat; done: ShownCard; confirm: ShownCard }> {
  const { world } = testBot();
  world.clearLink(TENANT_IDS.fabrikam, ROBIN.objectId);
  world.clearLink(TENANT_IDS.woodgrove, ROBIN.objectId);
  await recordsAreBack();
  const robin = await signedIn(testBot().chat());
  const done = await linkIn(robin, '1234567', HOME);
  return { robin, done, confirm: await robin.say('link 1234568 in Woodgrove Bank') };
}

/** Asks until the bot has looked at its records again: it does so two seconds after they failed. */
async function recordsAreBack(): Promise<void> {
  const chat = testBot().chat();
  for (let tries = 0; tries < 200; tries += 1) {
    if (!(await chat.say('unlink')).heading.startsWith('⚠')) return;
    await setTimeout(50);
  }
  throw new Error('The records did not come back.');
}

async function answered(work: () => Promise<ShownCard>): Promise<string> {
  try {
    return (await work()).heading;
  } catch (error) {
    return `NO ANSWER: ${error instanceof Error ? error.message : ''}`;
  }
}

test.each(TROUBLES)(
  'with the records %s every verb and every press has an answer, and the bot lives',
  async (_, trouble) => {
    const { robin, done, confirm } = await prepared();
    const database = new Database(testBot().recordsFile);
    const end = trouble(database);
    const answers: string[] = [];
    for (const [verb, on] of [
      ['Undo', done],
      ['confirm', confirm],
      ['cancel', confirm],
    ] as const) {
      const { httpStatus, statusCode } = await robin.pressFor(verb, { on });
      const isAnswered = httpStatus === 200 && statusCode === 200;
      answers.push(`${verb}: ${isAnswered ? 'answered' : `NO ANSWER: ${httpStatus}, ${statusCode}`}`);
    }
    for (const verb of VERBS) answers.push(`${verb}: ${await answered(() => robin.say(verb))}`);
    end();
    database.close();
    expect(answers.filter((answer) => answer.includes('NO ANSWER'))).toEqual([]);
    const other = testBot().chat();
    expect(await answered(() => other.say('what is PAL?'))).not.toMatch(/^(NO ANSWER|⚠)/);
    expect(testBot().hasEnded()).toBe(false);
  },
);
