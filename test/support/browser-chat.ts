import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { z } from 'zod';
import type { SamplePerson } from '../../local/cloud/world/sample-world';
import { chromiumOptions } from '../../scripts/chromium';

const VIEWPORT = { width: 1100, height: 860 };
const PICTURE = { width: 760, height: 860 };
/** The bar at the top is the client's, not the chat's. */
const CLIENT_BAR_PX = 60;
/** And so is what is below the conversation: left out of a tall picture, which is tall enough. */
const CLIENT_FOOT_PX = 92;
/** What is left of the card before, above a card that was scrolled to. */
const SCROLLED_PX = 20;
const PATIENCE_MS = 60_000;

const EDITOR = '[data-lexical-editor]';
const CARD = '.ac-adaptiveCard';
const HEADING = `${CARD} [role=heading]`;

/** What the person does on the sign-in page beyond picking the account. */
export interface SignInSteps {
  readonly secondFactor?: boolean;
  readonly consent?: 'give' | 'decline';
}

/**
 * A person in front of the Microsoft 365 Agents Playground. Cards are named by their headings, and a card counts
 * only if it came, or was rewritten, after the last thing the person did.
 */
export class BrowserChat {
  /** What the cards said just before the last thing the person did. */
  private seen: readonly string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly profile: string,
  ) {}

  /** Opens a browser that reaches nothing but this machine, and the chat in it. */
  static async open(chatUrl: string): Promise<BrowserChat> {
    const profile = mkdtempSync(join(tmpdir(), 'pal-browser-'));
    const context = await chromium.launchPersistentContext(profile, {
      ...chromiumOptions(process.env),
      viewport: VIEWPORT,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const isElsewhere = (url: URL): boolean => !['localhost', '127.0.0.1'].includes(url.hostname);
    await context.route(isElsewhere, (route) => route.abort());
    const chat = new BrowserChat(context, context.pages()[0] ?? (await context.newPage()), profile);
    await chat.page.goto(chatUrl);
    await chat.card('Welcome to PAL Assistant');
    return chat;
  }

  async close(): Promise<void> {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }

  /** An empty chat: the client keeps no history, and the bot greets again. */
  async reload(): Promise<void> {
    await this.page.reload();
    this.seen = [];
    await this.card('Welcome to PAL Assistant');
  }

  async say(text: string): Promise<void> {
    await this.look();
    await this.page.locator(EDITOR).click();
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press('Enter');
  }

  /** Says it in a group, where the bot hears only who mentions it. */
  async mentionAndSay(text: string): Promise<void> {
    await this.look();
    await this.page.locator(EDITOR).click();
    await this.page.keyboard.type('@');
    await this.page.getByRole('menuitem', { name: 'PAL Assistant' }).click();
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press('Enter');
  }

  /** Opens a group of the client by its name in the list. */
  async openGroup(name: string): Promise<void> {
    const list = this.page.getByRole('button', { name: 'Toggle app bar and conversation window' });
    await list.click();
    await this.page.getByRole('treeitem', { name }).click();
    await list.click();
    this.seen = [];
    await this.card('I’m PAL Assistant');
  }

  /** Waits for the card and gives what it says. */
  async card(heading: string | RegExp): Promise<string> {
    return (await this.find(heading)).innerText();
  }

  /** Waits for the card and presses a button on it. */
  async press(heading: string | RegExp, button: string): Promise<void> {
    const card = await this.find(heading);
    await this.look();
    await card.getByRole('button', { name: button, exact: true }).click();
  }

  /** What a card says now, also one that was there before. */
  async text(heading: string): Promise<string> {
    return (await this.find(heading, [])).innerText();
  }

  /** Waits for the line under a card in which the client tells what came of a press, and gives its words. */
  async note(): Promise<string> {
    const dismiss = this.page.getByRole('button', { name: 'Dismiss Invoke Message' });
    return dismiss.last().locator('..').innerText();
  }

  /** What is pressed meanwhile is pressed by somebody else of the conversation. The client knows only one person. */
  async as(person: SamplePerson, work: () => Promise<void>): Promise<void> {
    const presses = '**/_conversation/v1/invoke';
    await this.page.route(presses, async (route) => {
      const body = z.record(z.unknown()).parse(route.request().postDataJSON());
      await route.continue({ postData: { ...body, from: { id: person.key } } });
    });
    await work();
    await this.page.unroute(presses);
  }

  /** Presses a button on a card that was there before. */
  async pressOld(heading: string, button: string): Promise<void> {
    const card = await this.find(heading, []);
    await this.look();
    await card.getByRole('button', { name: button, exact: true }).click();
  }

  async fill(heading: string, field: string, value: string): Promise<void> {
    await (await this.find(heading)).getByRole('textbox', { name: field }).fill(value);
  }

  /** What stands in a field of the card. */
  async entered(heading: string, field: string): Promise<string> {
    return (await this.find(heading)).getByRole('textbox', { name: field }).inputValue();
  }

  /** Chooses from the list of directories and goes on. */
  async chooseDirectory(heading: string, name: string): Promise<void> {
    const card = await this.find(heading);
    await card.getByRole('combobox').click();
    await this.page.getByRole('option', { name }).click();
    await this.press(heading, 'Continue');
  }

  /** Signs in without wanting anything else yet. */
  async signInFirst(person: SamplePerson): Promise<void> {
    await this.say('sign in');
    await this.signIn('Sign in to continue', person);
    await this.card('✓ You’re signed in');
  }

  /** Waits for the sign-in card, goes through the page that it opens, and gives what the last page says. */
  async signIn(heading: string, person: SamplePerson, steps: SignInSteps = {}): Promise<string> {
    return this.throughSignIn(await this.openSignInPage(heading), person, steps);
  }

  /** Goes through an open sign-in page, closes it, and gives what it said at last. */
  async throughSignIn(page: Page, person: SamplePerson, steps: SignInSteps = {}): Promise<string> {
    await page.getByRole('button', { name: person.name }).click();
    if (steps.secondFactor) await page.getByRole('button', { name: 'Approve with a second factor' }).click();
    if (steps.consent === 'give') await page.getByRole('button', { name: /^Approve/ }).click();
    if (steps.consent === 'decline') await page.getByRole('button', { name: /^(Decline|Return)/ }).click();
    await page.waitForURL((url) => url.pathname === '/auth/callback');
    const said = await page.getByRole('heading').innerText();
    await page.close();
    return said;
  }

  /** Opens the sign-in page of the card in a tab of its own. */
  openSignInPage(heading: string): Promise<Page> {
    return this.open(heading, 'Open the sign-in page');
  }

  /** Opens what a button of the card leads to, in a tab of its own. */
  async open(heading: string | RegExp, button: string): Promise<Page> {
    const card = await this.find(heading);
    await this.look();
    const [page] = await Promise.all([
      this.context.waitForEvent('page'),
      card.getByRole('link', { name: button }).click(),
    ]);
    return page;
  }

  /** Opens an address in a tab of its own. */
  async visit(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }

  /** The headings of all cards in the chat, oldest first. */
  async allHeadings(): Promise<string[]> {
    return this.page.locator(HEADING).allInnerTexts();
  }

  /** A picture of the end of the conversation, without what is the client's. */
  async picture(path: string, heightPx = PICTURE.height): Promise<void> {
    const hide = this.page.getByRole('button', { name: 'Hide log panel' });
    if (await hide.isVisible()) await hide.click();
    const dismiss = this.page.getByRole('button', { name: 'Dismiss Invoke Message' });
    if (await dismiss.isVisible()) await dismiss.click();
    const isTall = heightPx > PICTURE.height;
    const top = CLIENT_BAR_PX + (isTall ? SCROLLED_PX : 0);
    await this.page.setViewportSize({ ...PICTURE, height: heightPx });
    if (isTall) await this.page.locator(CARD).last().scrollIntoViewIfNeeded();
    await this.page.mouse.move(0, 0);
    await this.page.screenshot({
      path,
      clip: { x: 0, y: top, width: PICTURE.width, height: heightPx - top - (isTall ? CLIENT_FOOT_PX : 0) },
      style: '* { font-family: "Segoe UI", "Liberation Sans", Arial, sans-serif !important; }',
      animations: 'disabled',
      caret: 'hide',
    });
    await this.page.setViewportSize(VIEWPORT);
  }

  /** From here on only what comes now counts. */
  private async look(): Promise<void> {
    this.seen = await this.page.locator(CARD).allTextContents();
  }

  /**
   * Cards are told apart by their place in the chat: the client draws all of them anew, with new ids, whenever one
   * of them changes.
   */
  private async find(heading: string | RegExp, seen: readonly string[] = this.seen): Promise<Locator> {
    const wanted = typeof heading === 'string' ? exactly(heading) : heading;
    try {
      const found = await this.page.waitForFunction(lastFresh, {
        seen,
        pattern: wanted.source,
        card: CARD,
      });
      return this.page.locator(CARD).nth((await found.jsonValue()) - 1);
    } catch (error) {
      const shown = (await this.allHeadings()).join(' | ');
      throw new Error(`The card "${String(heading)}" did not come. The chat shows: ${shown}`, {
        cause: error,
      });
    }
  }
}

/** What the function below uses of the page it runs in. */
interface InPage {
  readonly textContent: string | null;
  querySelector(selector: string): InPage | null;
  querySelectorAll(selector: string): Iterable<InPage>;
}
declare const document: InPage;

/** Runs in the page: the place, from 1, of the last card with the heading that is new or says something new; else 0. */
function lastFresh(wanted: { seen: readonly string[]; pattern: string; card: string }): number {
  const heading = new RegExp(wanted.pattern);
  const isWanted = [...document.querySelectorAll(wanted.card)].map(
    (card, index) =>
      card.textContent !== wanted.seen[index] &&
      heading.test(card.querySelector('[role=heading]')?.textContent ?? ''),
  );
  return isWanted.lastIndexOf(true) + 1;
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
