import { inRoom } from './mutant';
import type { Mutant } from './mutant';

const ROOM = 'src/understanding';
const TESTS = [
  'test/unit/understanding/text/partner-id.test.ts',
  'test/unit/understanding/entities.test.ts',
  'test/unit/understanding/understand.test.ts',
];
const choose = inRoom(ROOM, TESTS);
const digits = inRoom(ROOM, TESTS);
const lookalikes = inRoom(ROOM, TESTS);
const tenants = inRoom(ROOM, ['test/unit/understanding/text/tenant.test.ts', ...TESTS]);

/** Which number of a message is a PartnerID, and which of several is wanted. */
export const NUMBERS: readonly Mutant[] = [
  choose(
    "return 'several';",
    "return single ?? 'none';",
    'two numbers that the words do not order are asked about',
  ),
  choose('isTurnedAway) ? ', '!isTurnedAway) ? ', '"not 1234567" is not taken'),
  choose("role === 'new')", "role === 'old')", 'a change takes the new number, not the old one'),
  choose(
    "includes('old') ? 'old'",
    "includes('old') ? 'new'",
    'the old number of a change is known as the old one',
  ),
  digits(
    'run.digits.length <= MAX_DIGITS',
    'run.digits.length <= 20',
    'one long number is no list of PartnerIDs',
  ),
  digits('const MIN_DIGITS_ALONE = 3;', 'const MIN_DIGITS_ALONE = 6;', '"1234" alone is told as too short'),
  digits(
    'isNamed || isAlone || (endsText',
    'isAlone || (endsText',
    '"my PartnerID is 1234" is told as too short',
  ),
  digits('group.length >= 2 && group.length <= 4', 'group.length >= 1', '"5 12345" is two numbers'),
  digits("mistake: 'too-long'", "mistake: 'too-short'", 'too long is told as too long'),
  digits("(written.includes(' ') && wordFollows)", 'false', '"link 1234567 3 times" is not 12345673'),
  lookalikes(' ?[%‰]', ' ?[‰]', 'per cent are no PartnerID'),
  lookalikes(
    '|| !namesPartnerId(before.text, match.index)',
    '|| true',
    '"PartnerID 2024-25…" that is named stays one',
  ),
  lookalikes('.filter(([written]) => !unless?.(written))', '', 'an exception of a look-alike holds'),
  lookalikes(
    'const MIN_PHONE_DIGITS = 9;',
    'const MIN_PHONE_DIGITS = 10;',
    'a national phone number is no PartnerID',
  ),
  tenants('if (OTHER_THING.has(nearest)) return false;', '', 'the id of a subscription is no directory'),
  tenants('!isAboutId && before', 'before', '"change the object id to …" is no directory'),
  tenants('.slice(0, 3)', '.slice(0, 0)', '"… tenant" after the id makes it a directory'),
];
