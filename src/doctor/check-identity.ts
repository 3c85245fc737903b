import { z } from 'zod';

import type { Environment } from '../config/section';
import { whereToFind } from '../config/settings';
import type { Finding } from './finding';
import { findingsOf } from './finding';

const { right, wrong, doubtful, notChecked } = findingsOf('Identity');

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Left in from an example: dots, angle brackets, "your …", zeros. */
const PLACEHOLDER = /[<>]|\.\.\.|…|^your\b|^0{8}-(0{4}-){3}0{12}$/i;
const IDS = ['BOT_ID', 'BOT_TENANT_ID', 'AAD_APP_CLIENT_ID', 'AAD_APP_SSO_RESOURCE'] as const;
const SECRETS = ['SECRET_BOT_PASSWORD', 'SECRET_AAD_APP_CLIENT_SECRET'] as const;

/**
 * What each setting by itself can't show: whether they belong together. Quick, and without any network, so the bot looks
 * at it at each start too. `environment` may be incomplete.
 */
export function checkIdentity(environment: Environment): Finding[] {
  const value = (name: string): string => environment[name] ?? '';
  if (value('PAL_ENVIRONMENT') === 'local') {
    return [notChecked('ids', 'a local bot has no Azure Bot, and ids of its own')];
  }
  return [
    ...IDS.filter((name) => PLACEHOLDER.test(value(name))).map((name) =>
      wrong(name, 'still has the placeholder of an example in it', whereToFind(name)),
    ),
    ...sameIds(value),
    ...SECRETS.flatMap((name) => secretFaults(name, value(name))),
    ...(value('PUBLIC_URL') === '' ? [] : addressFindings(value('PUBLIC_URL'))),
    ...resourceFindings(value),
    ...unusedSecret(value),
  ];
}

function sameIds(value: (name: string) => string): Finding[] {
  const isSame = (a: string, b: string): boolean =>
    value(a) !== '' && value(a).toLowerCase() === value(b).toLowerCase();
  return [
    ...(isSame('BOT_ID', 'BOT_TENANT_ID')
      ? [wrong('BOT_TENANT_ID', 'is the same as BOT_ID', whereToFind('BOT_TENANT_ID'))]
      : []),
    ...(isSame('AAD_APP_CLIENT_ID', 'BOT_TENANT_ID')
      ? [wrong('AAD_APP_CLIENT_ID', 'is the same as BOT_TENANT_ID', whereToFind('AAD_APP_CLIENT_ID'))]
      : []),
    ...(isSame('AAD_APP_CLIENT_ID', 'BOT_ID')
      ? [
          doubtful(
            'AAD_APP_CLIENT_ID',
            'is the same as BOT_ID: the bot belongs to one directory, the sign-in app to many',
            `Make a registration of its own for the sign-in (docs/INSTALL.md, step 3). ${whereToFind('AAD_APP_CLIENT_ID')}`,
          ),
        ]
      : []),
  ];
}

function secretFaults(name: string, secret: string): Finding[] {
  if (GUID.test(secret)) {
    const says =
      'looks like the column "Secret ID"; the bot needs the column "Value", which is shown only once';
    return [doubtful(name, says, whereToFind(name))];
  }
  if (/^["'<]|["'>]$/.test(secret)) {
    return [doubtful(name, 'begins or ends with a quote or a bracket', 'Paste the value alone.')];
  }
  return [];
}

function addressFindings(publicUrl: string): Finding[] {
  if (!URL.canParse(publicUrl)) return [];
  const { origin, pathname, search, hash } = new URL(publicUrl);
  if (pathname !== '/' || search + hash !== '') {
    return [wrong('PUBLIC_URL', 'has a path', `Only the origin: ${origin}`)];
  }
  return [
    notChecked(
      'redirect URI',
      `must be ${origin}/auth/callback, of the kind Web`,
      'Compare: Microsoft Entra admin center › App registrations › your sign-in app › Authentication.',
    ),
    notChecked(
      'messaging endpoint',
      `must be ${origin}/api/messages`,
      'Compare: Azure portal › your Azure Bot › Configuration › Messaging endpoint.',
    ),
  ];
}

function resourceFindings(value: (name: string) => string): Finding[] {
  const name = 'AAD_APP_SSO_RESOURCE';
  const [resource, botId] = [value(name), value('BOT_ID')] as const;
  if (resource === '') {
    const says = 'is empty: everybody signs in with a button, nobody silently';
    return [doubtful(name, says, whereToFind(name))];
  }
  if (botId === '') return [];
  const wanted = `api://botid-${botId}`;
  if (resource.toLowerCase() === wanted.toLowerCase()) return [right(name, 'is that of this bot')];
  const other = (['BOT_TENANT_ID', 'AAD_APP_CLIENT_ID'] as const).find(
    (id) => value(id) !== '' && resource.toLowerCase() === `api://botid-${value(id).toLowerCase()}`,
  );
  if (other !== undefined) {
    const says = `is not the id in ${name}, and ${other} is: are BOT_ID and ${other} swapped?`;
    const both = `BOT_ID: ${whereToFind('BOT_ID')} ${other}: ${whereToFind(other)}`;
    return [wrong('BOT_ID', says, `Compare both. ${both} If both are right, set ${name} to ${wanted}.`)];
  }
  const fix = `Set it to ${wanted}, and make that the Application ID URI of the sign-in app (Expose an API).`;
  return [wrong(name, `is ${resource}, which is not that of this bot`, fix)];
}

function unusedSecret(value: (name: string) => string): Finding[] {
  const isUnused = value('BOT_TYPE') === 'UserAssignedMSI' && value('SECRET_BOT_PASSWORD') !== '';
  const says = 'is set, and not used with BOT_TYPE=UserAssignedMSI';
  return isUnused
    ? [doubtful('SECRET_BOT_PASSWORD', says, 'Remove it, and delete the secret in Entra.')]
    : [];
}

const packaged = findingsOf('App package');

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
    return [
      packaged.notChecked(file, 'there is none here', 'Make it with npm run package, where the sources are.'),
    ];
  }
  const manifest = manifestIn(text);
  const again = 'Run npm run package again, and upload the new package to Teams.';
  if (manifest === undefined)
    return [packaged.wrong(file, 'is not the manifest of a bot that signs in silently', again)];
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
      ? packaged.right(name, 'as the settings have it')
      : packaged.wrong(
          name,
          `is ${has === '' ? 'another one' : has}; the bot has ${wanted || 'nothing'}`,
          again,
        ),
  );
  return [...found, versionFinding(manifest.version, version)];
}

/** Teams goes on with the package of an earlier version; that is meant so after most updates. */
function versionFinding(has: string, wanted: string): Finding {
  if (has === wanted) return packaged.right('version', 'that of the bot');
  const fix =
    'CHANGELOG.md says whether this version needs a new package. If so: npm run package, and upload it.';
  return packaged.doubtful('version', `the package is of ${has}, the bot of ${wanted}`, fix);
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
