import type { Label } from '../../../src/model/label';
import { makeUnderstanding } from './make-understanding';
import { NOT_SAID } from './not-said';
import { SAID_ABOUT_WORK } from './said-about-work';
import { SAID_IN_TALK } from './said-in-talk';

const understanding = makeUnderstanding();
const SAID: Readonly<Record<Exclude<Label, 'out-of-scope'>, readonly string[]>> = {
  ...SAID_ABOUT_WORK,
  ...SAID_IN_TALK,
};

describe.each(Object.entries(SAID) as [Label, readonly string[]][])('%s', (label, messages) => {
  test('is tried in at least fifteen ways', () => {
    expect(new Set(messages).size).toBeGreaterThanOrEqual(15);
  });

  test.each(messages)('%j', (message) => {
    expect(understanding.understand(message).label).toBe(label);
  });
});

describe('a message about something else starts nothing', () => {
  const harmless: readonly Label[] = ['out-of-scope', 'cancel'];

  test.each(NOT_SAID)('%j', (message) => {
    expect(harmless).toContain(understanding.understand(message).label);
  });
});
