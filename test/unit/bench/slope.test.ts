import { growthPerMinute } from '../../../bench/soak/slope';

test('a straight line is told by its slope, in minutes', () => {
  const samples = [0, 30, 60, 90].map((seconds) => ({ seconds, value: 100 + seconds / 2 }));
  expect(growthPerMinute(samples)).toBeCloseTo(30);
});

test('what goes up and down and stays where it was does not grow', () => {
  const samples = [5, 9, 5, 1, 5].map((value, index) => ({ seconds: index * 10, value }));
  expect(
    growthPerMinute([...samples, ...samples.map((one) => ({ ...one, seconds: 80 - one.seconds }))]),
  ).toBeCloseTo(0);
});

test('too little to tell is no growth', () => {
  expect(growthPerMinute([])).toBe(0);
  expect(growthPerMinute([{ seconds: 3, value: 7 }])).toBe(0);
});
