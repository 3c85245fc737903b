import { z } from 'zod';
import { branded, prepared } from '../../../src/lib/quick-schemas';

const digits = branded((text) => (/^\d+$/.test(text) ? (text as `${number}`) : undefined));
const schema = z.object({ id: prepared((value) => value ?? undefined, digits.optional()) });

test.each([
  ['a text that the parser takes', { id: '12' }, { id: '12' }],
  ['null, which was prepared', { id: null }, { id: undefined }],
  ['nothing', {}, {}],
])('%s is read', (_, given, read) => {
  expect(schema.parse(given)).toEqual(read);
});

test.each([
  ['a text that the parser refuses', 'twelve'],
  ['a number', 12],
  ['an object', {}],
])('%s is an issue at its place', (_, id) => {
  const { error } = schema.safeParse({ id });
  expect(error?.issues.map(({ path }) => path)).toEqual([['id']]);
});
