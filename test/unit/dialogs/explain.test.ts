import fc from 'fast-check';
import { join } from 'node:path';
import type { FilledIn } from '../../../src/dialogs/explain';
import { concernsView, createExplainer, didYouMeanView, forCustomerView } from '../../../src/dialogs/explain';
import { loadKnowledge } from '../../../src/knowledge/load-knowledge';
import type { AnswerData } from '../../../src/cards/answer-view';
import type { View } from '../../../src/cards/view';
import { FAQ_LABELS } from '../../../src/model/label';
import { LANGUAGES } from '../../../src/model/language';
import { PARTNER } from './make-command';

const knowledge = loadKnowledge(join(__dirname, '../../../knowledge'), 'en');
const placeholders = { tenant: '<tenant>', partnerId: '<PartnerID>', appId: '<app>' };
const PAGE = 'https://bot.fabrikam.example/customers';
const NOTHING_KNOWN: FilledIn = {};
const explainer = createExplainer(knowledge, placeholders);

/** The data of an answer card; a test that gets another card fails. */
function answered(view: View): AnswerData {
  if (view.name !== 'answer') throw new Error(`This is the card "${view.name}".`);
  return view.data;
}

const linesOf = (data: AnswerData): string[] => data.commands.flatMap(({ lines }) => lines);
const cliLines = (known: FilledIn): string[] => linesOf(answered(explainer.answer('link-with-cli', known)));

describe.each(LANGUAGES)('in %s', (language) => {
  const spoken = loadKnowledge(join(__dirname, '../../../knowledge'), language);
  const speaker = createExplainer(spoken, placeholders);

  test.each(FAQ_LABELS)('%s leads on: to questions, a guide, a text and pages that exist', (label) => {
    const data = answered(speaker.answer(label, NOTHING_KNOWN));
    expect(data.question).toBe(spoken.entry(label)?.question);
    for (const { topic, title } of data.related) expect(title).toBe(spoken.entry(topic)?.question);
    expect(data.related.length).toBeLessThanOrEqual(2);
    expect(data.next.length).toBeGreaterThan(0);
    expect(data.sources.length).toBeGreaterThan(0);
    if (data.guide !== '') expect(answered(speaker.guide(data.guide, NOTHING_KNOWN)).isGuide).toBe(true);
    if (data.hasCustomerText) expect(forCustomerView(spoken, label, PAGE).name).toBe('for-customer');
    expect(linesOf(data).join('\n')).not.toMatch(/\{(tenant|partnerId|appId)\}/);
  });
});

describe('commands', () => {
  test('name what is known, and a placeholder for the rest', () => {
    expect(cliLines({})).toContain('az login --tenant <tenant>');
    expect(cliLines({})).toContain('az managementpartner create --partner-id <PartnerID>');
    expect(cliLines({ tenant: 'contoso.example', partnerId: PARTNER })).toEqual(
      expect.arrayContaining([
        'az login --tenant contoso.example',
        `az managementpartner create --partner-id ${PARTNER}`,
      ]),
    );
  });

  test.each(['a.example; rm -rf /', '$(id)', '`id`', '-x', 'a b', 'a.example\nid', '"', '', '{partnerId}'])(
    'hold no tenant that a shell would read as more than a name: %j',
    (tenant) => {
      expect(cliLines({ tenant })).toEqual(cliLines({}));
    },
  );

  test('hold nothing but a plain name, whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (tenant) => {
        const [login = ''] = cliLines({ tenant });
        expect(login).toMatch(/^az login --tenant (<tenant>|[a-z0-9][a-z0-9.-]*)$/);
      }),
    );
  });
});

describe('the same answer', () => {
  test('is the same view for everybody, so that it need be drawn only once', () => {
    expect(explainer.answer('what-is-pal', {})).toBe(explainer.answer('what-is-pal', { partnerId: PARTNER }));
    expect(explainer.answer('link-with-cli', {})).toBe(explainer.answer('link-with-cli', {}));
    expect(explainer.guide('link-by-cli', {})).toBe(explainer.guide('link-by-cli', {}));
  });

  test('is another one where something of the caller stands in it', () => {
    const mine = explainer.answer('link-with-cli', { tenant: 'contoso.example' });
    expect(linesOf(answered(mine)).join('\n')).toContain('contoso.example');
    expect(JSON.stringify(explainer.answer('link-with-cli', {}))).not.toContain('contoso.example');
  });
});

describe('guides', () => {
  test('are unfolded, warn where that is needed, and offer to link', () => {
    const data = answered(explainer.guide('get-access', NOTHING_KNOWN));
    expect(data.isGuide).toBe(true);
    expect(data.warning).not.toBe('');
    expect(data.steps.length).toBeGreaterThan(2);
    expect(data.next[0]).toBe('link');
  });
});

describe('for the customer', () => {
  test('a concern has its own text to copy', () => {
    const concern = knowledge.concern('security');
    expect(forCustomerView(knowledge, 'security', PAGE)).toEqual({
      name: 'for-customer',
      data: {
        title: concern?.title,
        text: concern?.text,
        copy: concern?.plain.join('\n\n'),
        pageUrl: PAGE,
        reader: 'partner',
      },
    });
  });

  test('an answer without a text for the customer leads to the concerns', () => {
    const without = FAQ_LABELS.find((label) => knowledge.entry(label)?.customer === undefined) ?? '';
    expect(forCustomerView(knowledge, without, PAGE)).toEqual(concernsView(knowledge, 'partner'));
  });
});

describe('what nobody wrote', () => {
  test.each(['', 'nothing', '__proto__', 'constructor', 'toString', '../what-is-pal', 'What-is-PAL'])(
    '%j is not known, as a question or as a guide',
    (topic) => {
      expect(explainer.answer(topic, NOTHING_KNOWN).name).toBe('unknown');
      expect(explainer.guide(topic, NOTHING_KNOWN).name).toBe('unknown');
      expect(forCustomerView(knowledge, topic, PAGE).name).toBe('customer-concerns');
    },
  );

  test('no choices are no offer', () => {
    expect(didYouMeanView([]).name).toBe('unknown');
  });
});
