import { inRoom } from './mutant';
import type { Mutant } from './mutant';

const PAL = 'src/pal';
const CUSTOMER = 'test/integration/chat/customer-request.test.ts';
const rules = inRoom(PAL, ['test/unit/pal/access-rules.test.ts', 'test/integration/azure/access.test.ts']);
const roles = inRoom(PAL, ['test/unit/pal/eligible-roles.test.ts']);
const groups = inRoom(PAL, ['test/unit/pal/access-groups.test.ts']);
const report = inRoom(PAL, ['test/unit/pal/access-check.test.ts']);
const message = inRoom('src/cards', ['test/unit/cards/customer-request.test.ts', CUSTOMER]);
const request = inRoom('src/dialogs', [
  'test/unit/dialogs/customer-request.test.ts',
  'test/unit/cards/customer-request.test.ts',
  CUSTOMER,
]);

/** What somebody's access is said to be worth, and what is asked of a customer. */
export const ACCESS: readonly Mutant[] = [
  rules(
    ".filter(({ counts }) => counts === 'yes')",
    ".filter(({ counts }) => counts !== 'no')",
    'a role that nobody knows does not count',
  ),
  rules(
    "if (isAllowed === 'yes' && !areAllShown)",
    "if (isAllowed === 'yes')",
    'where all roles are shown they decide',
  ),
  rules(
    "access.roles.kind === 'ok' && through === 'account'",
    "access.roles.kind === 'ok'",
    'roles through Lighthouse are not shown',
  ),
  rules(
    "state === 'Disabled' || state === 'Deleted'",
    "state === 'Deleted'",
    'a disabled subscription counts for nothing',
  ),
  rules(
    "if (agreement === 'credit') return no('nothing-is-billed');",
    '',
    'where nothing is billed nothing is recognized',
  ),
  rules("if (spendingLimit === 'On') return 'credit';", '', 'a spending limit means credit'),
  rules("if (!isLookedAt) return unknown('too-many');", '', 'what was not looked at is not judged'),
  rules("if (agreement === 'csp-legacy') return no('legacy-csp');", '', 'classic CSP earns nothing by PAL'),
  rules(
    "reason === 'role-on-the-list' && isWholeDay",
    "reason === 'role-on-the-list'",
    'an activated role does not earn for whole days',
  ),
  rules("reason === 'role-on-the-list' && isWholeDay", 'isWholeDay', 'credit is for roles on the list only'),
  rules(
    'managedByTenants.some((by) => by !== known.home)',
    'managedByTenants.length > 0',
    'our own management is no other partner',
  ),
  rules("through === 'foreign-group' ? 1 : 0,", '0,', 'an own role goes before a partner’s group'),
  rules('return isAzurePlan ?', 'return !isAzurePlan ?', 'the Azure plan is told from classic CSP'),
  roles(
    "kind === 'built-in' && name !== undefined",
    'name !== undefined',
    'a role of the customer’s own with a name of the list is not that role',
  ),
  roles(
    '.filter((one) => !taken.some((pattern) => pattern.test(one)))',
    '',
    'what a role takes out again it does not give',
  ),
  roles("kinds.has('write') || kinds.has('delete')", "kinds.has('write')", 'who may delete may change'),
  roles(
    "return kinds.has('action') ? 'unknown' : 'no';",
    "return kinds.has('action') ? 'yes' : 'no';",
    'of starting things no source says that it counts',
  ),
  groups(
    "'legacy-csp': 'seller',",
    "'legacy-csp': 'customer',",
    'no customer is asked for what the seller can change',
  ),
  groups('role?.through, where]', 'role?.through]', 'another scope is another finding'),
  report(
    'managedBy === home ? [] : [managedByName]',
    '[managedByName]',
    'we are not named as another partner',
  ),
  report(
    'const at = isManaged ? caller.person.tenantId : tenantId;',
    'const at = tenantId;',
    'what is managed from home is read from home',
  ),
  message('mail.length <= LONGEST_MAIL_URL ?', 'mail.length > 0 ?', 'no mail is cut on its way'),
  message(
    "[ 'scopes', (scopes ?? []) .slice(0, MOST_SCOPES)",
    "[ 'scopes', (scopes ?? [])",
    'a message names ten scopes at most',
  ),
  message(
    "['displayName', displayName],",
    "['displayName', String(data.displayName)],",
    'no name brings lines of its own into a message',
  ),
  message("['directoryId', directoryId],", "['directoryId', ''],", 'the message says which directory'),
  request(
    "kind === 'consent' ? signInService.adminConsentUrl(tenantId) : ''",
    'signInService.adminConsentUrl(tenantId)',
    'who needs no approval is not sent to one',
  ),
  request(
    'directories.slice(to - APPROVALS_ON_CARD, to)',
    'directories.slice(to - APPROVALS_ON_CARD, to - 1)',
    'every administrator gets their page',
  ),
];
