import { readCompany } from '../../../src/config/running-setting';

const HOME = '19ad1d3f-c1f9-4a63-b1a6-b04ecfb7e9bd';
const read = (text?: string) => readCompany(text === undefined ? {} : { COMPANY_PARTNER_IDS: text });

test.each([undefined, '', ' ; '])('without a value (%p) the company has no PartnerIDs', (text) => {
  expect(read(text)).toEqual({ read: [], problems: [] });
});

test('numbers with names are read, each for everybody or for the people of one directory', () => {
  expect(read(`1234567 Fabrikam Norway; ${HOME}: 2345678 Fabrikam, Sweden;`).read).toEqual([
    { partnerId: '1234567', name: 'Fabrikam Norway' },
    { partnerId: '2345678', name: 'Fabrikam, Sweden', homeTenantId: HOME },
  ]);
});

test.each([
  ['no name', '1234567'],
  ['no number', 'Fabrikam Norway'],
  ['a number that is no PartnerID', '12 Fabrikam'],
  ['one twice', '1234567 Fabrikam; 1234567 Fabrikam again'],
  ['something else than a directory id', 'fabrikam.example: 1234567 Fabrikam'],
  ['a name that no card has room for', `1234567 ${'x'.repeat(49)}`],
  ['more than fit on a form', Array.from({ length: 26 }, (_, n) => `${1234500 + n} Name`).join(';')],
])('%s is refused with what is expected', (_, text) => {
  expect(read(text).problems).toMatchObject([{ name: 'COMPANY_PARTNER_IDS' }]);
});
