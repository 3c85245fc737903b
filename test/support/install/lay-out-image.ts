import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/package';

const ROOT = packageRoot(__dirname);

/** Lays out what the image holds, by the lines of the Dockerfile's last stage, as this version of the bot. */
export function layOutImage(folder: string, version: string): void {
  const [last = ''] = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .split(/^FROM /m)
    .slice(-1);
  for (const [, from = ''] of last.matchAll(/^COPY --from=\w+ \/app\/(\S+) \.\/\S+$/gm)) {
    if (from === 'node_modules') symlinkSync(join(ROOT, from), join(folder, from));
    else cpSync(join(ROOT, from), join(folder, from), { recursive: true });
  }
  const file = join(folder, 'package.json');
  const json = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...json, version }));
}
