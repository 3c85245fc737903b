import type { AllowedServices } from '../model/service-url';
import { isLoopback } from '../model/service-url';
import { cloudNamed } from './azure-clouds';
import type { Environment, SettingProblem } from './setting-problem';

/** The channel: who may speak to the bot, and where the bot may speak. */
export interface ChannelSetting {
  /** The OpenID metadata that leads to the channel's signing keys. */
  readonly metadataUrl: string;
  /** The exact issuer of the channel's tokens. */
  readonly issuer: string;
  /** The scope of the bot's own token for the channel. */
  readonly scope: string;
  /** Where the bot gets that token. */
  readonly authorityHost: string;
  readonly services: AllowedServices;
}

const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/** The channel as the settings have it, or what is wrong. */
export function readChannelSetting(environment: Environment): ChannelSetting | SettingProblem[] {
  const isLocal = environment['PAL_ENVIRONMENT'] === 'local';
  const given = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const cloud = cloudNamed(given('AZURE_CLOUD'));
  const hosts = given('CHANNEL_SERVICE_HOSTS')
    ?.split(',')
    .map((host) => host.trim().toLowerCase());
  const problems: SettingProblem[] = ADDRESSES.filter((name) => {
    const value = given(name);
    return value !== undefined && !(isLocal ? URL.canParse(value) : isPublicHttps(value));
  }).map((name) => ({
    name,
    expected: PUBLIC_HTTPS,
  }));
  if (hosts?.some((host) => !HOST_NAME.test(host)) === true) {
    problems.push({
      name: 'CHANNEL_SERVICE_HOSTS',
      expected: 'whole host names with commas between them',
    });
  }
  problems.push(...unsignedProblems(environment));
  if (problems.length > 0) return problems;
  return {
    metadataUrl: given('CHANNEL_OPENID_METADATA') ?? cloud.channel.metadataUrl,
    issuer: given('CHANNEL_TOKEN_ISSUER') ?? cloud.channel.issuer,
    scope: cloud.channel.scope,
    authorityHost: (
      given('CHANNEL_AUTHORITY_HOST') ??
      given('AAD_AUTHORITY_HOST') ??
      cloud.authorityHost
    ).replace(/\/+$/, ''),
    services: { hosts: hosts ?? cloud.teamsHosts, loopback: isLocal },
  };
}

const ADDRESSES = ['CHANNEL_OPENID_METADATA', 'CHANNEL_TOKEN_ISSUER', 'CHANNEL_AUTHORITY_HOST'];

/** Without an app id the bot believes whoever reaches it: so, nobody but this machine may. */
function unsignedProblems(environment: Environment): SettingProblem[] {
  const isSigned = (environment['BOT_ID'] ?? '') !== '';
  if (environment['PAL_ENVIRONMENT'] !== 'local' || isSigned) return [];
  const host = environment['HOST'] ?? '';
  if (host === '' || isLoopback(host) || host === '::1') return [];
  return [
    { name: 'HOST', expected: '127.0.0.1, because without a BOT_ID anybody who gets here is believed' },
  ];
}

const THIS_MACHINE = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/;

/** What is asked of an address that has to be one, in a person's words. */
export const PUBLIC_HTTPS =
  'an https address that other machines can reach (http and localhost work only with PAL_ENVIRONMENT=local)';

/** True for an https address on another machine than this one, without a user or a password in it. */
export function isPublicHttps(address: string): boolean {
  if (!URL.canParse(address)) return false;
  // The host of a parsed URL has one spelling: numbers in other bases are dotted by now.
  const url = new URL(address);
  return url.protocol === 'https:' && url.username + url.password === '' && !THIS_MACHINE.test(url.hostname);
}

/** True for an address that is nothing but scheme, host and port, with or without a slash at its end. */
export function isOrigin(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(address);
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username + password === '';
}
