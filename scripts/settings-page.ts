import type { SettingEntry } from '../src/config/settings';

const INTRODUCTION = `# Settings

The bot is configured by environment variables. On a machine of your own they stand in \`env/.env.<name>\`, secrets in \`env/.env.<name>.user\`, which git ignores; in Azure the deployment sets them. With a missing or wrong one the bot does not start: it names all of them at once, with what is expected and where to find it. \`npm run doctor\` checks them before that.

Names that begin with \`SECRET_\` are secrets: never put them into a file of the repository, no ticket and no chat.

This page is made by \`npm run settings\` from the sections in \`src/config\`.
`;

/** The text of docs/SETTINGS.md. */
export function settingsPage(table: readonly SettingEntry[]): string {
  const groups = [...new Set(table.map(({ group }) => group))];
  const parts = groups.map((group) => {
    const rows = table.filter((entry) => entry.group === group).map(row);
    return [
      `## ${group}`,
      '',
      '| setting | what it is | when not set | where to find it |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  return [INTRODUCTION, ...parts].join('\n');
}

function row({ name, meaning, where, byDefault, needed }: SettingEntry): string {
  return `| ${[`\`${name}\``, meaning, unset(byDefault, needed), where].map(cell).join(' | ')} |`;
}

function unset(byDefault?: string, needed?: string): string {
  if (needed !== undefined) return `needed: ${needed}`;
  return byDefault ?? 'off';
}

/** What stands in angle brackets is text, not a tag. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
