import { z } from 'zod';
import type { Environment } from '../config/setting-problem';
import type { Finding } from './finding';
import { findingsOf } from './finding';

const { right, wrong, doubtful, notChecked } = findingsOf('App package');

const manifestShape = z.object({
  version: z.string(),
  bots: z.array(z.object({ botId: z.string() })).min(1),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }),
});

/**
 * Holds the manifest that `npm run package` made against the settings: an app package of before a change leads Teams to
 * the wrong bot, or signs in to the wrong app. `text` is undefined where there is none.
 */
export function checkManifest(
  text: string | undefined,
  file: string,
  environment: Environment,
  version: string,
): Finding[] {
  if (text === undefined) {
    return [notChecked(file, 'there is none here', 'Make it with npm run package, where the sources are.')];
  }
  const manifest = manifestIn(text);
  const again = 'Run npm run package again, and upload the new package to Teams.';
  if (manifest === undefined)
    return [wrong(file, 'is not the manifest of a bot that signs in silently', again)];
  const host = hostOf(environment['PUBLIC_URL'] ?? '');
  const pairs: readonly [string, string, string | undefined][] = [
    ['bots[0].botId', manifest.bots[0]?.botId ?? '', environment['BOT_ID']],
    ['webApplicationInfo.id', manifest.webApplicationInfo.id, environment['AAD_APP_CLIENT_ID']],
    [
      'webApplicationInfo.resource',
      manifest.webApplicationInfo.resource,
      environment['AAD_APP_SSO_RESOURCE'],
    ],
    ['validDomains', manifest.validDomains.find((domain) => domain === host) ?? '', host],
  ];
  const found = pairs.map(([name, has, wanted = '']) =>
    has.toLowerCase() === wanted.toLowerCase()
      ? right(name, 'as the settings have it')
      : wrong(name, `is ${has === '' ? 'another one' : has}; the bot has ${wanted || 'nothing'}`, again),
  );
  return [...found, versionFinding(manifest.version, version)];
}

/** Teams goes on with the package of an earlier version; that is meant so after most updates. */
function versionFinding(has: string, wanted: string): Finding {
  if (has === wanted) return right('version', 'that of the bot');
  const fix =
    'CHANGELOG.md says whether this version needs a new package. If so: npm run package, and upload it.';
  return doubtful('version', `the package is of ${has}, the bot of ${wanted}`, fix);
}

function manifestIn(text: string): z.infer<typeof manifestShape> | undefined {
  try {
    return manifestShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
