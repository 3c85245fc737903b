import { checkIdentity } from '../../../src/doctor/check-identity';
import { settingsAtStart } from '../../../src/doctor/examine';

const BOT_ID = 'b2d6f0a4-4a7e-4a5c-9f57-0d6f0c8a4b11';
const RIGHT = {
  PUBLIC_URL: 'https://pal.example.com',
  BOT_ID,
  BOT_TENANT_ID: '7018e0d7-0581-4e6a-b10c-2070850265c2',
  SECRET_BOT_PASSWORD: 'the bot',
  AAD_APP_CLIENT_ID: '84f392b6-3c97-4a27-8bdf-04727730e575',
  SECRET_AAD_APP_CLIENT_SECRET: 'the app',
  AAD_APP_SSO_RESOURCE: `api://botid-${BOT_ID}`,
  OPERATOR_NAME: 'Fabrikam',
  OPERATOR_CONTACT: 'it@fabrikam.example',
};

function start(changed: Record<string, string>) {
  return settingsAtStart({ ...RIGHT, ...changed }, () => '', new Date('2026-11-01T00:00:00Z'));
}

test('right settings start without a word', () => {
  expect(start({})).toMatchObject({ ok: true, warnings: '' });
});

test.each<[string, Record<string, string>]>([
  ['one id in two lines', { BOT_TENANT_ID: BOT_ID }],
  ['the resource of another bot', { AAD_APP_SSO_RESOURCE: `api://botid-${RIGHT.BOT_TENANT_ID}` }],
  ['a placeholder', { BOT_TENANT_ID: '00000000-0000-0000-0000-000000000000' }],
  ['an address with a path', { PUBLIC_URL: 'https://pal.example.com/api/messages' }],
])('%s: the bot does not start, and says it in the doctor’s words', (_, changed) => {
  const at = start(changed);
  expect(at.ok).toBe(false);
  const wrong = checkIdentity({ ...RIGHT, ...changed }).filter(({ verdict }) => verdict === 'wrong');
  expect(wrong).toHaveLength(1);
  for (const { subject, says, fix } of wrong) {
    expect(at.ok ? '' : at.refusal).toContain(`  ${subject}: ${says}\n    ${fix ?? '-'}`);
  }
});

test.each<[string, Record<string, string>, string]>([
  [
    'the id of a secret in place of its value',
    { SECRET_BOT_PASSWORD: '5c7d1c30-31d8-4ae6-a7c3-2f6a3d3f6a55' },
    'Secret ID',
  ],
  ['a secret with half of a quotation', { SECRET_AAD_APP_CLIENT_SECRET: '"the app' }, 'quote'],
  ['no silent sign-in', { AAD_APP_SSO_RESOURCE: '' }, 'nobody silently'],
  ['one registration for two things', { AAD_APP_CLIENT_ID: BOT_ID }, 'to many'],
  ['a proxy, which the bot would not use', { HTTPS_PROXY: 'http://proxy.example:3128' }, 'does not count'],
  ['a proxy in small letters', { all_proxy: 'socks5://proxy.example' }, 'does not count'],
  ['a secret that nobody needs', { BOT_TYPE: 'UserAssignedMSI' }, 'not used'],
])('%s: the bot starts, and doubts', (_, changed, words) => {
  const at = start(changed);
  expect(at.ok && at.warnings).toContain(words);
  for (const [name, value] of Object.entries(changed)) {
    if (name.startsWith('SECRET_')) expect(at.ok && at.warnings).not.toContain(value);
  }
});

test('everything wrong is told at once', () => {
  const at = start({ PORT: 'soon', LOG_LEVEL: 'loud', BOT_TENANT_ID: BOT_ID });
  expect(at.ok ? [] : [...at.refusal.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name)).toEqual([
    'PORT',
    'LOG_LEVEL',
    'BOT_TENANT_ID',
  ]);
});
