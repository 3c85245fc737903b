import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { KeyedQueue, loadState, saveState } from '../../src/dialogs/state';
import { systemClock } from '../../src/model/clock';
import { AzureStore } from '../../src/storage/azure-store';
import { openAzureTables } from '../../src/storage/azure-tables';
import type { RecordStore } from '../../src/storage/record-store';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import { Azurite } from '../support/azurite';
import { runningTestBot } from '../support/test-bot';
import { expectPassed } from '../support/threats';

const TURNS = 200;
const KEY = 'chat|robin';
/** A turn reads a message, asks and renders between reading and writing its state. */
const STEPS_OF_A_TURN = 30;

const folder = mkdtempSync(join(tmpdir(), 'pal-races-'));
let azurite: Azurite;
beforeAll(async () => {
  azurite = await Azurite.start();
});
afterAll(async () => {
  await azurite.stop();
  rmSync(folder, { recursive: true });
});

const testBot = runningTestBot({ isObserved: true });

function sqlite(): RecordStore {
  return openSqliteStore(join(folder, 'races.db'), systemClock);
}

function azure(): RecordStore {
  const { connectionString } = azurite;
  return new AzureStore({
    tables: openAzureTables({ kind: 'connection-string', connectionString, mayBeInsecure: true }),
    clock: systemClock,
    wait: () => Promise.resolve(),
    random: () => 0,
  });
}

/** One instance of the bot: its turns of one person come one after the other. Each adds a mark to the state. */
function instance(store: RecordStore): (mark: string) => Promise<boolean> {
  const queue = new KeyedQueue();
  return (mark) =>
    queue.run(KEY, async () => {
      const passed = await loadState(store, KEY, new Date());
      for (let step = 0; step < STEPS_OF_A_TURN; step += 1) await setImmediate();
      const marked = (had: string | undefined): string => `${had ?? ''}${mark}`;
      const stored = await saveState(
        store,
        KEY,
        passed,
        (state) => ({ ...state, openCard: marked(state.openCard) }),
        new Date(),
      );
      return stored !== undefined;
    });
}

test.each([
  ['SQLite', sqlite],
  ['Azure Tables', azure],
])('of 200 turns of one person at two instances over %s no change is lost', async (name, open) => {
  const stores = [open(), open()] as const;
  const [one, other] = [instance(stores[0]), instance(stores[1])];
  const saved = await Promise.all(
    Array.from({ length: TURNS }, (_, turn) => (turn % 2 === 0 ? one('a') : other('b'))),
  );
  const { state } = await loadState(stores[0], KEY, new Date());
  for (const store of stores) await store.close();
  expectPassed({
    id: 'T24',
    what: `turns of one person at two instances over ${name}: changes kept`,
    tried: TURNS,
    passed: Math.min(state.openCard?.length ?? 0, saved.filter((isSaved) => isSaved).length),
  });
});

test('200 messages of one person at once are all answered', async () => {
  const robin = testBot().chat();
  const { connector } = testBot();
  const before = connector.events.length;
  const posted = await Promise.all(
    Array.from({ length: TURNS }, (_, turn) =>
      robin.post({ type: 'message', textFormat: 'plain', text: turn % 2 === 0 ? 'what is PAL?' : 'help' }),
    ),
  );
  const answers = connector.events
    .slice(before)
    .filter(({ kind, card }) => kind === 'message' && card !== undefined);
  const answered = answers.filter(({ card }) => card?.heading.startsWith('⚠') === false).length;
  expectPassed({
    id: 'T24',
    what: 'messages of one person at once: answered',
    tried: TURNS,
    passed: Math.min(answered, posted.filter(({ status }) => status === 200 || status === 202).length),
  });
});
