import fc from 'fast-check';
import { ATTRIBUTES } from '../../../src/model/telemetry';
import { allowedAttributes } from '../../../src/observability/open-telemetry';

test('names and codes of the bot’s own are let through', () => {
  const own = {
    'pal.label': 'what-is-pal',
    'http.response.status_code': 409,
    'pal.problem': 'AADSTS-blocked',
  };
  expect(allowedAttributes(own)).toEqual(own);
});

test.each([
  ['a name of a person', 'Robin Weber'],
  ['a PartnerID', '1234567'],
  ['a PartnerID among words', 'linked-1234567'],
  ['an address', 'https://management.azure.com/providers'],
  ['a mail address', 'robin@fabrikam.example'],
  ['an id of a person', '4b054567-7f48-419d-8a5c-58e0140c2794'],
  ['a long word', 'x'.repeat(65)],
])('%s is kept back, under whatever name', (_, value) => {
  for (const name of ATTRIBUTES) {
    if (name === 'pal.correlation_id') continue;
    expect(allowedAttributes({ [name]: value })).toEqual({});
  }
});

test('a number that could be a PartnerID is kept back', () => {
  expect(allowedAttributes({ 'http.response.status_code': 1_234_567 })).toEqual({});
});

test('a name that is not on the list never leaves', () => {
  fc.assert(
    fc.property(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()), (name, value) => {
      fc.pre(!ATTRIBUTES.some((known) => known === name));
      return Object.keys(allowedAttributes({ [name]: value })).length === 0;
    }),
  );
});
