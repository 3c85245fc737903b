import { z } from 'zod';

import type { Manifest } from './manifest';
import type { PackageProblem } from './package-problem';
import { readTeamsSchema } from './teams-schema';

const localizationSchema = z.object({
  properties: z.record(z.unknown()),
  patternProperties: z.record(z.unknown()),
});
const languageFile = z.record(z.string());

/**
 * Every language file says exactly what the manifest has to say, key by key. Which places can be translated stands in
 * Teams' localization schema of the manifest's version.
 */
export function checkLanguages(manifest: Manifest, languages: ReadonlyMap<string, string>): PackageProblem[] {
  const keys = translatableKeys(manifest);
  return [...languages].flatMap(([file, text]) => {
    const where = `appPackage/${file}`;
    const said = languageFile.safeParse(parsed(text));
    if (!said.success) {
      return [
        { where, wrong: 'is not a JSON object of texts', fix: 'keys as in the manifest, texts as values' },
      ];
    }
    const has = Object.keys(said.data).filter((key) => key !== '$schema');
    return [
      ...keys
        .filter((key) => (said.data[key] ?? '').trim() === '')
        .map((key) => ({ where, wrong: `lacks "${key}"`, fix: 'translate it' })),
      ...has
        .filter((key) => !keys.includes(key))
        .map((key) => ({ where, wrong: `"${key}" is not in the manifest`, fix: 'leave it out' })),
    ];
  });
}

/** The places of the manifest that can be translated, as Teams writes them: `bots[0].commandLists[0]…`. */
function translatableKeys(manifest: Manifest): string[] {
  const { properties, patternProperties } = localizationSchema.parse(
    readTeamsSchema(`v${manifest.manifestVersion}`, 'MicrosoftTeams.Localization.schema.json'),
  );
  const names = new Set(Object.keys(properties));
  const patterns = Object.keys(patternProperties).map((pattern) => new RegExp(pattern));
  return textPlaces(manifest, '').filter(
    (place) => place !== '$schema' && (names.has(place) || patterns.some((pattern) => pattern.test(place))),
  );
}

function textPlaces(node: unknown, place: string): string[] {
  if (typeof node === 'string') return [place];
  if (Array.isArray(node)) return node.flatMap((one, index) => textPlaces(one, `${place}[${index}]`));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, one]) =>
    textPlaces(one, place === '' ? key : `${place}.${key}`),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
