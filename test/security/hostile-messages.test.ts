import fc from 'fast-check';
import { commandOfText } from '../../src/dialogs/command-of-text';
import { cpuMsOf, mostCpuMs } from '../support/cpu-time';
import { runningTestBot } from '../support/test-bot';
import { expectPassed, howMany } from '../support/threats';
import { inDialog, LINK, TENANT, PLACE_WORDS, readAs } from '../unit/dialogs/make-command';
import { makeUnderstanding } from '../unit/understanding/make-understanding';

const testBot = runningTestBot();
const SLOWEST_MS = mostCpuMs(50);
const LONGEST = 28 * 1024;
/** The door cuts a message here (http/activity). */
const LONGEST_READ = 8_192;

const pieces = fc.constantFrom(
  ...[
    'link ',
    'a',
    '1',
    ' ',
    '. ',
    'in a ',
    '<at>',
    '😀',
    '\u200b',
    'ﷺ',
    'l234567 ',
    '\u0000',
    '\ud800',
    '\u202e',
  ],
  ...[
    'Z\u0300\u0301\u0302',
    '(((((',
    'aaaa!',
    '\\',
    '${1+1}',
    '{{',
    '__proto__ ',
    'x.example ',
    '\r\n',
    '٣٤٥٦٧ ',
  ],
);
const repeated = fc
  .tuple(pieces, fc.integer({ min: 1, max: 20_000 }))
  .map(([piece, times]) => piece.repeat(times).slice(0, LONGEST));
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(pieces, { maxLength: 200 }).map((list) => list.join('')),
  { weight: 1, arbitrary: repeated },
);

test('T42: whatever is written is read in no time: nobody else waits for it', () => {
  const count = howMany({ usual: 500, full: 10_000 });
  const understanding = makeUnderstanding();
  const states = [inDialog({ kind: 'idle' }), inDialog({ kind: 'asking-partner-id', request: LINK })];
  const person = { tenantId: TENANT, objectId: TENANT as never, displayName: 'Robin' };
  let [passed, slowest] = [0, 0];
  for (const sent of fc.sample(hostileText, { numRuns: count, seed: 42 })) {
    const text = sent.slice(0, LONGEST_READ);
    const tookMs = cpuMsOf(() => {
      const understood = understanding.understand(text);
      for (const state of states) commandOfText(state, readAs(understood, text), person, PLACE_WORDS);
    }, SLOWEST_MS);
    slowest = Math.max(slowest, tookMs);
    if (tookMs <= SLOWEST_MS) passed += 1;
  }
  const figure = `slowest ${slowest.toFixed(0)} ms, all of it in one piece of the event loop`;
  expectPassed({ id: 'T42', what: 'fuzzed messages, read', tried: count, passed, figure });
}, 300_000);

test('T42: whatever is written is answered, and the bot lives', async () => {
  const count = howMany({ usual: 60, full: 1_000 });
  let passed = 0;
  for (const text of fc.sample(hostileText, { numRuns: count, seed: 4242 })) {
    const chat = testBot().chat();
    // A card may show it as it was written, and every card here is searched for holes of its template (T40 has both).
    const harmless = text.replaceAll('${', '$(');
    const { status } = await chat.post({ type: 'message', textFormat: 'plain', text: harmless });
    if (status === 200 && chat.headings().length > 0) passed += 1;
  }
  expect(testBot().hasEnded()).toBe(false);
  expectPassed({ id: 'T42', what: 'fuzzed messages, over HTTP', tried: count, passed, figure: '0 crashes' });
}, 300_000);
