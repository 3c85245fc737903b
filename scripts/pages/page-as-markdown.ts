import type { PageContents, PageName } from '../../src/http/pages/page-content';
import { FOR_DELETED_TRAIL, FOR_KEPT_TRAIL } from '../../src/http/pages/page-content';

/** Which pages stand in `docs/` too. */
export const PAGES_IN_DOCS = [
  { name: 'privacy', file: 'docs/PRIVACY.md' },
  { name: 'terms', file: 'docs/TERMS.md' },
  { name: 'customers', file: 'docs/CUSTOMERS.md' },
] as const satisfies readonly { name: PageName; file: string }[];

/** The English page as markdown, with the names of the settings where the served page has their values. */
export function pageAsMarkdown(contents: PageContents, name: PageName): string {
  const { title, intro, sections } = contents.en[name];
  const parts = [
    `# ${title}`,
    `_This is what the bot serves at \`/${name}\`, made from \`content/en/pages/${name}.json\` by \`npm run pages\`. Whoever runs a copy of the bot is responsible for what it says there: read it with the people who look after law and data protection in your company, and change \`content/<language>/pages/${name}.json\` where your practice differs._`,
    ...intro,
    ...sections.flatMap(({ heading, text = [], list = [], table }) => [
      `## ${heading}`,
      ...text,
      ...(list.length === 0 ? [] : [list.map((item) => `- ${item}`).join('\n')]),
      ...(table === undefined ? [] : [tableOf(table)]),
    ]),
  ];
  return `${parts.map(filled).join('\n\n')}\n`;
}

function tableOf({
  columns,
  rows,
}: {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}): string {
  const lines = [columns, columns.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function filled(text: string): string {
  return text
    .replace(FOR_KEPT_TRAIL, 'With `AUDIT_KEPT_ON_FORGET=true`: ')
    .replace(FOR_DELETED_TRAIL, 'Otherwise: ')
    .replaceAll('{trailDays}', '`AUDIT_KEPT_DAYS`')
    .replaceAll('{operator}', '`OPERATOR_NAME`')
    .replaceAll('{contact}', '`OPERATOR_CONTACT`')
    .replaceAll('{clientId}', '`AAD_APP_CLIENT_ID`')
    .replaceAll('{publicUrl}', '`PUBLIC_URL`');
}
