import fc from 'fast-check';

import { cpuMsOf } from '../../support/cpu-time';
import { LABELS } from '../../../src/model/label';
import type { Label } from '../../../src/model/label';
import { makeUnderstanding } from './make-understanding';
import { NOT_SAID } from './not-said';
import { SAID_ABOUT_WORK } from './said-about-work';

const understanding = makeUnderstanding();
const CHANGES = ['link-partner-id', 'change-partner-id', 'unlink-partner-id'];
/** The requests for a change that begin with the verb, so that words can be put in front. */
const ASKS = CHANGES.flatMap((label) => SAID_ABOUT_WORK[label as keyof typeof SAID_ABOUT_WORK]).filter(
  (ask) =>
    /^(?:link|connect|add|register|change|replace|update|swap|switch|modify|unlink|remove|disconnect|delete|detach|clear|drop)\b/i.test(
      ask,
    ),
);
const GENEROUS_MS = 2000;

/** The label that is acted on without asking back. */
function answered(message: string): Label {
  const { band, label } = understanding.understand(message);
  return band === 'answer' ? label : 'out-of-scope';
}

describe('whatever is written', () => {
  test('a label comes back, with a sound PartnerID or none', () => {
    const words = fc.constantFrom(
      ...'link unlink my partner id 1234567 in contoso . , ? not to from # $ MPN a7 <at> </at>'.split(' '),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, (message) => {
        const { label, partnerId, tenant, directoryWords } = understanding.understand(message);
        expect(LABELS).toContain(label);
        if (partnerId.kind === 'found') expect(partnerId.partnerId).toMatch(/^[0-9]{5,10}$/);
        expect(tenant).toBe(tenant?.toLowerCase());
        expect(directoryWords).toBe(directoryWords?.toLowerCase());
      }),
      { numRuns: 500 },
    );
  });

  test('case, spaces, invisible characters and marks at the end change nothing', () => {
    const messages = Object.values(SAID_ABOUT_WORK).flat();
    const ends = fc.constantFrom('', '.', '!', '!!!', ' …', ' 🙂', ' please', '\n');
    const between = fc.constantFrom(' ', '  ', '\u00a0', '\u200b ', ' \u202e');
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        ends,
        between,
        fc.boolean(),
        (message, end, space, isLoud) => {
          const written = `${message.replaceAll(' ', space)}${end}`;
          const said = isLoud && !message.includes('<at>') ? written.toUpperCase() : written;
          expect(understanding.understand(said).label).toBe(understanding.understand(message).label);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a negation in front never lets a change begin', () => {
    for (const ask of ASKS) {
      for (const negation of ["don't", 'do not', 'please do not', 'never', "I don't want to"]) {
        const label = answered(`${negation} ${ask}`);
        expect({ ask, negation, label: CHANGES.includes(label) ? label : 'harmless' }).toEqual({
          ask,
          negation,
          label: 'harmless',
        });
      }
    }
  });

  test('a question about how or whether never lets a change begin', () => {
    for (const ask of ASKS) {
      for (const question of [
        'how do I',
        'why should I',
        'what happens if I',
        'should we',
        'when do I have to',
        'who can',
      ]) {
        const label = answered(`${question} ${ask}`);
        expect({ ask, question, label: CHANGES.includes(label) ? label : 'harmless' }).toEqual({
          ask,
          question,
          label: 'harmless',
        });
      }
    }
  });

  test('100 KB of anything are read within a generous bound', () => {
    const pieces = [
      'link ',
      'a',
      '1',
      ' ',
      '. ',
      'link. ',
      'in ',
      'in a ',
      '<at>',
      'unlnik ',
      'please ',
      '😀',
      '\u200b',
      'ﷺ',
      'l234567 ',
      "it's ",
      'x.example ',
      ...NOT_SAID.filter(Boolean),
    ];
    const took = cpuMsOf(() => {
      for (const piece of pieces) understanding.understand(piece.repeat(Math.ceil(100_000 / piece.length)));
    }, GENEROUS_MS * pieces.length);
    expect(took / pieces.length).toBeLessThan(GENEROUS_MS);
  });
});
