import { readFileSync } from 'node:fs';
import { ROBIN } from '../../local/cloud/world/sample-world';
import { launchedChat } from '../support/launched-chat';

const here = launchedChat();
const PROOF = 'Proof of your links';

test('a proof of one directory goes into the OneDrive with one press and one yes, and is known again', async () => {
  const { chat } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('proof for Contoso Retail');
  expect(await chat.card(PROOF)).toContain('Contoso Retail');
  await chat.press(PROOF, 'JSON file');
  const offer = /^PAL-links-[\d-]+\.json$/;
  const name = (await chat.card(offer)).split('\n')[0] ?? '';
  const page = await chat.open(offer, 'Allow');
  await page.getByText('Go back to the chat').waitFor();
  await page.close();
  const sent = await chat.card('✓ The file is in your OneDrive');
  expect(await chat.text('A file in your OneDrive')).toContain(name);
  const digest = /[0-9a-f]{64}/.exec(sent.replace(/\s/g, ''))?.[0] ?? '';
  await chat.say(`check this file ${digest}`);
  expect(await chat.card('✓ This file is unchanged')).toContain(name);
});

test('who does not want it in the OneDrive signs in, and the browser has it', async () => {
  const { chat } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('proof for Contoso Retail');
  await chat.press(PROOF, 'CSV file for Excel');
  const page = await chat.open(/^PAL-links-[\d-]+\.csv$/, 'Decline');
  await page.getByText('Go back to the chat').waitFor();
  await page.close();
  expect(await chat.card('Your file is ready')).toContain('Nothing was put into your OneDrive');
  const signIn = await chat.open('Your file is ready', 'Open the download page');
  const coming = signIn.waitForEvent('download');
  await signIn.getByRole('button', { name: ROBIN.name }).click();
  expect(readFileSync(await (await coming).path(), 'utf8')).toContain('"Contoso Retail"');
});
