import fc from 'fast-check';
import { runningTestBot } from '../support/test-bot';
import { signedIn } from '../support/talks';
import { expectPassed, howMany } from '../support/threats';

const testBot = runningTestBot();
const PARTNERS = /\/providers\/microsoft\.managementpartner\/partners/i;
const ALLOWED = /^\/providers\/Microsoft\.ManagementPartner\/partners(\/[0-9]{5,10})?$/i;

const around = fc.constantFrom(
  '../',
  '%2e%2e%2f',
  '?api-version=',
  '#',
  '\u0000',
  '//',
  '\\',
  ';',
  ' or 1=1',
);
const digits = fc.oneof(
  fc.stringMatching(/^[0-9]{1,12}$/),
  fc.constantFrom('１２３４５６７', '١٢٣٤٥٦٧', '𝟙𝟚𝟛𝟜𝟝𝟞𝟟'),
);
const payload = fc
  .tuple(around, digits, around, fc.string({ maxLength: 12 }))
  .map(([before, number, after, rest]) => `${before}${number}${after}${rest}`);

test('T45: whatever is put into the form, ARM is asked for a path of digits only', async () => {
  const count = howMany({ usual: 40, full: 200 });
  const robin = await signedIn(testBot().chat());
  let passed = 0;
  for (const partnerId of fc.sample(payload, { numRuns: count, seed: 45 })) {
    testBot().world.clearJournal();
    await robin.say('link my PartnerID');
    const next = await robin.press('Continue', { inputs: { partnerId } });
    if (next.buttons.some(({ verb }) => verb === 'confirm')) await robin.press('confirm', { on: next });
    const paths = testBot()
      .world.journal()
      .map(({ path }) => path);
    if (paths.every((path) => !PARTNERS.test(path) || ALLOWED.test(path))) passed += 1;
  }
  expectPassed({ id: 'T45', what: 'hostile text as a PartnerID', tried: count, passed });
});
