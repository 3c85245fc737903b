import { unzipSync } from 'fflate';

import { readManifest } from '../../../scripts/package/manifest';

import { FILES, made, VALUES, wrongWith } from './support';

/** The manifest with one text replaced. */
function edited(from: string, to: string): { files: { manifest: string } } {
  if (!FILES.manifest.includes(from)) throw new Error(`The manifest has no ${from}`);
  return { files: { manifest: FILES.manifest.replace(from, () => to) } };
}

test('the package holds manifest, icons and languages at its root, and nothing is left to fill in', () => {
  const result = made();
  expect(wrongWith(result)).toEqual([]);
  if (!result.ok) return;
  const files = unzipSync(result.zip);
  expect(Object.keys(files)).toEqual(['color.png', 'de.json', 'manifest.json', 'outline.png']);
  for (const name of ['manifest.json', 'de.json']) {
    expect(Buffer.from(files[name] ?? []).toString('utf8')).not.toContain('${{');
  }
  expect(Buffer.from(files['manifest.json'] ?? []).toString('utf8')).toBe(result.text);
});

test('the same files make the same bytes: no time of day is in them', () => {
  const [one, other] = [made(), made()];
  if (!one.ok || !other.ok) throw new Error('Both are made.');
  expect(one.zip.equals(other.zip)).toBe(true);
  // Time and date of the first file in a zip, as DOS writes them: midnight of 1 January 1980.
  expect(one.zip.readUInt32LE(10)).toBe(0x0021_0000);
});

test('names with quotes and backslashes stay names', () => {
  const result = made({ values: { OPERATOR_NAME: 'Fabrikam "North" \\ Co' } });
  expect(result.ok && result.manifest.developer.name).toBe('Fabrikam "North" \\ Co');
});

test('the PartnerID of the publisher is in the manifest only when it is given', () => {
  const [without, withOne] = [made(), made({ values: { DEVELOPER_MPN_ID: '1234567' } })];
  expect(without.ok && 'mpnId' in without.manifest.developer).toBe(false);
  expect(withOne.ok && withOne.manifest.developer.mpnId).toBe('1234567');
});

test('the Token Service is a valid domain only when an OAuth connection is used', () => {
  const [without, withOne] = [made(), made({ values: { BOT_OAUTH_CONNECTION: 'sso' } })];
  expect(without.ok && without.manifest.validDomains).toEqual(['pal.example.com']);
  expect(withOne.ok && withOne.manifest.validDomains).toEqual(['pal.example.com', 'token.botframework.com']);
});

test('a tunnel is for one’s own machine only', () => {
  const values = { PUBLIC_URL: 'https://abc-3978.euw.devtunnels.ms' };
  expect(wrongWith(made({ values }))).toEqual([expect.stringMatching(/validDomains.*is a tunnel/)]);
  expect(wrongWith(made({ values, mayBeTunnel: true }))).toEqual([]);
});

test('everything that is wrong is said at once, each with where and how to put it right', () => {
  const empty = Object.fromEntries(Object.keys(VALUES).map((name) => [name, '']));
  const wrong = wrongWith(made({ values: empty, files: { languages: new Map([['de.json', '{}']]) } }));
  for (const name of Object.keys(VALUES).filter((one) => one !== 'APP_NAME_SUFFIX')) {
    expect(wrong).toContainEqual(expect.stringMatching(new RegExp(`^env/.env.test ${name}: has no value`)));
  }
  expect(wrong).toContainEqual(expect.stringMatching(/de\.json: lacks "name\.short"/));
});

const guid = 'not-a-guid';
test.each([
  ['an id that is none', { values: { TEAMS_APP_ID: guid } }, /manifest\.json: id must match/],
  [
    'a plain http address',
    { values: { PUBLIC_URL: 'http://pal.example.com' } },
    /PUBLIC_URL: is not an https/,
  ],
  [
    'an address of another host than the domain',
    { values: { BOT_DOMAIN: 'other.example.com' } },
    /PUBLIC_URL: .*BOT_DOMAIN/,
  ],
  [
    'a port',
    { values: { PUBLIC_URL: 'https://pal.example.com:8443' } },
    /is not the name of one public host/,
  ],
  ['this machine', { values: { PUBLIC_URL: 'https://localhost' } }, /is not the name of one public host/],
  [
    'a resource that belongs to another bot',
    { values: { AAD_APP_SSO_RESOURCE: 'api://botid-00000000-0000-0000-0000-000000000001' } },
    /webApplicationInfo\.resource: is .* Fix: set AAD_APP_SSO_RESOURCE=api:\/\/botid-3f0c/,
  ],
  ['a publisher with a long name', { values: { OPERATOR_NAME: 'x'.repeat(33) } }, /developer\.name must NOT/],
  ['a long name', { values: { APP_NAME_SUFFIX: '-'.repeat(20) } }, /name\.short must NOT/],
  ['a wildcard domain', edited('"${{BOT_DOMAIN}}"', '"*.example.com"'), /"\*\.example\.com" is not the name/],
  [
    'somebody else’s domain',
    edited('"${{BOT_DOMAIN}}"', '"${{BOT_DOMAIN}}", "cdn.example.net"'),
    /"cdn\.example\.net" is not the bot’s own host/,
  ],
  ['no domain', edited('"${{BOT_DOMAIN}}"', ''), /validDomains: lacks pal\.example\.com/],
  [
    'a page elsewhere',
    edited('${{PUBLIC_URL}}/privacy', 'https://example.net/privacy'),
    /developer\.privacyUrl: "https:\/\/example\.net/,
  ],
  ['a Microsoft product in the name', edited('for partner links', 'for Azure'), /name\.full: has the name/],
  ['a scope that Teams does not know', edited('"groupChat"', '"galaxy"'), /scopes/],
  ['an unknown placeholder', edited('${{TEAMS_APP_ID}}', '${{TEAMS_AP_ID}}'), /TEAMS_AP_ID: has no value/],
  [
    'a version of its own',
    edited('${{APP_VERSION}}', '9.9.9'),
    /version: is 9\.9\.9, and package\.json says/,
  ],
  ['an old schema', edited('teams/v1.25', 'teams/v1.16'), /\$schema/],
  ['a schema that is not released', edited('teams/v1.25', 'teams/vDevPreview'), /\$schema/],
  ['a torn manifest', edited('"accentColor"', 'accentColor'), /manifest\.json: is not JSON/],
  ['no bot', edited('"botId": "${{BOT_ID}}"', '"bot": 1'), /bots\.0\.botId: Required/],
  [
    'a language that is not named',
    edited('"file": "de.json"', '"file": "fr.json"'),
    /localizationInfo: names fr/,
  ],
  ['icons in a folder', edited('"color.png"', '"icons/color.png"'), /the package: would hold/],
])('%s is refused', (_, change, wanted) => {
  expect(wrongWith(made(change))).toContainEqual(expect.stringMatching(wanted));
});

test('texts in a language file that the manifest does not have are found', () => {
  const text = FILES.languages.get('de.json')?.replace('"name.short"', '"name.shrt"') ?? '';
  const wrong = wrongWith(made({ files: { languages: new Map([['de.json', text]]) } }));
  expect(wrong).toEqual([
    expect.stringMatching(/de\.json: lacks "name\.short"/),
    expect.stringMatching(/de\.json: "name\.shrt" is not in the manifest/),
  ]);
});

test('a manifest that lacks a part says which', () => {
  const read = readManifest({});
  expect('faults' in read && read.faults).toContain('webApplicationInfo: Required');
});
