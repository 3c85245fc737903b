import fc from 'fast-check';

import { makeUnderstanding } from './make-understanding';

const understanding = makeUnderstanding();
const GUID = '3f2b8c1e-9a4d-4e7b-8f60-1c2d3e4f5a6b';

describe('the directories that a message names', () => {
  test.each<[string, string[]]>([
    ['link 1234567', []],
    ['link 1234567 in Contoso', ['Contoso']],
    ['link 1234567 in Contoso Retail and Woodgrove Bank', ['Contoso Retail', 'Woodgrove Bank']],
    ['link 1234567 in Contoso, Fabrikam and Woodgrove', ['Contoso', 'Fabrikam', 'Woodgrove']],
    ['link in contoso and woodgrove', ['contoso', 'woodgrove']],
    ['in contoso and woodgrove', ['contoso', 'woodgrove']],
    ['unlink contoso', ['contoso']],
    ['unlink Contoso and Fabrikam', ['Contoso', 'Fabrikam']],
    ['link Contoso Retail 1234567', ['Contoso Retail']],
    ['link in Humongous Insurance', ['Humongous Insurance']],
    ['change my PartnerID in Contoso to 7654321', ['Contoso']],
    ['show my link for our customer Fabrikam', ['Fabrikam']],
    ['am I linked at Müller & Söhne AG?', ['Müller & Söhne AG']],
    ['link 1234567 in the Contoso tenant please', ['Contoso']],
    ['link 1234567 in contoso.example and Fabrikam', ['contoso.example', 'Fabrikam']],
    [`link 1234567 in ${GUID} and in Fabrikam`, [GUID, 'Fabrikam']],
    ['link 1234567 in Contoso and show my status', ['Contoso']],
    ['link 1234567 for me in this directory', []],
    ['link 1234567 here in Azure, in a minute', []],
    ['link 1234567 in my account', []],
    ['link 1234567 in Outlook', ['Outlook']],
    ['link 1234567 in all my customers', []],
    ['switch to Contoso Retail', ['Contoso Retail']],
  ])('%j: %j', (message, places) => {
    expect(understanding.understand(message).where.places).toEqual(places);
  });

  test.each([
    'link 1234567 everywhere',
    'link in all my customers',
    'link my id in every directory',
    'unlink me in all of my tenants',
    'link the rest',
    'all customers',
  ])('%j means all of them', (message) => {
    expect(understanding.understand(message).where.isEverywhere).toBe(true);
  });

  test.each<[string, string[]]>([
    ['and Fourth Coffee', ['Fourth Coffee']],
    ['same for Lucerne Publishing', ['Lucerne Publishing']],
    ['same for Lucerne Publishing and Wingtip Toys please', ['Lucerne Publishing', 'Wingtip Toys']],
    ['also in Contoso', ['Contoso']],
    ['now contoso.example', ['contoso.example']],
  ])('%j asks for the same again there', (message, places) => {
    const { where } = understanding.understand(message);
    expect(where).toEqual({ places, isEverywhere: false, isSameAgain: true });
  });

  test.each(['and show my link', 'now unlink', 'also link 1234567 in Contoso', 'link in Contoso'])(
    '%j asks for something of its own',
    (message) => {
      expect(understanding.understand(message).where.isSameAgain).toBe(false);
    },
  );

  test('are what stands behind "in", whatever it is', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{3,10}x$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (names) => {
        const { where } = understanding.understand(`link 1234567 in ${names.join(' ')}`);
        expect(where.places).toEqual([names.join(' ')]);
      }),
      { numRuns: 300 },
    );
  });
});
