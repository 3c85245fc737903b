import { problemLines } from '../config/setting-problem';
import type { Environment } from '../config/setting-problem';
import { readEnvironment } from '../config/read-environment';
import type { Settings } from '../config/settings';
import { checkCertificate } from './check-certificate';
import { checkIdentity } from './check-identity';
import { checkProxy } from './check-proxy';
import type { Finding } from './finding';

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
