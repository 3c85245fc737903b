import type { Environment } from '../config/setting-problem';
import { readEnvironment } from '../config/read-environment';
import type { Settings } from '../config/settings';
import type { Ask } from './ask';
import { checkBotToken } from './check-bot-token';
import type { AskIdentity } from './check-credential';
import { checkCertificate, checkManagedIdentities } from './check-credential';
import { checkIdentity } from './check-identity';
import { checkNetwork, checkProxy } from './check-network';
import { checkManifest } from './check-manifest';
import { checkRecords } from './check-records';
import type { RecordsPlace } from './check-records';
import { checkSettings } from './settings-at-start';
import type { Finding } from './finding';
import { findingsOf } from './finding';

/** What the doctor looks at, and what it may use. */
export interface Examined {
  readonly environment: Environment;
  /** The text of a file that a setting names; may throw. */
  readonly readFile: (path: string) => string;
  readonly manifest: { readonly file: string; readonly text: string | undefined };
  /** The version of the bot. */
  readonly version: string;
  readonly recordsOf: (settings: Settings) => RecordsPlace;
  readonly now: () => Date;
  /** Absent: nothing is asked over the network. */
  readonly online?: { readonly ask: Ask; readonly askIdentity: AskIdentity };
}

const OFFLINE = 'asks over the network only with --online';

/** Everything that can be found out about one configuration. */
export async function examine(examined: Examined): Promise<Finding[]> {
  const { manifest, version } = examined;
  const { environment, read } = readEnvironment(examined.environment, examined.readFile);
  const isLocal = environment['PAL_ENVIRONMENT'] === 'local';
  const always = [
    ...checkSettings(environment, read.ok ? [] : read.problems),
    ...checkIdentity(environment),
    ...checkProxy(environment),
    ...(isLocal ? [] : checkManifest(manifest.text, manifest.file, environment, version)),
  ];
  if (!read.ok) {
    const says = 'once the settings are right';
    return [
      ...always,
      ...(['Records', 'Network', 'Clock', 'Credentials'] as const).map((area) =>
        findingsOf(area).notChecked(area.toLowerCase(), says),
      ),
    ];
  }
  const { settings } = read;
  return [
    ...always,
    ...(await checkRecords(examined.recordsOf(settings))),
    ...checkCertificate(settings.azure.credential, examined.now()),
    ...(await overTheNetwork(settings, examined)),
  ];
}

async function overTheNetwork(settings: Settings, { online, now }: Examined): Promise<Finding[]> {
  const { notChecked } = findingsOf('Credentials');
  const secret =
    settings.azure.credential.kind === 'secret'
      ? [
          notChecked(
            'sign-in app',
            'whether Entra takes its secret shows at the first sign-in',
            'Say "sign in" to the bot, or open PUBLIC_URL from its sign-in card.',
          ),
        ]
      : [];
  if (online === undefined) {
    return [
      findingsOf('Network').notChecked('network', OFFLINE),
      findingsOf('Clock').notChecked('clock', OFFLINE),
      notChecked('the bot’s own token', OFFLINE),
      ...secret,
    ];
  }
  const [network, identities, token] = await Promise.all([
    checkNetwork(settings, online.ask, now),
    checkManagedIdentities(settings, online.askIdentity),
    settings.bot.appType === 'SingleTenant' ? checkBotToken(settings, online.ask) : undefined,
  ]);
  return [...network, ...identities, ...(token === undefined ? [] : [token]), ...secret];
}
