import { buttonsOf } from '../../../src/cards/load-card-renderer';
import { VERBS } from '../../../src/cards/press';
import type { CardButton } from '../../../src/cards/press';
import { commandOfPress } from '../../../src/dialogs/command-of-press';
import { buttonTitled, commandOfTitle, ShownButtons } from '../../../src/dialogs/typed-title';
import type { Turn } from '../../../src/dialogs/turn';
import { allSamples, renderer } from '../cards/support/cards';
import { makeUnderstanding } from '../understanding/make-understanding';
import { inDialog, LINK, OPERATION, TENANT } from './make-command';

const understanding = makeUnderstanding();
const idle = inDialog({ kind: 'idle' }, { tryAgain: LINK });
const cards = ['en', 'de'].flatMap((locale) =>
  allSamples().map(({ title, view }) => ({
    title,
    locale,
    buttons: buttonsOf(renderer.render(view, locale).card),
  })),
);
const ONLY_PRESSED = [
  'confirm',
  'confirm-batch',
  'confirm-forget',
  'batch-sign-in',
  'submit-partner-id',
  'choose-many',
];

function meantBy(button: CardButton, text: string) {
  return commandOfTitle(idle, button, () => Promise.resolve(understanding.understand(text)));
}

test.each(cards.filter(({ buttons }) => buttons.length > 0))(
  'each button of $title ($locale) can be typed',
  async ({ buttons }) => {
    for (const { title } of buttons) {
      for (const typed of [title, ` ${title.toLowerCase()}. `]) {
        const button = buttonTitled(buttons, typed);
        // Two buttons of one title are told apart by nobody.
        expect(button?.title.toLowerCase()).toBe(title.toLowerCase());
        if (button === undefined) continue;
        const command = await meantBy(button, typed);
        const verb = VERBS.find((one) => one === button.data['verb']);
        if (verb === undefined || ONLY_PRESSED.includes(verb)) {
          expect([undefined, 'typed-yes']).toContain(command?.kind);
        } else if (!['undo', 'cancel', 'stop-batch'].includes(verb) && command?.kind !== 'typed-yes') {
          expect(command).toEqual(commandOfPress(idle, { ...button.data, verb }));
        }
        // No text begins a change that a button confirms.
        expect(JSON.stringify(command ?? {})).not.toMatch(/"kind":"(execute|run-batch|forget-now)"/);
      }
    }
  },
);

const turn: Turn = {
  person: { tenantId: TENANT, objectId: TENANT as never, displayName: 'Robin' },
  conversationKey: 'robin’s chat',
  correlationId: 'correlation' as never,
  isPersonal: true,
  locale: 'en',
};
const buttonOf = (title: string, data: CardButton['data']): CardButton => ({
  title,
  data,
  takesInputs: false,
});

/** Cards with one button each, shown one below the other; the first belongs to the open dialog. */
function shown(titles: readonly string[], isPersonal = true): ShownButtons {
  const buttons = new ShownButtons((view) => [
    buttonOf(view.name === 'thanks' ? titles[0]! : titles[1]!, { verb: 'help' }),
  ]);
  const thanks = { name: 'thanks', data: {} } as const;
  const greeting = { name: 'greeting', data: { displayName: '' } } as const;
  buttons.delivered({ ...turn, isPersonal }, [
    { reply: { kind: 'say', view: thanks, isOpen: true }, isDelivered: true, shownAt: 'first' },
    { reply: { kind: 'say', view: greeting }, isDelivered: true, shownAt: 'second' },
  ]);
  return buttons;
}
const open = inDialog({ kind: 'confirming', operationId: OPERATION }, { openCard: 'first' });

test('the titles of the lowest card and of the open one count, and no others', () => {
  expect(shown(['Next page', 'Check again']).titled(turn, open, 'check again')?.title).toBe('Check again');
  expect(shown(['Next page', 'Check again']).titled(turn, open, 'Next page!')?.title).toBe('Next page');
  expect(shown(['Next page', 'Check again']).titled(turn, idle, 'next page')).toBeUndefined();
  expect(shown(['Next page', 'Check again'], false).titled(turn, open, 'next page')).toBeUndefined();
});

test('who is forgotten has no buttons left', () => {
  const buttons = shown(['Next page', 'Check again']);
  buttons.forget(turn.person);
  expect(buttons.titled(turn, open, 'check again')).toBeUndefined();
});

test.each([
  ['Link what is missing (4)', 'link what is missing'],
  ['Link what is missing (4)', 'Link what is missing (4)'],
  ['Try again: Contoso', 'try again'],
  ['Fehlende verknüpfen (12)', 'fehlende verknüpfen'],
])('“%s” is pressed by “%s”', (title, text) => {
  expect(buttonTitled([buttonOf('Help', {}), buttonOf(title, {})], text)?.title).toBe(title);
});

test.each(['', '?', 'page', 'next', 'next page of the report'])('no button is pressed by “%s”', (text) => {
  expect(buttonTitled([buttonOf('Next page', {}), buttonOf('…', {})], text)).toBeUndefined();
});

test('“undo” stays the last change, whatever card it is on; “redo” is the button', async () => {
  const data = { verb: 'undo', operationId: OPERATION };
  expect(await meantBy(buttonOf('Undo', data), 'undo')).toBeUndefined();
  expect(await meantBy(buttonOf('Redo', data), 'redo')).toMatchObject({ request: { kind: 'undo' } });
});
