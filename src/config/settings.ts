import type { TelemetryTarget } from '../observability/open-telemetry';
import { AZURE } from './azure-setting';
import type { AzureSetting } from './azure-setting';
import { BOT } from './bot-setting';
import type { BotSetting } from './bot-setting';
import { MODEL } from './model-setting';
import type { ModelSetting } from './model-setting';
import { RUNNING } from './running-setting';
import type { RunningSetting } from './running-setting';
import { problemsIn } from './section';
import type { Environment, ReadFile, Setting, SettingProblem } from './section';
import { SIGN_IN } from './sign-in-setting';
import type { SignInSetting } from './sign-in-setting';
import { RECORDS } from './storage-setting';
import type { RecordsSetting } from './storage-setting';
import { TELEMETRY } from './telemetry-setting';

/** Everything the bot is told from outside, checked. */
export interface Settings
  extends
    BotSetting,
    RunningSetting,
    RecordsSetting,
    Omit<AzureSetting, 'azure'>,
    Pick<SignInSetting, 'tokenService' | 'silentSignInPatienceMs'> {
  readonly azure: AzureSetting['azure'] & Pick<SignInSetting, 'clientId' | 'credential' | 'ssoResource'>;
  /** What may choose a label where the bot is not sure of a message; absent: nothing does. */
  readonly model?: ModelSetting;
  /** Where traces and metrics go; absent: nowhere, and none are made. */
  readonly telemetry?: TelemetryTarget;
  /** Every secret among them, for the log to keep out of its lines. */
  readonly secrets: readonly string[];
}

const SECTIONS = [BOT, SIGN_IN, AZURE, RECORDS, RUNNING, MODEL, TELEMETRY] as const;

/** A setting with its name, and the heading under which it stands in docs/SETTINGS.md. */
export interface SettingEntry extends Setting {
  readonly name: string;
  readonly group: string;
}

/** Every setting that the bot reads, in the order of `docs/SETTINGS.md`, which is made from it (`npm run settings`). */
export const SETTING_TABLE: readonly SettingEntry[] = SECTIONS.flatMap(({ group, settings }) =>
  Object.entries(settings).map(([name, setting]) => ({ ...setting, name, group })),
);

const BY_NAME = new Map(SETTING_TABLE.map((entry) => [entry.name, entry]));

/** Where a person finds the value of a setting. */
export function whereToFind(name: string): string {
  return BY_NAME.get(name)?.where ?? 'docs/SETTINGS.md has it.';
}

/** Whether a setting's value must stay out of what is shown and logged. */
export function isSecret(name: string): boolean {
  return name.startsWith('SECRET_') || BY_NAME.get(name)?.isSecret === true;
}

/** The lines in which a person reads a problem: the setting, what is expected, where to find it. */
export function problemLines({ name, expected, found }: SettingProblem): string {
  const instead = found === undefined ? '' : `; it ${found}`;
  return `  ${name}: expected ${expected}${instead}\n    Where: ${whereToFind(name)}`;
}

/**
 * Reads the settings from the environment: all of them, or everything that is wrong with them at once. `readFile` gives
 * the text of a file that a setting names; it may throw.
 */
export function readSettings(
  environment: Environment,
  readFile: ReadFile,
): { ok: true; settings: Settings } | { ok: false; problems: SettingProblem[] } {
  const bot = BOT.read(environment, readFile);
  const signIn = SIGN_IN.read(environment, readFile);
  const azure = AZURE.read(environment, readFile);
  const records = RECORDS.read(environment, readFile);
  const running = RUNNING.read(environment, readFile);
  const model = MODEL.read(environment, readFile);
  const telemetry = TELEMETRY.read(environment, readFile);
  const all = [bot, signIn, azure, records, running, model, telemetry];
  if (
    Array.isArray(bot) ||
    Array.isArray(signIn) ||
    Array.isArray(azure) ||
    Array.isArray(records) ||
    Array.isArray(running) ||
    Array.isArray(model) ||
    Array.isArray(telemetry)
  ) {
    return { ok: false, problems: all.flatMap((read) => problemsIn(read)) };
  }
  const { clientId, credential, ssoResource, ...ofSignIn } = signIn;
  const settings = {
    ...bot,
    ...ofSignIn,
    ...azure,
    ...records,
    ...running,
    ...model,
    ...telemetry,
    azure: {
      ...azure.azure,
      clientId,
      credential,
      ...(ssoResource === undefined ? {} : { ssoResource }),
    },
    secrets: secretsAmong(environment, readFile),
  };
  return { ok: true, settings };
}

function secretsAmong(environment: Environment, readFile: ReadFile): string[] {
  return SETTING_TABLE.flatMap(({ name, secretsIn }) => {
    const text = environment[name] ?? '';
    if (text === '') return [];
    return [...(isSecret(name) ? [text] : []), ...(secretsIn?.(text, readFile) ?? [])];
  }).filter((secret) => secret !== '');
}
