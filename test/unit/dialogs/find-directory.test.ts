import { directoryById } from '../../../src/dialogs/locate';
import { workingDirectory } from '../../../src/model/directory';
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

test('a directory that is not listed is known by its id only', () => {
  const known = { tenantId: id(9), name: id(9), defaultDomain: '', kind: 'customer' };
  expect(directoryById(id(9))).toEqual(known);
});

test('the person works where they switched to, else at home, also when the other is gone', () => {
  expect(workingDirectory(ALL, id(2))).toBe(CONTOSO);
  expect(workingDirectory(ALL, undefined)).toBe(HOME);
  expect(workingDirectory(ALL, id(9))).toBe(HOME);
  expect(workingDirectory([], id(2))).toBeUndefined();
});
