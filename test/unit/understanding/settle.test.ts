import type { Label } from '../../../src/model/label';
import { bandOf, combine } from '../../../src/understanding/settle';
import type { Likely } from '../../../src/understanding/classifier/classify';
import { wordsOf } from '../../../src/understanding/text/words';
import { makeUnderstanding } from './make-understanding';

const understanding = makeUnderstanding();
const LONG_REQUEST = 'see that our number gets onto my account';

const likely = (label: Label, confidence: number): Likely[] => [{ label, confidence }];

function bandFor(best: Likely[], request = LONG_REQUEST, isUnsafe = false): string {
  return bandOf(
    best,
    { likely: best, request: wordsOf(request, []), strangers: [] },
    undefined,
    () => isUnsafe,
  );
}

describe('the band', () => {
  test.each([
    ['a sure reading is answered', likely('what-is-pal', 0.95), 'answer'],
    ['a likely one is offered', likely('what-is-pal', 0.4), 'offer'],
    ['an unlikely one is declined', likely('what-is-pal', 0.1), 'decline'],
    ['what is out of scope is declined', likely('out-of-scope', 0.99), 'decline'],
    ['a likely change is offered', likely('link-partner-id', 0.7), 'offer'],
    ['a change put plainly is answered', likely('link-partner-id', 0.95), 'answer'],
  ])('%s', (_, best, band) => {
    expect(bandFor(best)).toBe(band);
  });

  test('a change is only offered when few words, or words like "not", leave a doubt', () => {
    expect(bandFor(likely('unlink-partner-id', 0.99), 'link or unlink')).toBe('offer');
    expect(bandFor(likely('unlink-partner-id', 0.99), LONG_REQUEST, true)).toBe('offer');
  });
});

describe('rules and classifier together', () => {
  test('a phrase known word for word decides', () => {
    const [best] = combine([...likely('help', 0.999), { label: 'confirm', confidence: 1e-6 }], {
      label: 'confirm',
      found: 'exact',
    });
    expect(best?.label).toBe('confirm');
    expect(best?.confidence).toBeGreaterThan(0.99);
  });

  test('a single clause does not outweigh a classifier that is sure', () => {
    const [best] = combine([...likely('what-is-dpor', 0.99), { label: 'help', confidence: 0.005 }], {
      label: 'help',
      found: 'clauses',
    });
    expect(best?.label).toBe('what-is-dpor');
  });

  test('a message without a word is out of scope', () => {
    expect(understanding.understand(' \u200b ')).toMatchObject({ label: 'out-of-scope', band: 'decline' });
  });

  test('three labels come with each message, the likeliest first', () => {
    const { top3, confidence } = understanding.understand('what does PAL tell Microsoft about my customer?');
    expect(top3).toHaveLength(3);
    expect(top3.map((one) => one.confidence)).toEqual(
      top3.map((one) => one.confidence).sort((a, b) => b - a),
    );
    expect(top3[0]?.confidence).toBe(confidence);
  });
});
