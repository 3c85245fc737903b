import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { allSamples, nodesOf, renderer } from '../cards/support/cards';
import { ROOT } from './support';

/** Where cards lead out to, and the words that say so. */
const PLACES: Readonly<Record<string, string>> = {
  'learn.microsoft.com': 'Microsoft Learn',
  'partner.microsoft.com': 'Partner Center',
  'portal.azure.com': 'Azure portal',
  'outlook.office.com': 'Outlook',
};

const manifest = z
  .object({
    composeExtensions: z.array(
      z
        .object({
          commands: z.array(
            z.object({ type: z.string(), parameters: z.array(z.object({ description: z.string() })) }),
          ),
        })
        .passthrough(),
    ),
  })
  .parse(JSON.parse(readFileSync(join(ROOT, 'appPackage', 'manifest.json'), 'utf8')));

test('a button that leads out of the chat says where to', () => {
  const ways = allSamples().flatMap(({ view }) =>
    nodesOf(renderer.render(view, 'en-GB').card)
      // A link in a line of text, as in the list of sources, is called by that text.
      .filter(({ node, path }) => node['type'] === 'Action.OpenUrl' && !path.includes('inlines'))
      .map(({ node }) => ({ title: String(node['title']), url: String(node['url']) })),
  );
  expect(ways.length).toBeGreaterThan(5);
  const silent = ways.filter(({ title, url }) => {
    const { host, pathname } = new URL(url);
    // The bot's own page that sends on to the sign-in of Microsoft.
    if (pathname === '/auth/start') return !/^(Sign in|Open) /.test(title) && title !== 'Sign in';
    const place = PLACES[host];
    return place === undefined ? !title.startsWith('Open ') : !title.includes(place);
  });
  expect(silent).toEqual([]);
});

test('the search of the message box says what to type, and nothing asks Teams to unfold links', () => {
  for (const extension of manifest.composeExtensions) {
    expect(extension).not.toHaveProperty('messageHandlers');
    for (const { type, parameters } of extension.commands) {
      expect(type).toBe('query');
      expect(parameters[0]?.description).toMatch(/\w{4}/);
    }
  }
});

test('nothing that the bot sends is labelled as generated: nothing is', () => {
  const files = ['src', 'cards'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const labelled = files
    .filter((file) => /\.(ts|json)$/.test(file))
    .filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('AIGeneratedContent'));
  expect(labelled).toEqual([]);
});
