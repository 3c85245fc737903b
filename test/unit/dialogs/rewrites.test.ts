import type { View } from '../../../src/cards/view';
import { firstPictureIn, rewrites } from '../../../src/dialogs/turn';

// The platform's promises of time are not faked together with its timers.
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, value: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms, value);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(new Error('aborted'));
      });
    }),
}));
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const UPDATE_MS = 2_000;
const END: View = { name: 'cancelled', data: {} };
const read = (count: number): View => ({ name: 'press-needed', data: { operationId: String(count) } });

/** What is written into the message while the work goes on for so long, and when; each step of it takes `stepMs`. */
async function written(lastsMs: number, stepMs: number) {
  let steps = 0;
  let end = (): void => undefined;
  const done = new Promise<View>((resolve) => {
    end = () => {
      resolve(END);
    };
  });
  const onShown = jest.fn(() => Promise.resolve());
  const from = Date.now();
  const came: { readonly atMs: number; readonly view: View }[] = [];
  const follows = { done, latest: () => read(steps), onShown };
  const work = (async () => {
    for await (const replies of rewrites('a', { view: read(0), locale: 'en', follows }))
      for (const { view } of replies) came.push({ atMs: Date.now() - from, view });
  })();
  for (let atMs = stepMs; atMs <= lastsMs; atMs += stepMs) {
    await jest.advanceTimersByTimeAsync(stepMs);
    steps += 1;
  }
  end();
  await jest.advanceTimersByTimeAsync(0);
  await work;
  expect(onShown).toHaveBeenCalledTimes(1);
  return came;
}

test('while five hundred directories are read one after the other the card changes every two seconds, and at the end', async () => {
  const came = await written(25_000, 50);
  expect(came.at(-1)).toEqual({ atMs: 25_000, view: END });
  const updates = came.slice(0, -1);
  expect(updates).toHaveLength(12);
  const gaps = updates.map(({ atMs }, place) => atMs - (updates[place - 1]?.atMs ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(UPDATE_MS);
});

test('what is said below a card in the end comes behind its last change, in its language', async () => {
  const said: object[] = [];
  const follows = {
    done: Promise.resolve(END),
    latest: () => read(0),
    below: () => Promise.resolve([{ kind: 'say' as const, view: read(1) }]),
  };
  for await (const replies of rewrites('a', { view: read(0), locale: 'de', follows })) said.push(...replies);
  expect(said).toEqual([
    { kind: 'rewrite', activityId: 'a', view: END, locale: 'de' },
    { kind: 'say', view: read(1), locale: 'de' },
  ]);
});

test('nothing is written where nothing has changed, and the end at once', async () => {
  expect(await written(9_000, 9_000)).toEqual([{ atMs: 9_000, view: END }]);
  expect(await written(500, 100)).toEqual([{ atMs: 500, view: END }]);
});

test.each([
  [0, 900],
  [600, 300],
  [900, 0],
  [5_000, 0],
])(
  '%i ms after the message, such as when the list of directories is there, %i ms are left for the first picture',
  (passed, left) => {
    expect(firstPictureIn({ begunAt: 10 }, 10 + passed)).toBe(left);
  },
);
