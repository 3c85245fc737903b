import { readEnvironment } from '../config/read-environment';
import type { Environment, SettingProblem } from '../config/section';
import type { Settings } from '../config/settings';
import { SETTING_TABLE, isSecret, whereToFind, problemLines } from '../config/settings';
import type { AskIdentity } from './check-credential';
import { checkBotToken, checkCertificate, checkManagedIdentities } from './check-credential';
import { checkIdentity, checkManifest } from './check-identity';
import type { Ask } from './check-network';
import { checkNetwork, checkProxy } from './check-network';
import type { RecordsPlace } from './check-records';
import { checkRecords } from './check-records';
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

/** The settings with which the bot may start, and what a person should know of them; or why it does not start. */
export type SettingsAtStart =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: string }
  | { readonly ok: false; readonly refusal: string };

/**
 * Reads the settings and lets the doctor look at what is quick and needs no network: what it finds wrong keeps the bot
 * from starting, in the same words; what it doubts is told.
 */
export function settingsAtStart(
  given: Environment,
  readFile: (path: string) => string,
  now: Date,
): SettingsAtStart {
  const { environment, read } = readEnvironment(given, readFile);
  const findings = [
    ...checkIdentity(environment),
    ...checkProxy(environment),
    ...(read.ok ? checkCertificate(read.settings.azure.credential, now) : []),
  ];
  const lines = [
    ...(read.ok ? [] : read.problems.map(problemLines)),
    ...findings.filter(({ verdict }) => verdict === 'wrong').map(findingLines),
  ];
  if (!read.ok || lines.length > 0) {
    const refusal = `PAL Assistant does not start: the settings are not right.\n${lines.join('\n')}\n`;
    return { ok: false, refusal };
  }
  const doubts = findings.filter(({ verdict }) => verdict === 'doubtful').map(findingLines);
  const warnings = doubts.length === 0 ? '' : `PAL Assistant starts, and doubts:\n${doubts.join('\n')}\n`;
  return { ok: true, settings: read.settings, warnings };
}

function findingLines({ subject, says, fix }: Finding): string {
  return fix === undefined ? `  ${subject}: ${says}` : `  ${subject}: ${says}\n    ${fix}`;
}

const { right, wrong } = findingsOf('Settings');

/** One line for each setting that is set or should be: what the bot itself would say at its start, and what is there. */
export function checkSettings(environment: Environment, problems: readonly SettingProblem[]): Finding[] {
  const faulty = new Set(problems.map(({ name }) => name));
  const fine = SETTING_TABLE.filter(({ name }) => !faulty.has(name) && (environment[name] ?? '') !== '');
  return [
    ...problems.map((problem) =>
      wrong(problem.name, saying(environment, problem), whereToFind(problem.name)),
    ),
    ...fine.map(({ name }) => right(name, shown(name, environment[name] ?? ''))),
  ];
}

function saying(environment: Environment, { name, expected, found }: SettingProblem): string {
  if (found !== undefined) return `${found}; expected ${expected}`;
  return `${(environment[name] ?? '') === '' ? 'is missing:' : 'is not'} ${expected}`;
}

function shown(name: string, value: string): string {
  // A user and a password may stand in any address.
  return isSecret(name) ? 'is set, and not shown' : value.replace(/(?<=:\/\/)[^/\s]*@/, '…@');
}
