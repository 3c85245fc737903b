import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { pressCancel, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';

/** The steps at which somebody may think better of it. */
const STEPS: Record<string, () => Promise<{ robin: Chat; open: ShownCard }>> = {
  'the form': async () => {
    const robin = await signedIn(testBot().chat());
    return { robin, open: await robin.say('link my PartnerID') };
  },
  'the form after a mistake': async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link my PartnerID');
    return { robin, open: await robin.press('Continue', { inputs: { partnerId: '12' } }) };
  },
  'the question about the length': async () => {
    const robin = await signedIn(testBot().chat());
    return { robin, open: await robin.say('link my PartnerID 12345') };
  },
  'the choice of a directory': async () => {
    const robin = await signedIn(testBot().chat());
    return { robin, open: await robin.say('link my PartnerID 1234567') };
  },
  'the offer to link at home': async () => {
    const robin = await signedIn(testBot().chat());
    return { robin, open: await robin.say('link 1234567 in Litware') };
  },
  'the confirm card': async () => {
    const robin = await signedIn(testBot().chat());
    return { robin, open: await robin.say(`link 1234567 in ${HOME}`) };
  },
  'the confirm card of a removal': async () => {
    const robin = await signedIn(testBot().chat());
    return { robin, open: await robin.say('unlink in Wide World Importers') };
  },
  'the confirm card of several directories': async () => {
    const robin = await signedIn(testBot().chat());
    return { robin, open: await robin.say('link 1234567 in Contoso Retail and Fabrikam Consulting') };
  },
  'the choice among several directories': async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in Contoso Retail and Fabrikam Consulting');
    return { robin, open: await robin.press('Choose which') };
  },
  'the question whether to forget': async () => {
    const robin = await signedIn(testBot().chat());
    return { robin, open: await robin.say('forget me') };
  },
  'the sign-in card': async () => {
    const robin = testBot().chat();
    return { robin, open: await robin.say(`link 1234567 in ${HOME}`) };
  },
};

describe.each(Object.keys(STEPS))('at %s', (step) => {
  test('cancel by a press changes nothing and says so on the same card', async () => {
    const { robin, open } = await STEPS[step]!();
    const card = await pressCancel(robin, open);
    expect(card).toMatchObject({ heading: 'Cancelled', activityId: open.activityId });
    expect(card.text).toContain('Nothing was changed.');
    expect((await robin.say('cancel')).heading).toBe('There is nothing to cancel');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('cancel by typing changes nothing, says so, and takes the buttons from the card', async () => {
    const { robin, open } = await STEPS[step]!();
    const below = await robin.say('cancel');
    expect(below).toMatchObject({
      heading: 'Cancelled',
      text: 'Cancelled Nothing was changed. Show my link',
    });
    expect(below.activityId).not.toBe(open.activityId);
    expect(robin.now(open)).toMatchObject({ heading: 'Closed', buttons: [] });
    expect(robin.now(open).text).toContain('You cancelled this.');
    // It is said once, at the end of the chat, where it is seen.
    expect(robin.now(open).text).not.toContain('Nothing was changed');
    expect((await robin.say('cancel')).heading).toBe('There is nothing to cancel');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('cancel by typing still finds the card after something was asked in passing', async () => {
    const { robin, open } = await STEPS[step]!();
    const help = await robin.say('help');
    await robin.say('cancel');
    expect(robin.now(open).heading).toBe('Closed');
    expect(robin.now(help).heading).toBe('What I can do');
  });
});

test('a cancelled change can’t be confirmed from a copy of its card', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  await robin.say('cancel');
  expect((await robin.press('Link', { on: confirm })).heading).toBe('Cancelled');
  expect(writesIn(testBot().world)).toEqual([]);
});

test('a sign-in that is finished after cancel starts nothing', async () => {
  const robin = testBot().chat();
  const signIn = await robin.say(`link 1234567 in ${HOME}`);
  await robin.say('cancel');
  await robin.signIn({}, signIn);
  await robin.card('✓ You’re signed in');
  expect(robin.headings()).not.toContain('Link this PartnerID?');
  expect(writesIn(testBot().world)).toEqual([]);
});

test('cancel with nothing open says that there is nothing', async () => {
  expect((await testBot().chat().say('cancel')).heading).toBe('There is nothing to cancel');
});

test('cancel after the change is done does not claim that nothing was changed', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  await robin.press('Link');
  expect((await robin.press('Cancel', { on: confirm })).heading).toBe('✓ Linked');
});
