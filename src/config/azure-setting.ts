import { z } from 'zod';

import type { AzureSettings } from '../auth/entra-client';
import type { AllowedServices } from '../model/service-url';
import { isLoopback } from '../model/service-url';
import { CLOUD_NAMES, cloudNamed } from './azure-clouds';
import type { Environment, Section, SettingProblem } from './section';
import { PUBLIC_HTTPS, isLocal, isSet, notPublic, optional, origin, valuesOf, withoutSlash } from './section';

/** Entra, ARM and the channel, where they are. */
export interface AzureSetting {
  readonly azure: Pick<AzureSettings, 'authorityHost' | 'armEndpoint' | 'armAudience'> & {
    /** The portal of the cloud; no slash at the end. */
    readonly portal: string;
  };
  readonly channel: ChannelSetting;
  /** Where files may be uploaded to; `loopback`: to a stand-in beside the bot. */
  readonly files: { readonly domains: readonly string[]; readonly loopback: boolean };
}

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
const address = optional(z.string().refine((text) => URL.canParse(text), { message: PUBLIC_HTTPS }));
const hosts = optional(
  z
    .string()
    .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
    .refine((names) => names.every((name) => HOST_NAME.test(name)), {
      message: 'whole host names with commas between them',
    }),
);

const OF_CLOUD = {
  where: 'Leave it empty, except for a cloud of your own.',
  byDefault: 'that of AZURE_CLOUD',
} as const;

const settings = {
  AZURE_CLOUD: {
    schema: z
      .enum(CLOUD_NAMES, { message: 'public, usgovernment, usgovernment-dod or china' })
      .default('public'),
    meaning: 'Which of Azure’s clouds: public (GCC too), usgovernment (GCC High), usgovernment-dod or china.',
    where: 'The cloud in which your directory is.',
    byDefault: 'public',
  },
  AAD_AUTHORITY_HOST: { ...OF_CLOUD, schema: optional(origin), meaning: 'The address of Entra.' },
  ARM_ENDPOINT: { ...OF_CLOUD, schema: optional(origin), meaning: 'The address of Azure Resource Manager.' },
  ARM_AUDIENCE: {
    ...OF_CLOUD,
    schema: optional(z.string().url({ message: 'an https address' })),
    meaning: 'The name under which tokens for Azure Resource Manager are asked for.',
  },
  CHANNEL_OPENID_METADATA: {
    ...OF_CLOUD,
    schema: address,
    meaning: 'Where the keys are that Teams signs with.',
  },
  CHANNEL_TOKEN_ISSUER: { ...OF_CLOUD, schema: address, meaning: 'The issuer of Teams’ tokens.' },
  CHANNEL_AUTHORITY_HOST: { ...OF_CLOUD, schema: address, meaning: 'Where the bot gets its own token.' },
  CHANNEL_SERVICE_HOSTS: {
    ...OF_CLOUD,
    schema: hosts,
    meaning: 'The hosts at which Teams takes the bot’s messages, with commas between them.',
  },
};

const PUBLIC = [
  'AAD_AUTHORITY_HOST',
  'ARM_ENDPOINT',
  'ARM_AUDIENCE',
  'CHANNEL_OPENID_METADATA',
  'CHANNEL_TOKEN_ISSUER',
  'CHANNEL_AUTHORITY_HOST',
];

/** See AzureSetting. */
export const AZURE: Section<AzureSetting> = {
  group: 'Azure',
  settings,
  read: (environment) => {
    const rules = [...notPublic(environment, PUBLIC), ...unsignedProblems(environment)];
    const values = valuesOf(settings, environment, rules);
    if (Array.isArray(values)) return values;
    const cloud = cloudNamed(values.AZURE_CLOUD);
    const { channel, fileDomains, portal, teamsHosts } = cloud;
    const authorityHost = values.AAD_AUTHORITY_HOST ?? cloud.authorityHost;
    return {
      azure: {
        authorityHost,
        armEndpoint: values.ARM_ENDPOINT ?? cloud.armEndpoint,
        // An ARM of one's own is still asked for as the cloud's: the audience is a name, not an address.
        armAudience: values.ARM_AUDIENCE ?? cloud.armAudience,
        portal,
      },
      channel: {
        metadataUrl: values.CHANNEL_OPENID_METADATA ?? channel.metadataUrl,
        issuer: values.CHANNEL_TOKEN_ISSUER ?? channel.issuer,
        scope: channel.scope,
        authorityHost: withoutSlash(values.CHANNEL_AUTHORITY_HOST ?? authorityHost),
        services: { hosts: values.CHANNEL_SERVICE_HOSTS ?? teamsHosts, loopback: isLocal(environment) },
      },
      files: { domains: fileDomains, loopback: isLocal(environment) },
    };
  },
};

/** Without an app id the bot believes whoever reaches it: so, nobody but this machine may. */
function unsignedProblems(environment: Environment): SettingProblem[] {
  const { HOST: host = '' } = environment;
  const isSigned = !isLocal(environment) || isSet(environment, 'BOT_ID');
  if (isSigned || host === '' || isLoopback(host) || host === '::1') return [];
  return [
    { name: 'HOST', expected: '127.0.0.1, because without a BOT_ID anybody who gets here is believed' },
  ];
}
