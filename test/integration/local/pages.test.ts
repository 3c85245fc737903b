import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { runningCloud } from './support/running-cloud';
import { msalClient } from './support/sdk-clients';
import { authorizeAddress, press, REDIRECT_URI, signIn } from './support/sign-in';

describe('the pages of the local cloud', () => {
  const cloud = runningCloud();
  const address = async (presses: Record<string, string> = {}): Promise<string> =>
    (await authorizeAddress(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.contoso, ...presses })).url;
  const post = (path: string, headers: Record<string, string> = {}, body?: string) =>
    fetch(`${cloud().pagesUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });

  test('the sign-in page names the directory, puts the hinted person first and says what it is', async () => {
    const url = `${await address()}&login_hint=priya%40fabrikam-consulting.example`;
    const answer = await fetch(url);
    const text = await answer.text();
    expect(text).toContain('sample people, no passwords');
    expect(text).toContain('Contoso Retail');
    expect(text.indexOf('Priya Nair')).toBeLessThan(text.indexOf('Robin Weber'));
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|src="http/);
  });

  test('what a stranger puts into the address is never markup on the page', async () => {
    const url = `${await address()}&login_hint=%3Cscript%3Ealert(1)%3C/script%3E&x=%22%3E%3Cb%3E`;
    expect(await (await fetch(url)).text()).not.toMatch(/<script|"><b>/);
  });

  test('a redirect address that is not registered gets a page, never a redirect', async () => {
    const url = new URL(await address());
    url.searchParams.set('redirect_uri', 'https://attacker.example/');
    const answer = await press(url.href, { person: 'robin' });
    expect(answer.returned).toBeUndefined();
    expect(answer.text).toContain('AADSTS50011');
  });

  test.each([
    ['client_id', 'another', 'AADSTS700016'],
    ['prompt', 'none', 'login_required'],
    ['response_type', 'token', 'unsupported_response_type'],
    ['scope', 'openid', 'invalid_scope'],
    ['code_challenge_method', 'plain', 'invalid_request'],
  ])('a wrong %s is said', async (name, value, said) => {
    const url = new URL(await address());
    url.searchParams.set(name, value);
    const answer = await press(url.href, {});
    expect(`${answer.text} ${answer.returned?.href ?? ''}`).toContain(said);
  });

  test('an unknown directory is said', async () => {
    const url = (await address()).replace(TENANT_IDS.contoso, 'nowhere.example');
    expect((await press(url, {})).text).toContain('AADSTS90002');
  });

  test('the first page shows who is linked to what where, and what was asked', async () => {
    await signIn(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.contoso });
    cloud().world.setLink(TENANT_IDS.contoso, 'c0e26982-424a-40fb-a338-d39b13c76b93', '31415927');
    cloud().world.setFault({ operation: 'token', kind: 'hang' });
    const text = await (await fetch(cloud().pagesUrl)).text();
    for (const piece of [
      '31415927',
      'VanArsdel Monitoring',
      '1234566',
      '&quot;hang&quot;',
      '/oauth2/v2.0/token',
    ]) {
      expect(text).toContain(piece);
    }
  });

  test('the journal is a list, oldest first, without queries and without itself', async () => {
    await signIn(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.contoso });
    await fetch(cloud().journalUrl);
    const entries = (await (await fetch(cloud().journalUrl)).json()) as Record<string, unknown>[];
    expect(entries.map((entry) => [entry['method'], entry['status'], entry['tenant']])).toEqual([
      ['GET', 200, TENANT_IDS.contoso],
      ['POST', 302, TENANT_IDS.contoso],
      ['POST', 200, TENANT_IDS.contoso],
    ]);
    expect(Object.keys(entries[0]!)).toEqual(['at', 'method', 'path', 'tenant', 'user', 'status']);
    expect(JSON.stringify(entries)).not.toContain('code_challenge');
  });

  test('faults are set, listed and cleared over http, and a wrong one is explained', async () => {
    const set = await post('/faults', {}, '[{"operation":"token","aadsts":53003}]');
    expect(await set.json()).toEqual([{ operation: 'token', kind: 'aadsts', aadsts: 53003, count: 1 }]);
    const wrong = await post('/faults', {}, '{"operation":"arm-read","kind":"status","status":200}');
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('FaultInvalid');
    expect((await post('/faults', {}, '{')).status).toBe(400);
    await fetch(`${cloud().pagesUrl}/faults`, { method: 'DELETE' });
    expect(await (await fetch(`${cloud().pagesUrl}/faults`)).json()).toEqual([]);
  });

  test('another web site can change nothing', async () => {
    cloud().world.setConsent(TENANT_IDS.contoso, false);
    const foreign: Record<string, string>[] = [
      { origin: 'https://attacker.example' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      expect((await post('/reset', headers)).status).toBe(403);
      expect((await post('/faults', headers, '[]')).status).toBe(403);
    }
    expect((await post('/reset', { origin: cloud().pagesUrl, 'sec-fetch-site': 'same-origin' })).status).toBe(
      204,
    );
  });

  test('a reset puts the sample world back and a browser is led to its page', async () => {
    cloud().world.setLink(TENANT_IDS.fabrikam, '4b054567-7f48-419d-8a5c-58e0140c2794', '1234567');
    const answer = await fetch(`${cloud().pagesUrl}/reset`, {
      method: 'POST',
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    expect(answer.status).toBe(303);
    expect(cloud().world.link(TENANT_IDS.fabrikam, '4b054567-7f48-419d-8a5c-58e0140c2794')).toBeUndefined();
    expect((await fetch(`${cloud().pagesUrl}/no/such/page`)).status).toBe(404);
  });

  test('the registered redirect address may follow a form of the sign-in page', async () => {
    const answer = await fetch(await address());
    expect(answer.headers.get('content-security-policy')).toContain(new URL(REDIRECT_URI).origin);
  });
});
