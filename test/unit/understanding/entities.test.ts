import { makeUnderstanding } from './make-understanding';

const understanding = makeUnderstanding();
const GUID = '3f2b8c1e-9a4d-4e7b-8f60-1c2d3e4f5a6b';

/** What was found besides the label, for short: PartnerID or mistake, tenant, words. */
function found(message: string): (string | undefined)[] {
  const { partnerId, tenant, directoryWords } = understanding.understand(message);
  const id = partnerId.kind === 'found' ? partnerId.partnerId : undefined;
  return [partnerId.kind === 'mistake' ? partnerId.mistake : id, tenant, directoryWords];
}

describe('what a message names', () => {
  test.each([
    ['link 1234567 in Contoso Retail', '1234567', undefined, 'contoso retail'],
    ['link 1234567 in the Contoso Retail directory please', '1234567', undefined, 'contoso retail'],
    ['link 1234567 at Müller & Söhne AG', '1234567', undefined, 'müller & söhne ag'],
    ['link in Contoso Retail 1234567', '1234567', undefined, 'contoso retail'],
    ['in Contoso Retail, link 1234567', '1234567', undefined, 'contoso retail'],
    ['1234567 for Contoso', '1234567', undefined, 'contoso'],
    ['show my link for our customer Fabrikam', undefined, undefined, 'fabrikam'],
    ['am I linked in Contoso Retail?', undefined, undefined, 'contoso retail'],
    ['unlink in contoso', undefined, undefined, 'contoso'],
    ['change my PartnerID in Contoso to 7654321', '7654321', undefined, 'contoso'],
    ['switch to Contoso Retail', undefined, undefined, 'contoso retail'],
    ['switch to the Contoso directory, please', undefined, undefined, 'contoso'],
    ['work in fabrikam', undefined, undefined, 'fabrikam'],
    ['link 1234567 in contoso.example', '1234567', 'contoso.example', undefined],
    ['link 1234567 in Contoso.OnMicrosoft.com!', '1234567', 'contoso.onmicrosoft.com', undefined],
    ['use contoso.example', undefined, 'contoso.example', undefined],
    ['switch from contoso.example to fabrikam.example', undefined, 'fabrikam.example', undefined],
    ['contoso.example or fabrikam.example', undefined, undefined, undefined],
    [`link 1234567 in tenant ${GUID}`, '1234567', GUID, undefined],
    [`link 1234567 in ${GUID.toUpperCase()}`, '1234567', GUID, undefined],
    [`link 1234567 in {${GUID}}`, '1234567', GUID, undefined],
    [`link 1234567 in tenant ${GUID.replaceAll('-', '')}`, '1234567', GUID, undefined],
    [`switch to ${GUID}`, undefined, GUID, undefined],
    [`our tenant id is ${GUID}`, undefined, GUID, undefined],
    [`link my subscription ${GUID}`, 'guid', undefined, undefined],
    [GUID, 'guid', undefined, undefined],
    [`link ${GUID}`, 'guid', undefined, undefined],
    [`link 1234567 in ${GUID} and contoso.example`, '1234567', undefined, undefined],
    ['link 1234567 for me', '1234567', undefined, undefined],
    ['link 1234567 in this directory', '1234567', undefined, undefined],
    ['link 1234567 in Azure', '1234567', undefined, undefined],
    ['link 12345a7 in Contoso', 'letters', undefined, 'contoso'],
    ['write to anna@contoso.example', undefined, undefined, undefined],
    ['I was in portal.azure.com', undefined, undefined, undefined],
    ['see https://contoso.example/link', undefined, undefined, undefined],
    ['e.g. at 5 p.m. in v2.0', undefined, undefined, undefined],
    ['node.js and readme.md', undefined, undefined, undefined],
  ])('%j', (message, partnerId, tenant, directoryWords) => {
    expect(found(message)).toEqual([partnerId, tenant, directoryWords]);
  });
});

describe('what a German message names', () => {
  test.each([
    ['bitte von 1111222 auf 3333444 umstellen', '3333444', undefined],
    ['ersetze 1111222 durch 3333444', '3333444', undefined],
    ['tausche 1111222 gegen 3333444', '3333444', undefined],
    ['statt 1111222 bitte 3333444', '3333444', undefined],
    ['nicht 1111222, sondern 3333444', '3333444', undefined],
    ['meine Partnernummer lautet 3333444', '3333444', undefined],
    ['verknüpfe 3333444 in contoso.example', '3333444', 'contoso.example'],
    [`verknüpfe 3333444 im Verzeichnis ${GUID}`, '3333444', GUID],
    [`wechsle zu ${GUID}`, undefined, GUID],
    ['wir haben 12345 Benutzer', undefined, undefined],
    ['Rechnung 1234567', undefined, undefined],
    ['Telefon 0441 234 56 78', undefined, undefined],
    ['am 12. Mai 2026', undefined, undefined],
  ])('%j', (message, partnerId, tenant) => {
    expect(found(message).slice(0, 2)).toEqual([partnerId, tenant]);
  });
});
