import { join } from 'node:path';
import { loadProblemTexts } from '../../../src/cards/problem-fields';
import { packageRoot } from '../../../src/config/package';
import { SIGN_IN_AGAIN } from '../../../src/dialogs/problem';
import { PROBLEM_CODES } from '../../../src/model/problem';

const texts = loadProblemTexts(join(packageRoot(__dirname), 'content'), 'en');

/** Each promise of a text, and the button that it needs, or must not have. */
test.each(PROBLEM_CODES)('what the card of “%s” promises can be pressed, and no more', (code) => {
  const { title, text, nextStep, actions } = texts[code];
  const said = `${title}. ${text} ${nextStep}`;
  if (/trying again won’t/i.test(said)) expect(actions).not.toContain('try-again');
  if (/\btry (it )?(again|once more)|then try again/i.test(nextStep)) {
    expect(actions.some((action) => action === 'try-again' || action === 'sign-in')).toBe(true);
  }
  if (/look at (the|your) link/i.test(nextStep)) expect(actions).toContain('show');
  if (/^(start the sign-in|sign in)\b/i.test(nextStep) && code !== 'no-work-account') {
    expect(actions).toContain('sign-in');
  }
  if (/choose one from the list/i.test(nextStep)) expect(actions).toContain('switch-directory');
  if (/with the button/i.test(nextStep)) expect(actions[0]).not.toBe('help');
});

test('a button for a sign-in stands exactly where a new sign-in can help', () => {
  expect(PROBLEM_CODES.filter((code) => texts[code].actions.includes('sign-in'))).toEqual(
    PROBLEM_CODES.filter((code) => SIGN_IN_AGAIN.includes(code)),
  );
});
