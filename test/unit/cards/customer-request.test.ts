import fc from 'fast-check';
import { customerRequestFields, loadRequestTexts } from '../../../src/cards/customer-request';
import type { ViewData } from '../../../src/cards/view';
import { CUSTOMER_REQUESTS } from '../../../src/model/problem';
import { MARKUP_TRICKS, TEMPLATE_TRICKS } from '../../support/hostile-text';
import { CONTENT_FOLDER, renderer } from './support/cards';

const TEXTS = { en: loadRequestTexts(CONTENT_FOLDER, 'en'), de: loadRequestTexts(CONTENT_FOLDER, 'de') };
const ASKED: ViewData<'request-to-customer'> = {
  kind: 'role',
  displayName: 'Robin Keller',
  account: 'robin@fabrikam.example',
  directoryName: 'Wide World Importers',
  directoryId: '064b669a-db66-4565-a1cb-43e18d7c61ed',
  clientId: '5f0e8d7c-6b5a-4c39-8d21-1a2b3c4d5e6f',
  approvalUrl: 'https://login.example/adminconsent',
  pageUrl: 'https://bot.example/customers',
  role: 'Contributor',
  scopes: ['WWI-Web'],
};

interface Message {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly copy: string;
  readonly mailUrl: string;
}

function messageOf(more: Partial<typeof ASKED>, language: 'en' | 'de' = 'en'): Message {
  const { own } = customerRequestFields({ ...ASKED, ...more }, TEXTS, language);
  const [message] = own as readonly [Message];
  return message;
}

test.each(CUSTOMER_REQUESTS.flatMap((kind) => [[kind, 'en'] as const, [kind, 'de'] as const]))(
  'the message “%s” (%s) says who asks and leaves no gap',
  (kind, language) => {
    const { subject, copy } = messageOf({ kind }, language);
    expect(copy).toContain('robin@fabrikam.example');
    expect(`${subject} ${copy}`).not.toMatch(/[{}]/);
    expect(copy.includes(ASKED.directoryId)).toBe(kind !== 'consent-many');
  },
);

test('the message for the administrators of several customers names none of them', () => {
  const approvals = ['Wide World Importers', 'Tailwind Toys'].map((directoryName) => ({
    directoryName,
    directoryId: ASKED.directoryId,
    domain: 'x.example',
    url: `https://login.example/${directoryName.length}/adminconsent`,
  }));
  const { subject, copy } = messageOf({ kind: 'consent-many', approvals });
  expect(`${subject} ${copy}`).not.toMatch(/Wide World|Tailwind|login\.example/);
  const fields = customerRequestFields({ ...ASKED, kind: 'consent-many', approvals }, TEXTS, 'en');
  expect(String(fields['approvals']).split('\n')).toEqual([
    'Wide World Importers (x.example): https://login.example/20/adminconsent',
    'Tailwind Toys (x.example): https://login.example/13/adminconsent',
  ]);
});

test('a message names ten scopes, and no mail is longer than servers let through', () => {
  const scopes = Array.from({ length: 40 }, (_, index) => `Subscription-${index + 1}.`);
  const { copy } = messageOf({ scopes });
  expect(copy).toContain('Subscription-10.');
  expect(copy).not.toContain('Subscription-11.');
  const long = messageOf({ scopes: scopes.map(() => 'ü'.repeat(60)) });
  expect(long.mailUrl).toBe('');
  expect(messageOf({}).mailUrl).toContain('Wide%20World%20Importers');
});

test('whatever a name holds, it adds no line, no address and no field to a message', () => {
  const name = fc
    .array(
      fc.oneof(
        fc.constantFrom(...TEMPLATE_TRICKS, ...MARKUP_TRICKS),
        fc.constantFrom(
          '\n',
          '\r\n',
          '\u2028',
          '\u202e',
          '{account}',
          '{approvalUrl}',
          '$&',
          '&body=',
          '%0A',
          '\ud800',
        ),
        fc.string(),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(''));
  const lines = messageOf({}).paragraphs.length;
  fc.assert(
    fc.property(name, name, name, (displayName, directoryName, scope) => {
      const { subject, paragraphs, copy, mailUrl } = messageOf({
        displayName,
        directoryName,
        scopes: [scope],
      });
      expect(paragraphs).toHaveLength(lines);
      expect(
        [subject, ...paragraphs].filter((line) => /[\p{Cc}\p{Cs}\u2028\u2029\u202e]/u.test(line)),
      ).toEqual([]);
      if (mailUrl === '') return;
      const { origin, pathname, searchParams } = new URL(mailUrl);
      expect([origin, pathname]).toEqual(['https://outlook.office.com', '/mail/deeplink/compose']);
      expect([...searchParams]).toEqual([
        ['subject', subject],
        ['body', copy],
      ]);
    }),
    { numRuns: 300 },
  );
});

test.each(['en-GB', 'de-DE'])(
  'the links of 25 customers with names as long as Entra allows fit on a card (%s), each whole',
  (locale) => {
    const approvals = Array.from({ length: 25 }, (_, number) => {
      const id = `064b669a-db66-4565-a1cb-43e18d7c61${String(number + 10)}`;
      return {
        directoryName: `Überseehandel "${number}" `.padEnd(256, 'ß€'),
        directoryId: id,
        domain: `${'long-'.repeat(40)}${number}.example`,
        url: `https://login.microsoftonline.com/${id}/adminconsent?client_id=${ASKED.clientId}`,
      };
    });
    const data = {
      ...ASKED,
      kind: 'consent-many',
      directoryName: '',
      approvalUrl: '',
      approvals,
      nextPage: 2,
    } as const;
    const json = JSON.stringify(renderer.render({ name: 'request-to-customer', data }, locale).card);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(24 * 1_024);
    for (const { url } of approvals) expect(json).toContain(url);
    expect(json).toContain('"page":"2"');
  },
);
