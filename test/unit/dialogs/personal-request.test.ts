import { requestOfPress, withRequest } from '../../../src/dialogs/pressed-card';
import type { Reply } from '../../../src/dialogs/turn';

const URL_OF_CHAT = 'https://teams.microsoft.com/l/chat/0/0?users=28:11111111-1111-4111-8111-111111111111';
const way = (url: string): Reply => ({
  kind: 'say',
  view: { name: 'go-personal', data: { url, request: '' } },
});

function filledIn(text: string): string | null {
  const [reply] = withRequest([way(URL_OF_CHAT)], text);
  const url = reply?.view.name === 'go-personal' ? reply.view.data.url : '';
  expect(url.startsWith(URL_OF_CHAT)).toBe(true);
  return new URL(url).searchParams.get('message');
}

test.each([
  ['link 1234567 in Contoso & Fabrikam', 'link 1234567 in Contoso & Fabrikam'],
  ['  verknüpfe 1234567 in Büro#1  ', 'verknüpfe 1234567 in Büro#1'],
  ['x'.repeat(300), 'x'.repeat(300)],
  // Half of a list would be another request.
  [`link 1234567 in ${'Contoso, '.repeat(100)}`, null],
  ['\udc00 link 1234567 in \ud800Contoso 😀', 'link 1234567 in Contoso 😀'],
  ['', null],
])('the way to the personal chat takes the request along', (text, message) => {
  expect(filledIn(text)).toBe(message);
});

test('without an address the card says what to ask for there; to every other card nothing is added', () => {
  const other: Reply = { kind: 'say', view: { name: 'unknown', data: {} } };
  expect(withRequest([way(''), other], 'link my PartnerID')).toEqual([
    { kind: 'say', view: { name: 'go-personal', data: { url: '', request: 'link my PartnerID' } } },
    other,
  ]);
});

test('a press is taken along as the command that it stands for, with its directory', () => {
  const buttons = new Map([['unlink-partner-id', 'Remove my link']] as const);
  const directoryId = '22222222-2222-4222-8222-222222222222';
  expect(requestOfPress({ verb: 'unlink', directoryId }, buttons)).toBe(`Remove my link in ${directoryId}`);
  expect(requestOfPress({ verb: 'unlink' }, buttons)).toBe('Remove my link');
  expect(requestOfPress({ verb: 'cancel' }, buttons)).toBe('');
  const ofMany = new Map([
    ['link-everywhere', 'Link everywhere'],
    ['export-proof', 'Prove it'],
  ] as const);
  expect(requestOfPress({ verb: 'link-missing' }, ofMany)).toBe('Link everywhere');
  expect(requestOfPress({ verb: 'prove', directoryId }, ofMany)).toBe(`Prove it in ${directoryId}`);
});
