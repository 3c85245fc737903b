import { CASES } from './access-cases';
import { finding } from './make-access';

const LEARN = 'https://learn.microsoft.com';
/** What the cases name as their source. */
const SOURCES: Readonly<Record<string, string>> = {
  PEC: `${LEARN}/partner-center/billing/azure-roles-perms-pec`,
  'PEC-T': `${LEARN}/partner-center/billing/partner-earned-credit-troubleshoot`,
  PAL: `${LEARN}/azure/cost-management-billing/manage/link-partner-id`,
  QUOTA: `${LEARN}/azure/cost-management-billing/costs/understand-cost-mgt-data`,
  LH: `${LEARN}/azure/lighthouse/how-to/partner-earned-credit`,
};
const VERDICTS = {
  pec: 'partner earned credit',
  recognition: 'recognition',
  no: 'no',
  unknown: 'can’t be told',
};

/** The table of cases for `docs/ACCESS.md`: what was read, what it comes to, why, and by which page. */
export function accessTable(): string {
  const rows = CASES.map(([source, what, given, verdict]) => {
    const { agreement, role, lasting, reasons, subscription } = finding(given);
    const by = role === undefined ? 'none shown' : `${role.name ?? 'unnamed'}, ${role.scope.kind}`;
    const way = given.through === 'lighthouse' ? 'Lighthouse' : (role?.through ?? 'account');
    return [
      what,
      agreement,
      way,
      by,
      lasting,
      subscription.state,
      VERDICTS[verdict],
      reasons.join(', '),
      source,
    ];
  });
  const columns = [
    'Case',
    'Agreement',
    'Way',
    'Role and scope',
    'Lasts',
    'State',
    'Counts for',
    'Why',
    'Source',
  ];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# What access counts for',
    '',
    'Every case that `src/pal/access-rules.ts` decides, as `test/unit/pal/access-rules.test.ts` holds it. This page is',
    'written by `WRITE=1 npx jest test/unit/pal/access-table.test.ts` and `npx prettier --write docs/ACCESS.md`; that',
    'test fails when it is behind.',
    '“Recognition” is said only as far as it is documented: Microsoft publishes a list of roles for partner earned credit',
    'alone. Who sells a subscription, and whether anything was credited, no field shows.',
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map(line),
    '',
    'Sources:',
    '',
    ...Object.entries(SOURCES).map(([name, url]) => `- ${name}: <${url}>`),
    '',
  ].join('\n');
}
