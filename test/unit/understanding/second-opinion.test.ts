import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FAQ_LABELS, LABELS } from '../../../src/model/label';
import type { Label } from '../../../src/model/label';
import { withSecondOpinion } from '../../../src/understanding/second-opinion';
import type { Understanding } from '../../../src/understanding/understand';
import { understood } from '../../support/understood';
import { makeUnderstanding } from './make-understanding';

const OFFERED: Understanding = understood('pal-attribution', {
  band: 'offer',
  confidence: 0.4,
  top3: [
    { label: 'pal-attribution', confidence: 0.4 },
    { label: 'out-of-scope', confidence: 0.2 },
    { label: 'what-is-pal', confidence: 0.1 },
  ],
  tenant: 'contoso.com',
});
const DECLINED: Understanding = { ...OFFERED, label: 'out-of-scope', band: 'decline' };
const ANSWERED: Understanding = { ...OFFERED, band: 'answer' };

function opinionOn(
  local: Understanding,
  answer: unknown,
  text = 'who gets the credit',
): Promise<Understanding> {
  return withSecondOpinion(
    () => local,
    () => Promise.resolve(answer),
  )(text);
}

test('a message that is understood is never shown to the model', async () => {
  const choose = jest.fn(() => Promise.resolve('help'));
  expect(await withSecondOpinion(() => ANSWERED, choose)('who gets the credit')).toBe(ANSWERED);
  expect(choose).not.toHaveBeenCalled();
});

test.each([OFFERED, DECLINED])(
  'an unclear message is shown once, redacted, with all labels',
  async (local) => {
    const choose = jest.fn(() => Promise.resolve('nonsense'));
    await withSecondOpinion(() => local, choose)('credit for 1234567 at contoso.com today?');
    expect(choose.mock.calls).toEqual([
      ['credit for [number] at [domain] today?', LABELS, expect.any(AbortSignal) as AbortSignal],
    ]);
  },
);

test.each(['', '👍👍', '1234567', 'https://example.com/x'])(
  'there is nothing to ask about in "%s"',
  async (text) => {
    const choose = jest.fn(() => Promise.resolve('help'));
    expect(await withSecondOpinion(() => DECLINED, choose)(text)).toBe(DECLINED);
    expect(choose).not.toHaveBeenCalled();
  },
);

test.each([...FAQ_LABELS, 'show-link', 'which-tenant', 'help', 'greeting', 'thanks'] as const)(
  'what changes nothing is answered when it is chosen: %s',
  async (label) => {
    for (const local of [OFFERED, DECLINED]) {
      const understood = await opinionOn(local, label);
      expect(understood).toMatchObject({ label, band: 'answer', tenant: 'contoso.com' });
      expect(understood.top3[0]?.label).toBe(label);
    }
  },
);

test.each<Label>([
  'link-partner-id',
  'change-partner-id',
  'unlink-partner-id',
  'undo',
  'switch-tenant',
  'sign-in',
  'sign-out',
])('what changes something is only offered when it is chosen, first: %s', async (label) => {
  const labelsOf = ({ band, top3 }: Understanding) => [band, ...top3.map((one) => one.label)];
  expect(labelsOf(await opinionOn(OFFERED, label))).toEqual([
    'offer',
    label,
    'pal-attribution',
    'what-is-pal',
  ]);
  expect(labelsOf(await opinionOn(DECLINED, label))).toEqual(['offer', label]);
});

test('a label that was offered anyway is not offered twice', async () => {
  const local = { ...OFFERED, top3: [...OFFERED.top3, { label: 'undo', confidence: 0.05 } as const] };
  const { top3 } = await opinionOn(local, 'undo');
  expect(top3.map(({ label }) => label)).toEqual(['undo', 'pal-attribution', 'what-is-pal']);
});

test('out of scope declines', async () => {
  expect(await opinionOn(OFFERED, 'out-of-scope')).toMatchObject({ label: 'out-of-scope', band: 'decline' });
});

test.each<Label>(['confirm', 'decline', 'cancel', 'provide-partner-id'])(
  'a reply to a question of the bot is not taken from the model: %s',
  async (label) => {
    expect(await opinionOn(OFFERED, label)).toBe(OFFERED);
    expect(await opinionOn(DECLINED, label)).toBe(DECLINED);
  },
);

test.each<unknown>([
  'Help',
  'help.',
  ' help',
  '"help"',
  'help\nunlink-partner-id',
  'help, unlink-partner-id',
  'I would say: help',
  'delete-everything',
  '__proto__',
  'constructor',
  '',
  undefined,
  null,
  7,
  ['help'],
  { label: 'help' },
])('anything but exactly one known label leaves the local result: %j', async (answer) => {
  expect(await opinionOn(OFFERED, answer)).toBe(OFFERED);
});

describe('the local result stands', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('after two seconds, and the call is stopped', async () => {
    let signal: AbortSignal | undefined;
    const late = withSecondOpinion(
      () => OFFERED,
      (_text, _labels, stop) => {
        signal = stop;
        return new Promise(() => undefined);
      },
    )('who gets the credit');
    await jest.advanceTimersByTimeAsync(1999);
    expect(signal?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await late).toBe(OFFERED);
    expect(signal?.aborted).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('when the choice fails late, after nobody waits for it', async () => {
    const late = withSecondOpinion(
      () => OFFERED,
      () => new Promise((_, reject) => setTimeout(reject, 3000, new Error('too late'))),
    )('who gets the credit');
    await jest.advanceTimersByTimeAsync(4000);
    expect(await late).toBe(OFFERED);
  });

  test('when the choice fails, at once or by throwing', async () => {
    const rejects = () => Promise.reject(new Error('no model'));
    const throws = () => {
      throw new Error('no model');
    };
    for (const choose of [rejects, throws]) {
      expect(await withSecondOpinion(() => OFFERED, choose)('who gets the credit')).toBe(OFFERED);
    }
    expect(jest.getTimerCount()).toBe(0);
  });
});

test('with a model that is down every answer is the one that is given without a model', async () => {
  const file = join(__dirname, '../../../content/en/dev-set.jsonl');
  const texts = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .filter((_, place) => place % 10 === 0)
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const local = makeUnderstanding();
  const understand = withSecondOpinion(
    (text) => local.understand(text),
    () => Promise.reject(new Error('no model')),
  );
  expect(texts.length).toBeGreaterThan(50);
  for (const text of texts) expect(await understand(text)).toEqual(local.understand(text));
});
