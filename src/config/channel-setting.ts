import { isLoopback } from '../model/loopback';
import type { AllowedServices } from '../model/service-url';
import { AZURE_CLOUDS } from './azure-clouds';
import { isPublicHttps, PUBLIC_HTTPS } from './public-https';
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

type Cloud = keyof typeof AZURE_CLOUDS;
type CloudChannel = Pick<ChannelSetting, 'metadataUrl' | 'issuer' | 'scope'> & {
  readonly hosts: readonly string[];
};

function channelAt(login: string, api: string, hosts: readonly string[]): CloudChannel {
  return {
    metadataUrl: `https://${login}/v1/.well-known/openidconfiguration`,
    issuer: `https://${api}`,
    scope: `https://${api}/.default`,
    hosts,
  };
}

/** Bot Framework's addresses in each of Azure's clouds, and the hosts at which Teams is reached there. */
const CHANNELS: Readonly<Record<Cloud, CloudChannel>> = {
  public: channelAt('login.botframework.com', 'api.botframework.com', [
    'smba.trafficmanager.net',
    '.teams.microsoft.com',
    '.botframework.com',
  ]),
  usgovernment: channelAt('login.botframework.azure.us', 'api.botframework.us', [
    '.teams.microsoft.us',
    '.botframework.azure.us',
  ]),
  china: channelAt('login.botframework.azure.cn', 'api.botframework.azure.cn', [
    '.teams.microsoftonline.cn',
    '.botframework.azure.cn',
  ]),
};

const HOST_NAME = /^\.?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/** The channel as the settings have it, or what is wrong. */
export function readChannelSetting(environment: Environment): ChannelSetting | SettingProblem[] {
  const isLocal = environment['PAL_ENVIRONMENT'] === 'local';
  const given = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const named = given('AZURE_CLOUD') ?? 'public';
  const cloud = isCloud(named) ? named : 'public';
  const known = CHANNELS[cloud];
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
      expected: 'host names with commas between them; one that begins with a dot stands for all below it',
    });
  }
  problems.push(...unsignedProblems(environment));
  if (problems.length > 0) return problems;
  return {
    metadataUrl: given('CHANNEL_OPENID_METADATA') ?? known.metadataUrl,
    issuer: given('CHANNEL_TOKEN_ISSUER') ?? known.issuer,
    scope: known.scope,
    authorityHost: (
      given('CHANNEL_AUTHORITY_HOST') ??
      given('AAD_AUTHORITY_HOST') ??
      AZURE_CLOUDS[cloud].authorityHost
    ).replace(/\/+$/, ''),
    services: { hosts: hosts ?? known.hosts, loopback: isLocal },
  };
}

function isCloud(name: string): name is Cloud {
  return Object.hasOwn(CHANNELS, name);
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
