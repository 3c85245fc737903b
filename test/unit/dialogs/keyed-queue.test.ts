import { KeyedQueue } from '../../../src/dialogs/state';

/** A piece of work that ends when it is told to. */
function work(name: string, log: string[]) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => {
      end();
    },
    run: async () => {
      log.push(`${name} begins`);
      await ended;
      log.push(`${name} ends`);
      return name;
    },
  };
}

test('work of one key runs one after the other, in order', async () => {
  const queue = new KeyedQueue();
  const log: string[] = [];
  const [first, second] = [work('first', log), work('second', log)];
  const results = [queue.run('a', first.run), queue.run('a', second.run)];
  second.end();
  first.end();
  expect(await Promise.all(results)).toEqual(['first', 'second']);
  expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('work of another key does not wait', async () => {
  const queue = new KeyedQueue();
  const log: string[] = [];
  const [slow, quick] = [work('slow', log), work('quick', log)];
  const waiting = queue.run('a', slow.run);
  quick.end();
  expect(await queue.run('b', quick.run)).toBe('quick');
  slow.end();
  await waiting;
});

test('a failure is the failed work’s own, and what comes after runs', async () => {
  const queue = new KeyedQueue();
  const failed = queue.run('a', () => Promise.reject(new Error('broken')));
  const next = queue.run('a', () => Promise.resolve('fine'));
  await expect(failed).rejects.toThrow('broken');
  expect(await next).toBe('fine');
});
