import { crowdDirectory, crowdLinks } from '../../../../local/cloud/world/crowd-of-directories';
import { findTenant, objectIdIn, personOf, seenDirectories } from '../../../../local/cloud/world/lookup';
import { PRIYA, ROBIN } from '../../../../local/cloud/world/sample-world';

test('a directory of the crowd is found by its id and by its domain, and each person has an account of their own there', () => {
  const directory = crowdDirectory(42);
  expect(findTenant(directory.id)).toEqual(directory);
  expect(findTenant('CUSTOMER-42.example')).toEqual(directory);
  const [robin, priya] = [ROBIN, PRIYA].map((person) => objectIdIn(person, directory)!);
  expect(robin).not.toBe(priya);
  expect(personOf(directory.id, robin!)).toBe(ROBIN);
  expect(personOf(directory.id, priya!)).toBe(PRIYA);
  expect(personOf(crowdDirectory(43).id, robin!)).toBeUndefined();
});

test('as many are seen as are asked for, besides those of the sample', () => {
  expect(seenDirectories(ROBIN, 0)).toHaveLength(ROBIN.sees.length);
  expect(new Set(seenDirectories(ROBIN, 500).map(({ id }) => id)).size).toBe(ROBIN.sees.length + 500);
});

test('fifty of them hold every obstacle, two of one name, and links to two PartnerIDs', () => {
  const fifty = Array.from({ length: 50 }, (_, number) => crowdDirectory(number));
  expect(new Set(fifty.map(({ policy }) => policy.kind)).size).toBe(6);
  expect(fifty.filter(({ name }) => name === 'Customer 001')).toHaveLength(2);
  expect(new Set(crowdLinks(ROBIN, 50).map(({ partnerId }) => partnerId)).size).toBe(2);
});
