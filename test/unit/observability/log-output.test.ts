import { PassThrough } from 'node:stream';
import { createLogOutput } from '../../../src/observability/log';

test('what nobody reads is dropped beyond a megabyte, and counted when somebody reads again', () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const output = createLogOutput(stream);
  const line = `${'x'.repeat(999)}\n`;
  for (let count = 0; count < 3_000; count += 1) output.write(line);
  expect(stream.writableLength + stream.readableLength).toBeLessThan(1_100_000);
  const read = (): string => String(stream.read() ?? '');
  while (read() !== '');
  output.write('the next\n');
  let rest = '';
  for (let chunk = read(); chunk !== ''; chunk = read()) rest += chunk;
  expect(rest).toMatch(/"event":"log\.dropped","count":\d{4}\}\nthe next\n$/);
});

test('a reader that goes away is no error of the bot’s', () => {
  const stream = new PassThrough();
  const output = createLogOutput(stream);
  expect(() => stream.emit('error', new Error('EPIPE'))).not.toThrow();
  output.write('a line\n');
});
