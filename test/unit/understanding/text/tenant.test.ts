import { namesTenant } from '../../../../src/understanding/text/tenant';

const ID = '11111111-1111-4111-8111-111111111111';

test.each([
  [`link in tenant ${ID}`, true],
  [`link in ${ID}`, true],
  [`switch to ${ID}`, true],
  [`link ${ID} as customer`, true],
  [`change the object id to ${ID}`, false],
  [`switch the object id to ${ID}`, false],
  [`my object ${ID}`, false],
  [`subscription ${ID} of this customer`, false],
  [`subscription ${ID} in the directory`, false],
  [`my object id is ${ID}, tell the customer`, false],
  [`correlation id ${ID} of the directory`, false],
  [`the app ${ID} in my tenant`, false],
])('%s: a directory is named: %s', (text, isNamed) => {
  const start = text.indexOf(ID);
  expect(namesTenant(text, start, start + ID.length)).toBe(isNamed);
});
