import {
  bytesOf,
  choiceText,
  cleanInput,
  cleanText,
  cutTo,
  writeDate,
  writeDay,
} from '../../../src/cards/card-text';
import { loadCardRenderer } from '../../../src/cards/load-card-renderer';
import { loadProblemTexts } from '../../../src/cards/problem-fields';
import type { PartnerIdMistake, View } from '../../../src/cards/view';
import { AZURE_CLOUDS, CLOUD_NAMES } from '../../../src/config/azure-clouds';
import { PROBLEM_CODES } from '../../../src/model/problem';

import { allSamples, CARDS_FOLDER, CONTENT_FOLDER, elementsOf, renderer } from './support/cards';

const SOURCES = [
  { kind: 'microsoft', title: 'A page of Microsoft', url: 'https://learn.microsoft.com/azure' },
  { kind: 'practice', title: 'A page of somebody else', url: 'https://example.org/pal' },
  { kind: 'practice', title: 'What people have told' },
  { kind: 'bot', title: 'The privacy page of this bot' },
] as const;

const problems = loadProblemTexts(CONTENT_FOLDER, 'en');

function sentences(view: View, locale?: string): string {
  const { card } = renderer.render(view, locale);
  const texts = [...elementsOf(card, 'TextBlock'), ...elementsOf(card, 'TextRun')].map(
    (element) => element['text'],
  );
  return texts.join('\n');
}

test('every problem has words, and no words are left without a problem', () => {
  expect(Object.keys(problems).sort()).toEqual([...PROBLEM_CODES].sort());
});

test.each(PROBLEM_CODES)(
  'the words for %s are plain: no codes, and they say whether something was changed',
  (code) => {
    const { title, text, nextStep } = problems[code];
    expect(`${title} ${text} ${nextStep}`).not.toMatch(/AADSTS|\b[45]\d\d\b|ARM|OBO|JSON|undefined/);
    expect(text).toMatch(
      /[Nn]othing was changed|changed nothing|left it as it is|don’t know|can’t tell|may or may not|made a change/,
    );
  },
);

test('an unclear outcome is never called unchanged', () => {
  for (const code of ['outcome-unknown', 'unexpected', 'arm-odd-answer', 'not-as-asked'] as const) {
    expect(problems[code].text).not.toMatch(/[Nn]othing was changed/);
    expect(problems[code].actions).toContain('show');
  }
});

test('a problem card names its reference and offers exactly the steps of its problem', () => {
  for (const code of PROBLEM_CODES) {
    const view: View = { name: 'problem', data: { code, correlationId: 'the-reference' } };
    const { card, summary } = renderer.render(view);
    expect(summary).toBe(`⚠ ${problems[code].title}`);
    expect(sentences(view)).toMatch(/Reference: \nthe-reference/);
    const verbs = elementsOf(card, 'Action.Execute').map((action) => action['verb']);
    expect(verbs.sort()).toEqual([...problems[code].actions].sort());
  }
});

test('how long to wait is said in seconds, then in minutes', () => {
  const waiting = (retryAfterSeconds: number) =>
    sentences({ name: 'problem', data: { code: 'arm-busy', correlationId: '', retryAfterSeconds } });
  expect(waiting(12)).toContain('wait 12 seconds');
  expect(waiting(3_600)).toContain('wait about 60 minutes');
  for (const none of [0, -5, NaN]) expect(waiting(none)).not.toMatch(/Microsoft asks/);
});

test.each<[PartnerIdMistake, RegExp]>([
  ['empty', /was empty/],
  ['letters', /digits only/],
  ['too-short', /at least 5 digits/],
  ['too-long', /at most 10 digits/],
  ['guid', /tenant or subscription ID/],
  ['several', /more than one number/],
  ['refused', /plus 1/],
])('the mistake %s has its own sentence, the input stays, and nothing was changed', (mistake, words) => {
  const view: View = { name: 'partner-id-form', data: { input: '51 2x', mistake, company: [] } };
  expect(sentences(view)).toMatch(words);
  expect(sentences(view)).toContain('Nothing was changed.');
  expect(sentences(view).match(/⚠/g)).toHaveLength(1);
  expect(elementsOf(renderer.render(view).card, 'Input.Text')[0]).toMatchObject({ value: '51 2x' });
});

test('a PartnerID keeps its leading zeros', () => {
  const data = { partnerId: '0012345678', isUnusual: true, company: [] };
  const view: View = { name: 'confirm-partner-id', data };
  expect(sentences(view)).toMatch(/has 10 digits[^]*\n0012345678$/);
});

test('a Lighthouse directory is marked, the home directory too, and the one worked in is chosen', () => {
  const { card } = renderer.render({
    name: 'choose-directory',
    data: {
      purpose: 'switch',
      selectedId: 'b',
      directories: [
        { directoryName: 'Home', directoryId: 'a', domain: 'home.example', kind: 'home' },
        { directoryName: 'Alder', directoryId: 'b', domain: '', kind: 'customer' },
        { directoryName: 'Castle', directoryId: 'c', domain: 'castle.example', kind: 'lighthouse' },
      ],
    },
  });
  expect(elementsOf(card, 'Input.ChoiceSet')[0]).toMatchObject({
    id: 'directoryId',
    value: 'b',
    style: 'expanded',
    choices: [
      { title: 'Home (home.example), your own directory', value: 'a' },
      { title: 'Alder (b)', value: 'b' },
      { title: 'Castle (castle.example), reached through Lighthouse', value: 'c' },
    ],
  });
});

