import type { PackageProblem } from './package-problem';
import { faultsBySchema, readTeamsSchema } from './teams-schema';

const WHERE = 'appPackage/manifest.json';
/** Teams adds one a month; what stands here is checked against the copies of @microsoft/app-manifest, offline. */
const RELEASED =
  /^https:\/\/developer\.microsoft\.com\/json-schemas\/teams\/v(\d+)\.(\d+)\/MicrosoftTeams\.schema\.json$/;
const OLDEST = 25;

/** What Teams' own schema says about the manifest, whose `$schema` has to be a released one. */
export function checkSchema(manifest: Readonly<Record<string, unknown>>): PackageProblem[] {
  const [, major = '', minor = ''] = RELEASED.exec(String(manifest['$schema'])) ?? [];
  if (major !== '1' || Number(minor) < OLDEST || manifest['manifestVersion'] !== `${major}.${minor}`) {
    return [
      {
        where: `${WHERE} $schema, manifestVersion`,
        wrong: `are not those of one released schema from 1.${OLDEST} on`,
        fix: `use .../teams/v1.${OLDEST}/MicrosoftTeams.schema.json and "1.${OLDEST}"`,
      },
    ];
  }
  const faults = faultsBySchema(manifest, readTeamsSchema(`v1.${minor}`, 'MicrosoftTeams.schema.json'));
  return faults.map((fault) => ({
    where: WHERE,
    wrong: fault,
    fix: 'change what stands at that place',
  }));
}
