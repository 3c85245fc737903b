import { ROBIN } from '../../local/cloud/world/sample-world';
import { runningTestBot } from '../support/test-bot';
import { TeamsWindows } from '../support/teams-window';
import type { SignInWindow } from '../support/teams-window';

const testBot = runningTestBot();
const TEAMS = ['https://teams.microsoft.com', 'https://teams.cloud.microsoft', 'https://teams.microsoft.us'];
let windows: TeamsWindows;

beforeAll(async () => {
  windows = await TeamsWindows.open();
});
afterAll(() => windows.close());

/** Asks the bot to sign Robin in and opens the page of its card. */
async function openPage(opener?: string): Promise<SignInWindow> {
  const card = await testBot().chat().say('sign in');
  const address = card.buttons.find(({ title }) => title === 'Open the sign-in page')?.url ?? '';
  return windows.visit(address, opener);
}

async function choose(window: SignInWindow, name: string): Promise<void> {
  await window.page.getByRole('button', { name }).click();
}

test.each(TEAMS)(
  'in the window of %s the page tells that it is done, with a fixed word, and closes',
  async (opener) => {
    const window = await openPage(opener);
    const closed = window.page.waitForEvent('close');
    await choose(window, ROBIN.name);
    await window.hears('authentication.authenticate.success');
    await closed;
    const received = await window.received();
    expect(received.map(({ func }) => func)).toEqual(['initialize', 'authentication.authenticate.success']);
    expect(received[1]).toMatchObject({ args: ['signed-in'], origin: testBot().botUrl });
    expect(window.faults).toEqual([]);
  },
);

test('in Teams a sign-in with another account closes too, and is told as failed', async () => {
  const window = await openPage(TEAMS[0]);
  const closed = window.page.waitForEvent('close');
  await choose(window, 'Priya Nair');
  await window.hears('authentication.authenticate.failure');
  await closed;
  expect((await window.received()).at(-1)?.args).toEqual(['failed']);
});

test('an opener that only plays Teams learns nothing, and the page stays', async () => {
  const window = await openPage('https://teams.microsoft.com.example');
  await choose(window, ROBIN.name);
  await window.hears('initialize');
  await window.page.getByRole('heading', { name: 'You are signed in' }).waitFor();
  // A round through both windows: an answer to what the opener has sent would be there by now.
  await window.page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
  expect((await window.received()).map(({ func }) => func)).toEqual(['initialize']);
  expect(window.page.isClosed()).toBe(false);
});

test('in a browser the page stays, says that one may go back, and shows nothing of its address', async () => {
  const window = await openPage();
  await choose(window, ROBIN.name);
  await window.page.waitForURL('**/auth/callback?*');
  expect(await window.page.locator('main').innerText()).toBe(
    'You are signed in\n\nGo back to the chat: it continues automatically. You can close this page.',
  );
  const html = await window.page.content();
  const values = [...new URL(window.page.url()).searchParams.values()];
  expect(values.length).toBeGreaterThan(1);
  expect(values.filter((value) => html.includes(value))).toEqual([]);
  expect(window.faults).toEqual([]);
});
