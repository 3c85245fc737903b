import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an app package is made from. */
export interface AppFiles {
  /** With placeholders. */
  readonly manifest: string;
  readonly icons: { readonly color: Buffer; readonly outline: Buffer };
  /** The texts of `<language>.json` by file name. */
  readonly languages: ReadonlyMap<string, string>;
}

/** Reads the folder `appPackage/` of the project. */
export function readAppFiles(root: string): AppFiles {
  const folder = join(root, 'appPackage');
  const languages = readdirSync(folder).filter((name) => /^[a-z]{2}(-[a-z]{2})?\.json$/.test(name));
  return {
    manifest: readFileSync(join(folder, 'manifest.json'), 'utf8'),
    icons: {
      color: readFileSync(join(folder, 'color.png')),
      outline: readFileSync(join(folder, 'outline.png')),
    },
    languages: new Map(languages.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  };
}
