import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/package';
import { runningTestBot } from '../../support/test-bot';
import { signedIn } from '../../support/talks';

/**
 * The way of one message, as ARCHITECTURE.md tells it, beside the calls that the built bot really makes for that message.
 * A station is a row of the table there; a shape is what a row hands on.
 */
const MOST_STATIONS = 14;
const MOST_SHAPES = 8;
/** Files that the message passes, beside records, network and log: more of them is a longer way. */
const MOST_FILES = 67;

/** After the answer: what was delivered is noted. */
const LAST = /"reason":"\S+ dialogs\/dialogs\.ts (delivered)"/;

const testBot = runningTestBot({
  settings: () => ({ NODE_OPTIONS: `--require ${join(__dirname, '../../support/trace-calls.cjs')}` }),
});

interface Station {
  /** The functions, as `file#function`, in the order in which the row names them. */
  readonly functions: readonly string[];
  readonly shape: string | undefined;
}

interface Call {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

const SOURCES = join(packageRoot(__dirname), 'src');

/** The rows of the table of hops, from ARCHITECTURE.md. */
function stations(): Station[] {
  const rows =
    readFileSync(join(packageRoot(__dirname), 'ARCHITECTURE.md'), 'utf8').match(/^\| \d+ .*$/gm) ?? [];
  return rows.map((row) => {
    const [, , where = '', work = '', shape = ''] = row.split('|');
    return {
      functions: [...`${where} ${work}`.matchAll(/`([\w/-]+\.ts)`((?: (?:and )?`\w+`)+)/g)].flatMap(
        ([, file = '', names = '']) =>
          [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => `${file}#${name}`),
      ),
      shape: /`(\w+)`|(JSON)/.exec(shape)?.slice(1).find(Boolean),
    };
  });
}

/** Which file called which function of another, each once, in the order of the first time. */
async function callsOf(work: () => Promise<unknown>): Promise<Call[]> {
  const { log } = testBot();
  const before = log.text().length;
  const noted = [...log.text().matchAll(new RegExp(LAST, 'g'))].length;
  await work();
  await log.found(LAST, noted + 1);
  const lines = log
    .text()
    .slice(before)
    .matchAll(/"event":"call","reason":"(\S+) (\S+) (\w+)"/g);
  return [...lines].map(([, from = '', to = '', name = '']) => ({ from, to, name }));
}

const roomOf = (file: string): string => file.split('/')[0] ?? '';

test('“link my PartnerID 1234567” passes the stations that ARCHITECTURE.md names, in that order, and enters no room by another door', async () => {
  const robin = await signedIn(testBot().chat());
  const calls = await callsOf(() => robin.say('link my PartnerID 1234567 in Fabrikam Consulting'));
  const passed = calls.map(({ to, name }) => `${to}#${name}`);
  const named = stations().flatMap(({ functions }) => functions);
  expect(named.filter((one) => !passed.includes(one))).toEqual([]);

  const firsts = stations().map(({ functions }) => passed.indexOf(functions[0] ?? ''));
  expect(firsts).toEqual([...firsts].sort((a, b) => a - b));

  const doors = calls.filter(({ from, to }) => roomOf(from) !== roomOf(to));
  const unnamed = doors.filter(({ to }) => !named.some((one) => one.startsWith(`${to}#`)));
  expect(unnamed.map(({ from, to, name }) => `${from} → ${to}#${name}`)).toEqual([]);

  const files = new Set(calls.map(({ to }) => to));
  expect(files.size).toBeLessThanOrEqual(MOST_FILES);
});

test('there are at most fourteen stations, and what they hand on has at most eight shapes, each a type', () => {
  const all = stations();
  expect(all.map(({ functions }) => functions.length > 0)).toEqual(all.map(() => true));
  expect(all.length).toBeGreaterThan(0);
  expect(all.length).toBeLessThanOrEqual(MOST_STATIONS);
  const shapes = [...new Set(all.flatMap(({ shape }) => shape ?? []))];
  expect(shapes.length).toBeGreaterThan(0);
  expect(shapes.length).toBeLessThanOrEqual(MOST_SHAPES);
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(SOURCES, file), 'utf8'));
  for (const shape of shapes.filter((one) => one !== 'JSON')) {
    const declares = new RegExp(`^export (type|interface) ${shape}\\b`, 'm');
    expect([shape, sources.filter((source) => declares.test(source)).length]).toEqual([shape, 1]);
  }
});
