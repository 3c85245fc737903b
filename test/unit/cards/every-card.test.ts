import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { VERBS, VERBS_OF_CUSTOMERS } from '../../../src/cards/press';
import { VIEW_NAMES } from '../../../src/cards/template-data';
import type { View } from '../../../src/cards/view';

import { howMany } from '../../support/threats';
import type { Json } from './support/cards';
import {
  allSamples,
  CARDS_FOLDER,
  elementsOf,
  namesIn,
  nodesOf,
  renderer,
  unfilledIn,
} from './support/cards';

const MOST_BYTES = 24 * 1024;
const MOST_ACTIONS = 6;
const MOST_ON_OVERVIEW = 5;
const samples = allSamples();

/** What looks like a button; a link in a line of text, as in the list of sources, is none. */
function actionsOf(card: unknown): Json[] {
  return (
    nodesOf(card)
      .filter(({ node, path }) => String(node['type']).startsWith('Action.') && !path.includes('fallback'))
      .filter(({ path }) => !path.includes('inlines'))
      // Behind the three dots.
      .filter(({ node }) => node['mode'] !== 'secondary')
      .map(({ node }) => node)
  );
}

test('every view has a template and samples, and every file belongs to a view', () => {
  const names = [...VIEW_NAMES].sort();
  expect(namesIn('.sample.json')).toEqual(names);
  expect(namesIn('.json').filter((name) => !name.endsWith('.sample'))).toEqual(names);
});

test('no template glues text together: every expression reads data, none runs a pattern', () => {
  for (const name of VIEW_NAMES) {
    const source = readFileSync(join(CARDS_FOLDER, `${name}.json`), 'utf8');
    expect(source).not.toMatch(/isMatch|concat\(|json\(|eval|\{\{/);
  }
});

// Of a missing field both kinds are tried in turn, from card to card; the threat report tries each on every card.
const MISSING = [undefined, null];
const numbered = samples.map((sample, number) => ({ ...sample, number }));

describe.each(numbered)('the card $title', ({ view, number }) => {
  const { card, speech, summary } = renderer.render(view, 'en-GB');

  test('has none of the partner’s buttons for who is the customer, and leads on where there were some', () => {
    for (const locale of ['en', 'de']) {
      const verbsOf = (card: unknown) => elementsOf(card, 'Action.Execute').map(({ verb }) => String(verb));
      const theirs = renderer.render({ ...view, reader: 'customer' }, locale).card;
      const buttons = actionsOf(theirs).flatMap(({ verb }) => (typeof verb === 'string' ? [verb] : []));
      expect(buttons.filter((verb) => !VERBS_OF_CUSTOMERS.includes(verb))).toEqual([]);
      const hadOthers = elementsOf(card, 'ActionSet')
        .flatMap((set) => set['actions'] as Json[])
        .some(({ verb }) => typeof verb === 'string' && !VERBS_OF_CUSTOMERS.includes(verb));
      if (hadOthers) expect(verbsOf(theirs)).toContain('customer-concerns');
    }
  });

  test('is filled: nothing of the template is left, and no missing value shows', () => {
    expect(unfilledIn(card)).toEqual([]);
  });

  test('is small enough for every client', () => {
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('offers a next step, and no more than six', () => {
    const actions = actionsOf(card);
    // What goes on stands below a card that is closed.
    if (view.name === 'closed') expect(actions).toEqual([]);
    else expect(actions.length).toBeGreaterThan(0);
    expect(actions.length).toBeLessThanOrEqual(view.name === 'overview' ? MOST_ON_OVERVIEW : MOST_ACTIONS);
  });

  test('fills one button at most: what people do next', () => {
    expect(actionsOf(card).filter((action) => action['style'] === 'positive').length).toBeLessThanOrEqual(1);
  });

  test('can be heard and read where cards are not shown', () => {
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5', speak: speech });
    expect((card as Json)['fallbackText']).toMatch(/\w/);
    expect(summary).toMatch(/\w/);
  });

  test('begins with exactly one heading, and wraps every text', () => {
    const blocks = elementsOf(card, 'TextBlock');
    expect(blocks.filter((block) => block['style'] === 'heading')).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ style: 'heading', text: summary });
    expect(blocks.filter((block) => block['wrap'] !== true)).toEqual([]);
    expect(blocks.filter((block) => block['text'] === '')).toEqual([]);
  });

  test('says in words what a colour says', () => {
    const colored = elementsOf(card, 'TextBlock').filter((block) => block['color'] !== undefined);
    for (const block of colored) expect(block['text']).toMatch(/^[✓⚠] \w/);
  });

  test('labels every input and every picture, and says what is missing', () => {
    const inputs = nodesOf(card).filter(({ node }) => String(node['type']).startsWith('Input.'));
    for (const { node } of inputs) {
      expect(node['label']).toMatch(/\w/);
      expect(node['errorMessage']).toMatch(/\w/);
    }
    for (const image of elementsOf(card, 'Image')) expect(image['altText']).toMatch(/\w/);
  });

  test('sends only verbs that the bot knows, with the same data from old clients', () => {
    for (const action of elementsOf(card, 'Action.Execute')) {
      expect(VERBS).toContain(action['verb']);
      expect(action['title']).toMatch(/\w/);
      expect(action['data']).toMatchObject({ verb: action['verb'] });
      const { title, data, style, associatedInputs } = action;
      expect(action['fallback']).toEqual(
        JSON.parse(JSON.stringify({ type: 'Action.Submit', title, data, style, associatedInputs })),
      );
    }
  });

  test('lets go back without filling in anything', () => {
    const back = elementsOf(card, 'Action.Execute').filter((action) => action['verb'] === 'cancel');
    for (const action of back) expect(action['associatedInputs']).toBe('none');
  });

  test('is at most three columns wide, none of them measured in pixels', () => {
    for (const set of elementsOf(card, 'ColumnSet'))
      expect((set['columns'] as Json[]).length).toBeLessThanOrEqual(3);
    for (const column of elementsOf(card, 'Column')) expect(String(column['width'])).not.toMatch(/px/);
  });

  test('survives every missing field', () => {
    const tried = howMany({ usual: 1, full: MISSING.length });
    for (const [place, field] of Object.keys(view.data).entries()) {
      for (const replacement of [...MISSING, ...MISSING].slice((place + number) % 2).slice(0, tried)) {
        const data = { ...view.data, [field]: replacement };
        const rendered = renderer.render({ name: view.name, data } as View);
        expect(unfilledIn(rendered.card)).toEqual([]);
      }
    }
    expect(() => renderer.render({ name: view.name, data: {} } as View)).not.toThrow();
  });
});
