import type { Intent, Label } from '../../../src/model/label';
import { makeUnderstanding } from './make-understanding';
import { NOT_SAID } from './not-said';
import { SAID_ABOUT_WORK } from './said-about-work';
import { SAID_IN_TALK } from './said-in-talk';

const understanding = makeUnderstanding();
const SAID: Readonly<Record<Intent, readonly string[]>> = {
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
  const starts: readonly Label[] = [
    'link-partner-id',
    'provide-partner-id',
    'change-partner-id',
    'unlink-partner-id',
    'undo',
    'switch-tenant',
    'sign-out',
    'confirm',
  ];

  test.each(NOT_SAID)('%j', (message) => {
    const { band, label } = understanding.understand(message);
    expect(band === 'answer' && starts.includes(label) ? label : 'nothing').toBe('nothing');
  });
});
