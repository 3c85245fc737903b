import { directoryById, matchDirectories, workingDirectory } from '../../../src/dialogs/find-directory';
import type { Directory } from '../../../src/model/directory';
import { asTenantId } from '../../../src/model/identifiers';

const id = (digit: number) => asTenantId(`${String(digit).repeat(8)}-1111-4111-8111-111111111111`)!;
const directory = (
  digit: number,
  name: string,
  domain: string,
  kind: Directory['kind'] = 'customer',
): Directory => ({
  tenantId: id(digit),
  name,
  defaultDomain: domain,
  kind,
});
const HOME = directory(1, 'Fabrikam Consulting', 'fabrikam.example', 'home');
const CONTOSO = directory(2, 'Contoso', 'contoso.example');
const RETAIL = directory(3, 'Contoso Retail', 'contoso-retail.example');
const BANK = directory(4, 'Woodgrove Bank', 'woodgrove.example');
const ALL = [HOME, CONTOSO, RETAIL, BANK];

test.each([
  ['contoso', [CONTOSO]],
  ['CONTOSO  Retail', [RETAIL]],
  ['contoso-retail.example', [RETAIL]],
  ['ｗｏｏｄｇｒｏｖｅ', [BANK]],
  ['bank', [BANK]],
  ['cont', [CONTOSO, RETAIL]],
  ['retail', [RETAIL]],
  ['ank', []],
  ['', []],
  ['  ', []],
  ['constructor', []],
])('"%s" finds the best fits only', (named, found) => {
  expect(matchDirectories(ALL, { named })).toEqual(found);
});

test('an id finds exactly its directory, and one of somebody else’s finds nothing', () => {
  expect(matchDirectories(ALL, { tenantId: id(3) })).toEqual([RETAIL]);
  expect(matchDirectories(ALL, { tenantId: id(9) })).toEqual([]);
  expect(matchDirectories(ALL, { named: id(4) })).toEqual([BANK]);
});

test('an id wins over a name', () => {
  expect(matchDirectories(ALL, { tenantId: id(4), named: 'contoso' })).toEqual([BANK]);
});

test('a directory that is not listed is known by its id only', () => {
  const known = { tenantId: id(9), name: id(9), defaultDomain: '', kind: 'customer' };
  expect(directoryById({ tenantId: id(9) })).toEqual(known);
  expect(directoryById({ named: ` ${id(9).toUpperCase()} ` })).toEqual(known);
  expect(directoryById({ named: 'contoso' })).toBeUndefined();
});

test('the person works where they switched to, else at home, also when the other is gone', () => {
  expect(workingDirectory(ALL, id(2))).toBe(CONTOSO);
  expect(workingDirectory(ALL, undefined)).toBe(HOME);
  expect(workingDirectory(ALL, id(9))).toBe(HOME);
  expect(workingDirectory([], id(2))).toBeUndefined();
});
