import fc from 'fast-check';
import type { AzureCloud } from '../../../src/app/cloud';
import type { CardRenderer } from '../../../src/cards/load-card-renderer';
import type { Dialogs } from '../../../src/dialogs/dialogs';
import type { Step, Telemetry } from '../../../src/model/telemetry';
import type { Pal } from '../../../src/pal/pal';
import { aroundMethods, observeWith } from '../../../src/app/observe';
import type { RecordStore } from '../../../src/storage/record-store';
import type { TeamsBot } from '../../../src/teams/teams-bot';

class Counter {
  #count = 0;
  readonly name = 'counter';
  add(by: number, times = 1): number {
    this.#count += by * times;
    return this.#count;
  }
  addTwice(by: number): number {
    this.add(by);
    return this.add(by);
  }
}

test('what is put around a method sees its calls, those of the object itself too, and changes nothing', () => {
  const seen: number[][] = [];
  const counter = aroundMethods(new Counter(), {
    add: (call, ...all) => {
      seen.push(all.map(Number));
      return call();
    },
  });
  expect(counter.add(1, 3)).toBe(3);
  expect(counter.addTwice(1)).toBe(5);
  expect(counter.name).toBe('counter');
  expect(seen).toEqual([[1, 3], [1], [1]]);
});

const steps: string[] = [];
const counted: string[] = [];
const step: Step = { set: () => undefined, fail: () => undefined };
const telemetry: Telemetry = {
  step: (name, _, work) => {
    steps.push(name);
    return work(step);
  },
  count: (name) => counted.push(name),
  measure: (_, __, work) => work(),
  gauge: () => undefined,
  stop: () => Promise.resolve(),
};
const observer = observeWith(telemetry);

const answer = { status: 200, kind: 'ok', label: 'help', band: 'answer', top3: [], problem: { code: 'x' } };

type Method = (...all: unknown[]) => unknown;
const none = (): undefined => undefined;

/** Every method that telemetry looks at: how the object around this one looks to the rooms, and the method's name. */
const OBSERVED: Readonly<Record<string, (method: Method) => [observed: object, name: string]>> = {
  'TeamsBot.process': (process) => [observer.bot({ process } as unknown as TeamsBot), 'process'],
  'Dialogs.onText': (onText) => [dialogsWith({ onText }), 'onText'],
  'Dialogs.onPress': (onPress) => [dialogsWith({ onPress }), 'onPress'],
  'Dialogs.onSignedIn': (onSignedIn) => [dialogsWith({ onSignedIn }), 'onSignedIn'],
  understand: (read) => [{ read: observer.understand(read as () => Promise<never>) }, 'read'],
  'CardRenderer.render': (render) => [observer.cards({ render } as unknown as CardRenderer), 'render'],
  'Pal.execute': (execute) => [observer.pal({ execute } as unknown as Pal), 'execute'],
  'RecordStore.append': (append) => [storeWith({ append }), 'append'],
  'RecordStore.putWithLine': (putWithLine) => [storeWith({ putWithLine }), 'putWithLine'],
  'SignIn.complete': (complete) => [cloudWith(complete, none).signIn, 'complete'],
  'Assertions.accept': (accept) => [cloudWith(none, accept).ssoTokens, 'accept'],
  network: (send) => [{ send: observer.network(send as () => Promise<never>) }, 'send'],
};

function dialogsWith(method: Readonly<Record<string, Method>>): Dialogs {
  return observer.dialogs({ onText: none, onPress: none, onSignedIn: none, ...method } as unknown as Dialogs);
}

function storeWith(method: Readonly<Record<string, Method>>): RecordStore {
  return observer.store({ append: none, putWithLine: none, ...method } as unknown as RecordStore);
}

function cloudWith(complete: Method, accept: Method): AzureCloud {
  return observer.cloud({ signIn: { complete }, ssoTokens: { accept } } as unknown as AzureCloud);
}

test.each(Object.keys(OBSERVED))(
  '%s gets every argument that it is called with, whatever they are',
  async (name) => {
    const anything = fc.array(fc.record({ name: fc.string(), data: fc.anything(), circuit: fc.string() }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(anything, async (all) => {
        const method = jest.fn((..._: unknown[]) =>
          name === 'CardRenderer.render' ? answer : Promise.resolve(answer),
        );
        const [observed, called] = OBSERVED[name]!(method);
        await (observed as Record<string, Method>)[called]!(...all);
        expect(method.mock.calls).toEqual([all]);
      }),
      { numRuns: 20 },
    );
  },
);

test('an undo, which executes an operation from inside, is a change like any other', async () => {
  class Undoing {
    execute(): Promise<object> {
      return Promise.resolve({ kind: 'done' });
    }
    undo(): Promise<object> {
      return this.execute();
    }
  }
  steps.length = 0;
  await (observer.pal(new Undoing() as unknown as Pal) as unknown as Undoing).undo();
  expect(steps).toEqual(['pal.change']);
});

test('what a method throws is thrown on', async () => {
  const away = new Error('away');
  const store = storeWith({ append: () => Promise.reject(away) });
  counted.length = 0;
  await expect(store.append({} as never)).rejects.toBe(away);
  expect(counted).toEqual([]);
});