test('dates are written for the locale, in UTC and saying so', () => {
  expect(writeDate('2026-01-16T13:56:59.6112004Z', 'en-GB')).toBe('16 January 2026 at 13:56 UTC');
  expect(writeDate('2026-01-16T13:56:59Z', 'de-DE')).toMatch(/^16\. Januar 2026 um 13:56 UTC$/);
  expect(writeDate('2026-01-16T13:56:59Z', 'not a locale')).toMatch(/^January 16, 2026/);
  expect(writeDay('2026-11-27', 'de-DE')).toBe('27. November 2026');
  for (const nothing of ['', 'soon', undefined, null, 7]) expect(writeDate(nothing, 'en')).toBe('');
});

test('an answer names all its sources by kind, and the day on which it was last checked', () => {
  const [sample] = allSamples().filter(({ view }) => view.name === 'answer');
  if (sample?.view.name !== 'answer') throw new Error('There is no sample of an answer.');
  const data = { ...sample.view.data, sources: SOURCES, reviewed: '2026-11-27' };
  const { card } = renderer.render({ name: 'answer', data }, 'en-GB');
  expect(sentences({ name: 'answer', data }, 'en-GB')).toMatch(/\nLast checked: \n27 November 2026\n/);
  const more = elementsOf(card, 'Container').find((container) => container['id'] === 'more');
  const said = [...elementsOf(more, 'TextBlock'), ...elementsOf(more, 'TextRun')].map(({ text }) => text);
  expect(said).toEqual(expect.arrayContaining(['Sources', 'Seen in practice, not documented by Microsoft']));
  expect(said).toEqual(expect.arrayContaining(SOURCES.map(({ title }) => title)));
  const links = elementsOf(more, 'Action.OpenUrl').map(({ url }) => url);
  expect(links).toEqual([SOURCES[0].url, SOURCES[1].url]);
});

test('text is shown on one line, without what nobody can see, and cut with an ellipsis', () => {
  expect(cleanText(' Alder\r\n &\tFinch\u200B \u202E')).toBe('Alder & Finch');
  expect(cleanText('x'.repeat(300))).toBe(`${'x'.repeat(199)}…`);
  expect(cleanText('😀'.repeat(5), 4)).toBe('😀😀😀…');
  expect(cleanText('{{DATE(x)}}')).toBe('{ {DATE(x)}}');
  expect(cleanInput('7'.repeat(300))).toBe('7'.repeat(200));
});

test.each(['x', 'é', '漢', '😀', '"', '\\', '\uD800', 'a漢"😀'])(
  'a name of %j is cut to as many whole letters as fit, and to no fewer',
  (letters) => {
    const name = letters.repeat(40);
    for (const most of [3, 12, 24, 48, 96, 10_000]) {
      const cut = cutTo(name, most);
      expect(bytesOf(cut)).toBeLessThanOrEqual(most);
      if (cut === name) continue;
      const kept = Array.from(cut).slice(0, -1);
      expect(Array.from(name).slice(0, kept.length)).toEqual(kept);
      expect(bytesOf(`${kept.join('')}${Array.from(name)[kept.length]}…`)).toBeGreaterThan(most);
    }
  },
);

test('a choice reads the same where titles are markdown and where they are not', () => {
  expect(choiceText('Alder_Finch & Sons', 48)).toBe('Alder_Finch\u00A0& Sons');
  expect(choiceText('**[x](javascript:y)** _i_ <at>z</at> &copy; \\*', 48)).not.toMatch(
    /[[\]*<>`\\]|(^|\W)_|&copy/,
  );
  expect(choiceText('1. Alder', 48)).toBe('1.\u00A0Alder');
});

test.each(CLOUD_NAMES)(
  'in the cloud %s the page of the portal opens in the directory that is meant',
  (cloud) => {
    const { portal } = AZURE_CLOUDS[cloud];
    const folders = { cardsFolder: CARDS_FOLDER, contentFolder: CONTENT_FOLDER };
    const directoryId = '7018e0d7-0581-4e6a-b10c-2070850265c2';
    const { card } = loadCardRenderer({ ...folders, portal }).render({
      name: 'problem-by-hand',
      data: {
        ...{ code: 'consent-needed', correlationId: 'c', directoryName: 'Contoso Retail', directoryId },
        ...{ partnerId: '1234567', action: 'link', adminConsentUrl: '' },
      },
    });
    expect(JSON.stringify(card)).toContain(`"${portal}/${directoryId}/#blade/Microsoft_Azure_Billing/`);
  },
);

test('what is so already is named with its number, and a proof of many speaks of many', () => {
  const view = allSamples().find(({ title }) => title === 'confirm-batch, nothing to change')?.view;
  const proofs = allSamples().filter(({ view: one }) => one.name === 'proof' && one.data.isToForward);
  const opens = (locale: string) =>
    proofs.map(({ view: one }) => JSON.stringify(renderer.render(one, locale).card));
  expect(view && sentences(view)).toContain(
    'Already so: \nAlder & Finch Bakeries (alderfinchbakeries.example: 5127255)',
  );
  expect(view && sentences(view, 'de')).toContain('Schon so: \nAlder');
  expect(opens('en')[0]).toContain('Open the page about these links');
  expect(opens('de')[0]).toContain('Seite über diese Verknüpfungen öffnen');
});
