import fc from 'fast-check';
import { armTime } from '../../../../local/cloud/arm/arm-time';

describe('a time as ARM writes it', () => {
  test('has at most seven digits after the second, none of them a zero at the end', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.nat(99_999),
        (at, salt) => {
          const text = armTime(at, salt);
          expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?Z$/);
          expect(new Date(text).getTime()).toBe(at.getTime());
        },
      ),
    );
  });
});
