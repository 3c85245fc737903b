import { createFairLimiter } from '../../../src/network/fair-limiter';

const never = new AbortController().signal;

/** Work that ends when the test says so. */
function workshop(limits: { each: number; all: number }) {
  const limiter = createFairLimiter(limits);
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    limiter,
    started,
    begin: (who: string, name: string, signal = never) =>
      limiter.run(who, signal, () => {
        started.push(name);
        return new Promise<string>((resolve) => {
          ends.set(name, () => {
            resolve(name);
          });
        });
      }),
    end: async (name: string) => {
      ends.get(name)?.();
      await new Promise(setImmediate);
    },
  };
}

test('no more than so many run for one person, and in the order in which they came', async () => {
  const { begin, end, started } = workshop({ each: 2, all: 10 });
  const all = ['a1', 'a2', 'a3', 'a4'].map((name) => begin('a', name));
  await new Promise(setImmediate);
  expect(started).toEqual(['a1', 'a2']);
  await end('a2');
  expect(started).toEqual(['a1', 'a2', 'a3']);
  for (const name of ['a1', 'a3', 'a4']) await end(name);
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4']);
});

test('somebody with one request is not behind somebody with five hundred', async () => {
  const { begin, end, started } = workshop({ each: 8, all: 3 });
  for (let number = 0; number < 500; number += 1) void begin('many', `m${number}`);
  void begin('one', 'mine');
  await new Promise(setImmediate);
  expect(started).toEqual(['m0', 'm1', 'm2']);
  await end('m0');
  expect(started.at(-1)).toBe('mine');
});

test('who gives up while waiting is told so, and takes nobody’s turn', async () => {
  const { begin, end, started } = workshop({ each: 1, all: 1 });
  const caller = new AbortController();
  const first = begin('a', 'a1');
  const second = begin('b', 'b1', caller.signal);
  const third = begin('c', 'c1');
  caller.abort();
  expect(await second).toBeUndefined();
  expect(await begin('b', 'b2', caller.signal)).toBeUndefined();
  await end('a1');
  expect(started).toEqual(['a1', 'c1']);
  await end('c1');
  expect(await Promise.all([first, third])).toEqual(['a1', 'c1']);
});

test('work that fails makes room all the same', async () => {
  const { limiter } = workshop({ each: 1, all: 1 });
  await expect(limiter.run('a', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await limiter.run('a', never, () => Promise.resolve('next'))).toBe('next');
});
