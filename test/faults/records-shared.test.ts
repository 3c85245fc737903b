import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '../../src/model/clock';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import { packageRoot } from '../../src/config/package';
import { writesIn } from '../support/arm-calls';
import { runningTestBot } from '../support/test-bot';
import { QUESTIONS, signedIn } from '../support/talks';
import { expectPassed, isInTime } from '../support/threats';

const AWAY = '⚠ I can’t do this safely now';
const UPDATED = '⚠ I’m being updated';
const MOST_MS = 2_000;

const testBot = runningTestBot();

/** Another process that holds the file for itself until it is told to let go. */
async function lockedElsewhere(): Promise<() => Promise<void>> {
  const program = `
    const database = new (require('libsql'))(process.argv[1]);
    database.pragma('busy_timeout = 5000');
    database.exec('BEGIN EXCLUSIVE');
    console.log('locked');
    process.stdin.on('end', () => process.exit()).resume();`;
  const child = spawn(process.execPath, ['-e', program, testBot().recordsFile], {
    cwd: packageRoot(__dirname),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  expect(child.exitCode).toBeNull();
  return async () => {
    child.stdin.end();
    await ended;
  };
}

async function readiness(): Promise<unknown> {
  return (await fetch(`${testBot().botUrl}/readyz`)).json();
}

test('while another process has the file locked, questions are answered and changes refused before ARM; then all goes on', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say('link 1234567 in Contoso');
  testBot().world.clearJournal();
  const letGo = await lockedElsewhere();
  const passed: boolean[] = [];
  const tookMs: number[] = [];
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work();
    tookMs.push(performance.now() - startedAt);
    return result;
  };
  for (const question of QUESTIONS) {
    const { heading } = await timed(() => robin.say(question));
    passed.push(heading !== AWAY && isInTime(tookMs.at(-1) ?? 0, MOST_MS));
  }
  passed.push((await timed(() => robin.say('link 7654321 in Contoso'))).heading === AWAY);
  passed.push((await timed(() => robin.press('confirm', { on: confirm }))).heading === AWAY);
  const state = await readiness();
  passed.push(writesIn(testBot().world).length === 0);
  await letGo();

  const backAt = performance.now();
  const again = async (): Promise<string> => (await robin.say('link 7654321 in Contoso')).heading;
  let heading = await again();
  while (heading === AWAY) heading = await again();
  passed.push(heading !== AWAY);
  expectPassed({
    id: 'T26',
    what: 'the file locked by another process: questions, a change, a press, and afterwards',
    tried: passed.length,
    passed: passed.filter(Boolean).length,
    figure: `slowest answer ${Math.round(Math.max(...tookMs))} ms, normal ${Math.round(performance.now() - backAt)} ms after the lock is gone`,
  });
  expect(state).toMatchObject({ status: 'degraded', components: { storage: 'not ok' } });
});

test('an operation that a newer version wrote is left as it is, and goes on where that version puts it back', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say('link 1234567 in Contoso');
  testBot().world.clearJournal();
  const { operationId } = confirm.buttons[0]?.data as { operationId: string };
  const store = openSqliteStore(testBot().recordsFile, systemClock);
  const before = await store.get('operations', operationId);
  if (before === undefined) throw new Error('There is no such operation.');
  const newer = { ...(before.value as object), schema: 2, more: ['of a newer version'] };
  const written = await store.put('operations', operationId, newer, { etag: before.etag });
  if (written.kind !== 'stored') throw new Error('It was not written.');
  const refused = await robin.press('confirm', { on: confirm });
  const left = await store.get('operations', operationId);
  const writesBefore = writesIn(testBot().world).length;
  await store.put('operations', operationId, before.value, { etag: written.etag });
  const done = await robin.press('confirm', { on: confirm });
  await store.close();
  const passed = [
    refused.heading === UPDATED,
    left?.etag === written.etag,
    writesBefore === 0,
    done.heading === '✓ Linked',
    writesIn(testBot().world).length === 1,
  ];
  expectPassed({
    id: 'T23',
    what: 'an operation of a newer version: not touched, nothing written, then done once',
    tried: passed.length,
    passed: passed.filter(Boolean).length,
  });
});
