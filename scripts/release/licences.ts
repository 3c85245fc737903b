import type { ShippedPackage } from './lockfile';

/** Licences under which a package may ship with ours (MIT): they ask for their notice to be kept, and no more. */
const ACCEPTABLE = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'BlueOak-1.0.0',
]);

/** Packages whose package.json names none in the way of today, and what was read in them instead. */
const READ_BY_HAND: Readonly<Record<string, { readonly licence: string; readonly where: string }>> = {
  'cldrjs@0.5.5': { licence: 'MIT', where: 'its file LICENSE-MIT' },
  'escape-regexp-component@1.0.2': { licence: 'MIT', where: 'its Readme' },
  'jspath@0.4.0': { licence: 'MIT', where: 'its file LICENSE' },
};

/** The licence of a package; empty when nobody has found one. */
export function licenceOf(one: ShippedPackage): string {
  return one.licence === '' ? (READ_BY_HAND[`${one.name}@${one.version}`]?.licence ?? '') : one.licence;
}

/** Whether one of the licences that an SPDX expression offers is acceptable. Unclear ones are not. */
export function isAcceptable(licence: string): boolean {
  const offered = licence.replace(/[()]/g, '').split(' OR ');
  return offered.some((choice) => choice.split(' AND ').every((one) => ACCEPTABLE.has(one)));
}

/** `docs/LICENCES.md`. */
export function licencesPage(packages: readonly ShippedPackage[]): string {
  const counts = new Map<string, number>();
  for (const one of packages) counts.set(licenceOf(one), (counts.get(licenceOf(one)) ?? 0) + 1);
  const byCount = [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
  return [
    '# Licences of what ships',
    'Every package that `npm ci --omit=dev` can install, from `package-lock.json`. Made by `npm run licences`; a test holds it to the lockfile, and refuses a licence that asks for more than its notice. Ours is [MIT](../LICENSE).',
    table(
      ['licence', 'packages'],
      byCount.map(([licence, count]) => [licence, String(count)]),
    ),
    '## Read by hand',
    'Their `package.json` names no licence in the way of today.',
    table(['package', 'licence', 'where it stands'], byHand(packages)),
    '## All of them',
    table(
      ['package', 'version', 'licence'],
      packages.map((one) => [one.name, one.version, licenceOf(one)]),
    ),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function byHand(packages: readonly ShippedPackage[]): string[][] {
  return packages
    .filter(({ licence }) => licence === '')
    .map(({ name, version }) => {
      const { licence = '', where = '' } = READ_BY_HAND[`${name}@${version}`] ?? {};
      return [`${name} ${version}`, licence, where];
    });
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
