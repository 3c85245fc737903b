import { findTenant } from '../../local/cloud/world/lookup';
import { ROBIN } from '../../local/cloud/world/sample-world';
import type { BrowserChat } from '../support/browser-chat';
import { launchedChat } from '../support/launched-chat';

const here = launchedChat();
const OVERVIEW = 'Your directories';

/** Signs in where nothing else stands in the way, as somebody has who works there every day. */
async function signedInAsUsual(chat: BrowserChat): Promise<void> {
  await chat.signInFirst(ROBIN);
  for (const [name, heading, secondFactor] of [
    ['Humongous Insurance', 'One more check is needed', true],
    ['Coho Vineyard', 'Sign in to continue', false],
  ] as const) {
    await chat.say(`show my link in ${name}`);
    await chat.signIn(heading, ROBIN, { secondFactor });
    await chat.card('Not linked yet');
  }
}

test('a consultant with a dozen directories: one message and five presses in the chat to all linked with two obstacles solved, and undone', async () => {
  const { chat, linked, writes } = here();
  await signedInAsUsual(chat);
  await chat.say('link 1234567 in Contoso Retail');
  await chat.press('Link this PartnerID?', 'Link');
  await chat.card('✓ Linked');

  await chat.say('where am I linked');
  await chat.card(OVERVIEW);
  await chat.press(/* 1 */ OVERVIEW, 'Link what is missing (5)');
  await chat.press(/* 2 */ 'Link in these directories (5)?', 'Confirm for 5');
  const page = await chat.open(/* 3 */ '3 of 5 done', 'Sign in for Woodgrove Bank');
  await chat.throughSignIn(page, ROBIN, { secondFactor: true });
  await chat.signIn(/* 4 */ 'Your approval is needed', ROBIN, { consent: 'give' });
  await chat.press(/* 5 */ 'Link in this directory (1)?', 'Confirm for 1');
  expect(await chat.card('✓ Done')).toContain('Adventure Works');
  for (const name of ['contoso', 'fabrikam', 'woodgrove', 'adventureWorks', 'humongous', 'coho'] as const)
    expect([name, linked(name)]).toEqual([name, '1234567']);

  // The batch before is taken back whole, as its card says for how long.
  expect(await chat.text('4 of 5 done')).toMatch(/You can undo this until .+ UTC/);
  await chat.pressOld('4 of 5 done', 'Undo these changes');
  await chat.press('Undo in these directories (4)?', 'Confirm for 4');
  await chat.card('✓ All 4 undone');
  for (const name of ['fabrikam', 'woodgrove', 'humongous', 'coho'] as const)
    expect([name, linked(name)]).toEqual([name, undefined]);
  expect([linked('contoso'), linked('adventureWorks')]).toEqual(['1234567', '1234567']);
  expect(writes().filter((write) => write.startsWith('DELETE'))).toHaveLength(4);
});

test('Stop while changes are being written: what was under way is told as it came out, and nothing begins after it', async () => {
  const { chat, launched } = here();
  const { world } = launched.cloud;
  world.setCrowd(40);
  await chat.signInFirst(ROBIN);
  await chat.say('link 1234567 everywhere');
  await chat.press('In which directories?', 'Continue');
  world.setFault({ operation: 'arm-create', kind: 'delay', ms: 3_000, count: 100 });
  // Tailwind Traders took no link above, and is left out.
  await chat.press('Link in these directories (35)?', 'Confirm for 35');
  await chat.press(/^Working: \d+ of 35$/, 'Stop');
  expect(await chat.card(/^\d+ of 35 done$/)).toContain('Stopped. What had not begun stays as it was.');
  const puts = () => world.journal().filter(({ method }) => method === 'PUT');
  const begun = puts().length;
  // What was under way at that moment comes out with the next picture.
  const end = await chat.card(/^[1-9]\d* of 35 done$/);
  expect(end).toContain('Stopped. What had not begun stays as it was.');
  expect(end).toContain('not begun');
  const linked = puts()
    .filter(({ status }) => status === 200)
    .map(({ tenant }) => findTenant(tenant ?? '')?.domain);
  const listed = [...end.matchAll(/\(([\w.-]+)\): ✓/g)].map(([, domain]) => domain);
  expect(listed.sort()).toEqual(linked.sort());
  expect(puts()).toHaveLength(begun);
  world.setCrowd(0);
});
