import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/package';

const ROOT = packageRoot(__dirname);

/** The part of docs/INSTALL.md under a heading, such as "4. Make the app package". */
export function sectionOf(heading: string): string {
  const text = readFileSync(join(ROOT, 'docs', 'INSTALL.md'), 'utf8');
  const part = text.split(/^## /m).find((one) => one.startsWith(`${heading}\n`));
  if (part === undefined) throw new Error(`docs/INSTALL.md has no "${heading}".`);
  return part;
}

/** The commands in a section's shell blocks, one a line. */
export function commandsIn(section: string): string[] {
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
    block
      .replace(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => line !== ''),
  );
}

/** The names of settings that a section wants to be filled in: each in code, with its value where the text gives one. */
export function namesToFill(section: string): ReadonlyMap<string, string | undefined> {
  const prose = section.replace(/^```sh\n[\s\S]*?^```$/gm, '');
  return new Map(
    [...prose.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=([^`]*))?`/g)].map(([, name = '', value]) => [
      name,
      value,
    ]),
  );
}
