import { once } from 'node:events';
import { join } from 'node:path';

import { createServer } from 'restify';
import type { Server } from 'restify';

import { packageRoot } from '../../../../src/config/package';
import { PAGE_POLICY, addPages } from '../../../../src/http/pages/write-page';
import {
  PAGE_NAMES,
  addPictures,
  loadPages,
  loadPictureFiles,
} from '../../../../src/http/pages/page-content';

const FRAME = {
  operator: { name: 'Fabrikam Consulting', contact: 'pal@fabrikam.example' },
  clientId: '5d1c6a3e-0000-4000-8000-000000000001',
  publicUrl: 'https://bot.fabrikam.example',
  version: '1.2.3',
  trailDaysAfterForget: 0,
};
const PICTURES = loadPictureFiles(join(packageRoot(__dirname), 'content'));
let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer({ name: 'PAL Assistant' });
  addPages(server, loadPages(join(packageRoot(__dirname), 'content')), FRAME);
  addPictures(server, PICTURES);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${server.address().port}`;
});
afterAll(() => {
  server.close();
  if ('closeAllConnections' in server.server) server.server.closeAllConnections();
});

const paths = PAGE_NAMES.map((name) => (name === 'home' ? '/' : `/${name}`));

test.each(paths)('%s is there for everybody, without a sign-in, a cookie or a script', async (path) => {
  const answer = await fetch(address + path);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': PAGE_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    vary: 'Accept-Language',
  });
  expect(answer.headers.has('set-cookie')).toBe(false);
  expect(await answer.text()).toContain('Fabrikam Consulting');
});

test.each(paths)('%s answers HEAD, as link checkers ask', async (path) => {
  const answer = await fetch(address + path, { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});

test.each([
  ['/privacy', 'de-DE,de;q=0.9,en;q=0.5', 'de', 'Datenschutz'],
  ['/privacy', 'fr', 'en', 'Privacy'],
  ['/privacy?lang=de', 'en', 'de', 'Datenschutz'],
  ['/privacy?lang=en', 'de', 'en', 'Privacy'],
  ['/privacy?lang=%3Cb%3E', 'de', 'de', 'Datenschutz'],
])('%s for a browser that accepts %s is in %s', async (path, accepted, language, title) => {
  const answer = await fetch(address + path, { headers: { 'accept-language': accepted } });
  expect(answer.headers.get('content-language')).toBe(language);
  expect(await answer.text()).toContain(`<h1>${title}</h1>`);
});

test('nothing of the address comes back on the page', async () => {
  const page = await (await fetch(`${address}/support?lang=<script>&q=from-the-address`)).text();
  expect(page).not.toMatch(/<script|from-the-address/);
});

test('every drawing is a PNG that anybody may fetch and keep, and a page shows the one for light or dark', async () => {
  expect(PICTURES.size).toBe(12);
  for (const [file, png] of PICTURES) {
    const answer = await fetch(`${address}/pictures/${file}`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=86400',
      'x-content-type-options': 'nosniff',
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
  }
  const page = await (await fetch(`${address}/customers?lang=de`)).text();
  const shown = [...page.matchAll(/\/pictures\/([^"]+)/g)].map(([, file = '']) => file);
  expect(shown).toEqual(['link-de-dark.png', 'link-de-light.png']);
  expect(page).toContain('alt="Ein Konto im Verzeichnis des Kunden.');
});

test.each([
  'link.svg',
  'drawn-from.json',
  'link-fr-light.png',
  '..%2f..%2fpackage.json',
  '..%2fen%2fpictures.json',
  '%2e%2e/en/pictures.json',
])('/pictures/%s is nothing that is served', async (file) => {
  expect((await fetch(`${address}/pictures/${file}`)).status).toBe(404);
});
