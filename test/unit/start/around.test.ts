import { around } from '../../../src/start/around';

class Counter {
  #count = 0;
  readonly name = 'counter';
  add(by: number): number {
    this.#count += by;
    return this.#count;
  }
  addTwice(by: number): number {
    this.add(by);
    return this.add(by);
  }
}

test('a method is done differently, the others and the fields stay, private ones too', () => {
  const counter = around(new Counter(), { add: (add) => (by) => add(by * 10) });
  expect(counter.add(1)).toBe(10);
  expect(counter.addTwice(1)).toBe(12);
  expect(counter.name).toBe('counter');
});

test('what is put around twice is done twice', () => {
  const once = around(new Counter(), { add: (add) => (by) => add(by + 1) });
  expect(around(once, { add: (add) => (by) => add(by * 2) }).add(3)).toBe(7);
});
