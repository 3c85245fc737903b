import type { Label } from '../../src/model/label';
import type { Understanding } from '../../src/understanding/understand';

/** What a message was understood as, for tests that need no understanding: sure of the label, and naming nothing. */
export function understood(label: Label, more: Partial<Understanding> = {}): Understanding {
  return {
    label,
    band: label === 'out-of-scope' ? 'decline' : 'answer',
    confidence: 1,
    top3: [{ label, confidence: 1 }],
    partnerId: { kind: 'none' },
    where: { places: [], isEverywhere: false, isSameAgain: false },
    subject: 'self',
    isAboutPal: false,
    ...more,
  };
}
