import { readEnvironment } from '../../../src/config/read-environment';
import { SETTING_TABLE, problemLines } from '../../../src/config/settings';
import { checkIdentity } from '../../../src/doctor/check-identity';

const BOT_ID = 'b2d6f0a4-4a7e-4a5c-9f57-0d6f0c8a4b11';
const TENANT_ID = '7018e0d7-0581-4e6a-b10c-2070850265c2';
const APP_ID = '84f392b6-3c97-4a27-8bdf-04727730e575';
const RIGHT = {
  PUBLIC_URL: 'https://pal.example.com',
  BOT_ID,
  BOT_TENANT_ID: TENANT_ID,
  BOT_TYPE: 'UserAssignedMSI',
  AAD_APP_CLIENT_ID: APP_ID,
  SECRET_AAD_APP_CLIENT_SECRET: 'the app',
  AAD_APP_SSO_RESOURCE: `api://botid-${BOT_ID}`,
  OPERATOR_NAME: 'Fabrikam',
  OPERATOR_CONTACT: 'it@fabrikam.example',
};

/** What is told about the settings, line by line. */
function problemsOf(changed: Record<string, string>): string[] {
  const { environment, read } = readEnvironment({ ...RIGHT, ...changed }, () => {
    throw Object.assign(new Error('not for this user'), { code: 'EACCES' });
  });
  const wrong = checkIdentity(environment).filter(({ verdict }) => verdict === 'wrong');
  return [
    ...(read.ok ? [] : read.problems.map((problem) => problemLines(problem).split('\n')[0]?.trim() ?? '')),
    ...wrong.map(({ subject, says }) => `${subject}: ${says}`),
  ];
}

test('blanks around values change nothing', () => {
  const padded = Object.fromEntries(
    Object.entries(RIGHT).map(([name, value]) => [name, ` ${value}\t\u00a0\n`]),
  );
  const { environment, read } = readEnvironment(padded, () => '');
  expect(environment).toEqual(RIGHT);
  expect(read).toEqual(readEnvironment(RIGHT, () => '').read);
  expect(read.ok).toBe(true);
});

test('a line with nothing behind its name says nothing, whichever setting it is', () => {
  const empty = SETTING_TABLE.map(({ name }) => [name, ' '] as const);
  const { read } = readEnvironment({ ...Object.fromEntries(empty), ...RIGHT }, () => '');
  expect(read).toEqual(readEnvironment(RIGHT, () => '').read);
});

test.each(Object.keys(RIGHT))('%s in quotes is refused for its quotes, and for nothing else', (name) => {
  for (const quote of [`"`, `'`]) {
    const value = RIGHT[name as keyof typeof RIGHT];
    expect(problemsOf({ [name]: `${quote}${value}${quote} ` })).toEqual([
      `${name}: expected the value alone; it is in quotes, which count as a part of it`,
    ]);
  }
});

test('a name with an apostrophe at its end is left as it is', () => {
  expect(problemsOf({ OPERATOR_NAME: `The Partners'` })).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  [
    'the bot and its directory',
    { BOT_ID: TENANT_ID, BOT_TENANT_ID: BOT_ID },
    'BOT_ID: is not the id in AAD_APP_SSO_RESOURCE, and BOT_TENANT_ID is: are BOT_ID and BOT_TENANT_ID swapped?',
  ],
  [
    'the bot and the sign-in app',
    { BOT_ID: APP_ID, AAD_APP_CLIENT_ID: BOT_ID.toUpperCase() },
    'BOT_ID: is not the id in AAD_APP_SSO_RESOURCE, and AAD_APP_CLIENT_ID is: are BOT_ID and AAD_APP_CLIENT_ID swapped?',
  ],
])('%s, swapped: it is asked whether they are', (_, changed, line) => {
  expect(problemsOf(changed)).toEqual([line]);
});

test('of several ways of proving to be the sign-in app, those that are set are named', () => {
  expect(
    problemsOf({ AAD_APP_MANAGED_IDENTITY_CLIENT_ID: APP_ID, AAD_APP_CERTIFICATE_FILE: '/app.pem' }),
  ).toEqual([
    'SECRET_AAD_APP_CLIENT_SECRET: expected one way of proving to be the sign-in app, the others left empty; ' +
      'it is set beside AAD_APP_CERTIFICATE_FILE and AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
  ]);
});

test('of two ways to the tables, it is said that both are set', () => {
  const both = {
    AZURE_STORAGE_ACCOUNT: 'fabrikampal',
    SECRET_AZURE_STORAGE_CONNECTION_STRING: 'AccountName=fabrikampal',
  };
  expect(problemsOf({ STORAGE: 'azure', ...both })).toEqual([
    'AZURE_STORAGE_ACCOUNT: expected one way to the tables, the other left empty; it is set beside SECRET_AZURE_STORAGE_CONNECTION_STRING',
  ]);
});

test('a certificate that the bot may not read is told with the reason, and its text is never repeated', () => {
  const pasted = '-----BEGIN PRIVATE KEY----- pasted instead of its path';
  for (const AAD_APP_CERTIFICATE_FILE of ['/run/app.pem', pasted]) {
    expect(problemsOf({ SECRET_AAD_APP_CLIENT_SECRET: '', AAD_APP_CERTIFICATE_FILE })).toEqual([
      'AAD_APP_CERTIFICATE_FILE: expected the path of a readable PEM file that holds a certificate and its RSA key, not encrypted; it can’t be read (EACCES)',
    ]);
  }
});

test('an address of this machine is refused in plain words', () => {
  expect(problemsOf({ PUBLIC_URL: 'https://localhost:3978' })).toEqual([
    'PUBLIC_URL: expected an https address that other machines can reach (http and localhost work only with PAL_ENVIRONMENT=local)',
  ]);
});
