import fc from 'fast-check';
import { BoundedMap } from '../../../src/lib/bounded-map';

const key = fc.integer({ min: 0, max: 9 });
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ set: key }) },
  { weight: 2, arbitrary: fc.record({ deleted: key }) },
  { weight: 1, arbitrary: fc.constant({ cleared: true }) },
);

test('whatever is set and deleted, the entries that were set last are there, in that order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 60 }), (most, steps) => {
      const map = new BoundedMap<number, number>(most);
      let expected: number[] = [];
      for (const one of steps) {
        if ('set' in one) {
          map.set(one.set, one.set);
          expected = [...expected.filter((other) => other !== one.set), one.set].slice(-most);
        } else if ('deleted' in one) {
          map.delete(one.deleted);
          expected = expected.filter((other) => other !== one.deleted);
        } else {
          map.clear();
          expected = [];
        }
        expect([...map.keys()]).toEqual(expected);
      }
    }),
  );
});
