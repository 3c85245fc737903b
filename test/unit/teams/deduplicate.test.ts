import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { Deduplicate } from '../../../src/teams/deduplicate';
import type { Asked } from '../../../src/teams/incoming';
import type { TurnAnswer } from '../../../src/teams/messages';

const quiet = () => undefined;
const PERSON = { tenantId: 't', objectId: 'robin', displayName: 'Robin' };

const message = (activityId: string, more: object = {}) =>
  ({ kind: 'text', activityId, turn: { conversationKey: 'chat|t.robin', person: PERSON }, ...more }) as Asked;
const press = (activityId: string, verb = 'help', operationId?: string) =>
  message(activityId, { kind: 'press', invokeName: 'adaptiveCard/action', press: { verb, operationId } });

/** Processes with the same records; each has its own memory, and a list of what waits in it. */
function machines() {
  const store = openSqliteStore(':memory:', { now: () => new Date() });
  return {
    store,
    process: () => {
      const waiting: (() => Promise<void>)[] = [];
      const deduplicate = new Deduplicate({
        store,
        log: { info: quiet, warn: quiet, error: quiet },
        now: () => new Date(),
        later: (_, work) => waiting.push(work),
        sayWorking: () => ({ status: 200, body: { value: 'working' } }),
      });
      return { deduplicate, waiting };
    },
  };
}

/** A handler that counts, and answers with its count. */
function counting() {
  let times = 0;
  const handle = (): Promise<TurnAnswer> => Promise.resolve({ status: 200, body: { times: (times += 1) } });
  return { handle, times: () => times };
}

const never = (): Promise<TurnAnswer> => new Promise(() => undefined);

test('a message is answered once, by whichever process, however often it comes', async () => {
  const { process } = machines();
  const { handle, times } = counting();
  const [one, other] = [process(), process()];
  await one.deduplicate.once(message('1'), handle);
  await one.deduplicate.once(message('1'), handle);
  await other.deduplicate.once(message('1'), handle);
  // What its process notes within a second is before the time of a turn is over.
  for (const work of [...one.waiting, ...other.waiting]) await work();
  await other.deduplicate.once(message('1'), handle);
  expect(times()).toBe(1);
});

test('of many answers each is noted as given, those of a process that stops too', async () => {
  const { process, store } = machines();
  const put = jest.spyOn(store, 'put');
  const { deduplicate } = process();
  for (let number = 0; number < 20; number += 1) {
    await deduplicate.once(message(`${number}`), counting().handle);
  }
  await deduplicate.settled();
  const keys = new Set(put.mock.calls.map(([, key]) => key));
  const values = await Promise.all([...keys].map((key) => store.get('activities', key)));
  expect(values.map((found) => found?.value)).toEqual(Array(20).fill({ schema: 1, status: 'done' }));
});

test('a message whose process died is answered when it is delivered again, once, after the time of a turn', async () => {
  const { process } = machines();
  const { handle, times } = counting();
  void process().deduplicate.once(message('1'), never);
  await new Promise(setImmediate);
  const [next, third] = [process(), process()];
  expect(await next.deduplicate.once(message('1'), handle)).toEqual({ status: 200 });
  await third.deduplicate.once(message('1'), handle);
  expect(times()).toBe(0);
  for (const work of [...next.waiting, ...third.waiting]) await work();
  expect(times()).toBe(1);
});

test('one that its process was only slow with is not answered a second time', async () => {
  const { process } = machines();
  const { handle, times } = counting();
  let end: (answer: TurnAnswer) => void = quiet;
  const first = process();
  const slow = first.deduplicate.once(message('1'), () => new Promise((resolve) => (end = resolve)));
  await new Promise(setImmediate);
  const other = process();
  await other.deduplicate.once(message('1'), handle);
  end({ status: 200 });
  await slow;
  for (const work of [...first.waiting, ...other.waiting]) await work();
  expect(times()).toBe(0);
});

test('what an earlier version has noted is done', async () => {
  const { process, store } = machines();
  const put = jest.spyOn(store, 'put');
  await process().deduplicate.once(message('1'), counting().handle);
  const key = put.mock.calls[0]?.[1] ?? '';
  await store.delete('activities', key);
  await store.put('activities', key, { schema: 1 }, { absent: true });
  const next = process();
  const { handle, times } = counting();
  await next.deduplicate.once(message('1'), handle);
  expect([times(), next.waiting.length]).toEqual([0, 0]);
});

test('a press that comes again gets the answer of the first, and elsewhere that it is being answered', async () => {
  const { process } = machines();
  const { handle } = counting();
  const [one, other] = [process(), process()];
  expect(await one.deduplicate.once(press('1'), handle)).toMatchObject({ body: { times: 1 } });
  expect(await one.deduplicate.once(press('1'), handle)).toMatchObject({ body: { times: 1 } });
  expect(await other.deduplicate.once(press('1'), handle)).toMatchObject({ body: { value: 'working' } });
});

test('a press about an operation needs no record: the operation knows', async () => {
  const { process, store } = machines();
  const put = jest.spyOn(store, 'put');
  await process().deduplicate.once(press('1', 'confirm', 'operation'), counting().handle);
  expect(put).not.toHaveBeenCalled();
});

test('a person who is forgotten while a message is under way leaves its name until it ends, and nothing after', async () => {
  const { process } = machines();
  const { deduplicate } = process();
  let end: (answer: TurnAnswer) => void = quiet;
  const under = deduplicate.once(press('1'), () => new Promise((resolve) => (end = resolve)));
  await deduplicate.once(press('2'), counting().handle);
  deduplicate.forget(PERSON as never);
  // Delivered again meanwhile: the first answer counts.
  const again = deduplicate.once(press('1'), counting().handle);
  end({ status: 200, body: { first: true } });
  expect([await under, await again]).toEqual([
    { status: 200, body: { first: true } },
    { status: 200, body: { first: true } },
  ]);
  // What was over is forgotten here: the record alone knows it.
  expect(await deduplicate.once(press('2'), counting().handle)).toMatchObject({ body: { value: 'working' } });
});

test('a thousand answers are kept, not more', async () => {
  const { process } = machines();
  const { deduplicate } = process();
  for (let number = 0; number <= 1_000; number += 1) {
    await deduplicate.once(press(String(number)), counting().handle);
  }
  expect(await deduplicate.once(press('1000'), counting().handle)).toMatchObject({ body: { times: 1 } });
  expect(await deduplicate.once(press('0'), counting().handle)).toMatchObject({ body: { value: 'working' } });
});

test('without the records what is asked is answered all the same', async () => {
  const { process, store } = machines();
  jest.spyOn(store, 'put').mockRejectedValue(new Error('away'));
  const { handle, times } = counting();
  await process().deduplicate.once(message('1'), handle);
  expect(times()).toBe(1);
});
