import { join } from 'node:path';
import { loadCommands, loadOfferTitles } from '../../../src/cards/commands';
import { packageRoot } from '../../../src/config/package';
import type { ViewData } from '../../../src/cards/view';
import { LANGUAGES } from '../../../src/model/language';
import { asPartnerId } from '../../../src/model/identifiers';
import { elementsOf, renderer } from './support/cards';

const CONTENT = join(packageRoot(__dirname), 'content');

test.each(LANGUAGES)('in %s every command that may be offered has a name for its button', (language) => {
  const named = [
    ...loadCommands(CONTENT, language).map(({ label }) => label),
    ...loadOfferTitles(CONTENT, language).keys(),
  ];
  expect(named).toEqual(
    expect.arrayContaining([
      'link-partner-id',
      'show-link',
      'unlink-partner-id',
      'show-all-links',
      'link-everywhere',
      'export-proof',
      'check-access',
      'my-history',
    ]),
  );
  expect(new Set(named).size).toBe(named.length);
});

describe.each(LANGUAGES)('in %s the form for a PartnerID', (language) => {
  const company = ['1234567', '2345678'].map((digits) => ({ partnerId: asPartnerId(digits)!, name: digits }));

  test.each([
    ['the only one of the company is chosen already', 1, '', '1234567'],
    ['of several none is', 2, '', ''],
    ['a number that was typed is not changed for the company’s', 1, '6098754', ''],
    ['the one of several that was typed is chosen', 2, '2345678', '2345678'],
  ])('%s', (_, count, input, chosen) => {
    const data: ViewData<'partner-id-form'> = { input, company: company.slice(0, count) };
    const { card } = renderer.render({ name: 'partner-id-form', data }, language);
    const [choices] = elementsOf(card, 'Input.ChoiceSet');
    expect(choices?.['value'] ?? '').toBe(chosen);
    expect(choices?.['choices']).toHaveLength(count);
  });
});
