import fc from 'fast-check';
import { asksForSecondFactor } from '../../../../local/cloud/entra/requested-claims';

describe('the claims parameter', () => {
  test.each([
    '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}',
    '{"id_token":{"acrs":{"essential":true,"value":"p1"}}}',
    '{"access_token":{"polids":{"essential":true,"values":["9ab03e19"]}}}',
    '{"access_token":{"amr":{"values":["mfa"]}}}',
  ])('%s asks for a second factor', (claims) => {
    expect(asksForSecondFactor(claims)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'null',
    '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
    '{"access_token":{"nbf":{"essential":true,"value":"1603742800"}}}',
    '{"access_token":{"amr":null}}',
  ])('%s does not', (claims) => {
    expect(asksForSecondFactor(claims)).toBe(false);
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (claims) => {
        expect(typeof asksForSecondFactor(claims)).toBe('boolean');
      }),
    );
  });
});
